package org.distill4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.distill4j.backend.Device;
import org.distill4j.backend.Session;
import org.distill4j.core.function.AttentionMask;
import org.distill4j.core.function.BatchNormalization;
import org.distill4j.core.function.ScaledDotProductAttention;
import org.distill4j.ir.Gradients;
import org.distill4j.ir.Program;
import org.distill4j.optim.Clipping;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A composite that PyTorch computes whole agrees with its body")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompositeTest {
  private static final HostTensor X = Programs.random(1, 3, 4);
  private static final HostTensor G = Programs.random(2, 3, 4);

  private Session session;

  @BeforeAll
  void open() {
    session = Programs.open();
  }

  @AfterAll
  void close() {
    session.close();
  }

  /** Records a composite's results from feeds, and runs both. */
  private void assertAgrees(List<HostTensor> feeds, Function<List<Tensor>, List<Tensor>> record) {
    List<Tensor> leaves = new ArrayList<>();
    feeds.forEach(feed -> leaves.add(Programs.feed(leaves.size(), feed)));
    List<Tensor> whole = record.apply(leaves);
    Composite composite = ((Op.Result) whole.get(0).op()).composite();
    List<Tensor> body = composite.inline(whole.get(0).inputs());
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    for (int i = 0; i < whole.size(); i++) {
      outputs.put("whole " + i, whole.get(i));
      outputs.put("body " + i, body.get(i));
    }
    List<HostTensor> found = Programs.outputs(session, feeds, outputs);
    for (int i = 0; i < found.size(); i += 2) {
      assertThat(found.get(i).shape()).isEqualTo(found.get(i + 1).shape());
      assertClose(composite + ", result " + i / 2, found.get(i), found.get(i + 1));
    }
  }

  private static void assertClose(String what, HostTensor found, HostTensor expected) {
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.floats().get(i))
          .as("%s, element %d", what, i)
          .isCloseTo(expected.floats().get(i), within(2e-6f));
    }
  }

  static Stream<Function<Tensor, Tensor>> functions() {
    return Stream.of(
        Tensor::relu,
        Tensor::gelu,
        Tensor::sigmoid,
        Tensor::tanh,
        x -> x.softmax(0),
        x -> x.softmax(1),
        x -> x.logSoftmax(0),
        x -> x.logSoftmax(1));
  }

  @ParameterizedTest
  @MethodSource("functions")
  @DisplayName("for the gradients of activations and softmaxes")
  void activations(Function<Tensor, Tensor> function) {
    assertAgrees(
        List.of(X, G),
        in ->
            Gradients.of(
                List.of(function.apply(in.get(0))), List.of(in.get(1)), List.of(in.get(0))));
  }

  private static Tensor labelled(Tensor labels) {
    return Tensor.of(0).lessOrEqual(labels.toFloat());
  }

  @Nested
  @DisplayName("for the cross-entropy")
  class CrossEntropy {
    private final HostTensor labels = HostTensor.ofInts(Shape.of(3), 2, -5, 0);

    private List<Tensor> loss(List<Tensor> in) {
      return Composite.apply(
          "softmax-cross-entropy",
          Map.of(),
          in,
          all -> {
            Tensor logarithms = all.get(0).logSoftmax(1);
            Tensor picked = all.get(1).oneHot(4).mul(logarithms.negate()).sum(1);
            return List.of(labelled(all.get(1)).where(picked, Tensor.of(0)), logarithms);
          });
    }

    private List<Tensor> gradient(List<Tensor> in) {
      return Composite.apply(
          "softmax-cross-entropy-gradient",
          Map.of(),
          in,
          all -> {
            Tensor y = all.get(2);
            Tensor weight = labelled(y).where(all.get(0), Tensor.of(0)).reshape(3, 1);
            return List.of(all.get(1).exp().sub(y.oneHot(4)).mul(weight));
          });
    }

    @Test
    @DisplayName("where some rows have no label")
    void losses() {
      assertAgrees(List.of(X, labels), this::loss);
    }

    @Test
    @DisplayName("of labels that the program computes")
    void computedLabels() {
      assertAgrees(
          List.of(X, Programs.floats(2, -5, 0)), in -> loss(List.of(in.get(0), in.get(1).toInt())));
    }

    @Test
    @DisplayName("and its gradient")
    void gradients() {
      HostTensor weights = Programs.random(3, 3);
      assertAgrees(
          List.of(weights, X, labels),
          in -> gradient(List.of(in.get(0), in.get(1).logSoftmax(1), in.get(2))));
    }
  }

  @Nested
  @DisplayName("for the layer norm")
  class LayerNorm {
    private final HostTensor weight = Programs.random(4, 4);
    private final HostTensor bias = Programs.random(5, 4);
    private final Map<String, Double> epsilon = Map.of("epsilon", 1e-5);

    private List<Tensor> body(List<Tensor> in) {
      Tensor x = in.get(0);
      Tensor mean = x.meanKeep(-1);
      Tensor reciprocal = x.varianceKeep(-1).add(1e-5).pow(-0.5);
      Tensor normal = x.sub(mean).mul(reciprocal);
      return List.of(normal.mul(in.get(1)).add(in.get(2)), mean, reciprocal);
    }

    private List<Tensor> gradients(List<Tensor> in) {
      Tensor g = in.get(0).mul(in.get(4));
      Tensor normal = in.get(1).sub(in.get(2)).mul(in.get(3));
      Tensor centred = g.sub(g.meanKeep(-1)).sub(normal.mul(g.mul(normal).meanKeep(-1)));
      return List.of(centred.mul(in.get(3)), in.get(0).mul(normal).sum(0, 1), in.get(0).sum(0, 1));
    }

    @Test
    @DisplayName("of rows")
    void rows() {
      assertAgrees(
          List.of(X, weight, bias), in -> Composite.apply("layer-norm", epsilon, in, this::body));
    }

    @Test
    @DisplayName("and its gradient")
    void gradient() {
      HostTensor x = Programs.random(6, 2, 3, 4);
      HostTensor g = Programs.random(7, 2, 3, 4);
      assertAgrees(
          List.of(g, x, weight, bias),
          in -> {
            List<Tensor> forward =
                Composite.apply(
                    "layer-norm", epsilon, List.of(in.get(1), in.get(2), in.get(3)), this::body);
            return Composite.apply(
                "layer-norm-gradient",
                epsilon,
                List.of(in.get(0), in.get(1), forward.get(1), forward.get(2), in.get(2)),
                this::gradients);
          });
    }
  }

  @Nested
  @DisplayName("for the batch norm")
  class BatchNorm {
    private final HostTensor images = Programs.random(8, 3, 4, 2, 2);
    private final HostTensor outer = Programs.random(9, 3, 4, 2, 2);
    private final HostTensor weight = Programs.random(4, 4);
    private final HostTensor bias = Programs.random(5, 4);

    @Test
    @DisplayName("of images")
    void norm() {
      assertAgrees(
          List.of(images, weight, bias),
          in -> {
            var norm = BatchNormalization.of(in.get(0), in.get(1), in.get(2), 1e-5);
            return List.of(norm.output(), norm.mean(), norm.variance());
          });
    }

    @Test
    @DisplayName("and its gradient")
    void gradient() {
      assertAgrees(
          List.of(outer, images, weight, bias),
          in -> {
            Tensor norm = BatchNormalization.of(in.get(1), in.get(2), in.get(3), 1e-5).output();
            return Gradients.of(List.of(norm), List.of(in.get(0)), in.subList(1, 4));
          });
    }
  }

  @Nested
  @DisplayName("for attention")
  class Attention {
    private final List<HostTensor> feeds =
        List.of(
            Programs.random(10, 2, 3, 5, 4),
            Programs.random(11, 2, 3, 5, 4),
            Programs.random(12, 2, 3, 5, 4),
            Programs.random(13, 2, 3, 5, 4));

    /** Query, key and value, the first two with their rows' elements apart in memory. */
    private List<Tensor> inputs() {
      Tensor query = Programs.feed(0, feeds.get(0)).reshape(2, 3, 4, 5).transpose();
      Tensor key = Programs.feed(1, feeds.get(1)).reshape(2, 3, 4, 5).transpose();
      return List.of(query, key, Programs.feed(2, feeds.get(2)));
    }

    /** A loss of the output, its gradients, and the gradients of their squares. */
    private Map<String, Tensor> outputs(String name, List<Tensor> in, Tensor output) {
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      Tensor loss = output.mul(Programs.feed(3, feeds.get(3))).sum();
      List<Tensor> gradients = Gradients.of(loss, in);
      outputs.put(name + " output", output);
      gradients.forEach(each -> outputs.put(name + " gradient " + outputs.size(), each));
      return outputs;
    }

    private Map<String, Tensor> second(String name, List<Tensor> in, Tensor output) {
      List<Tensor> gradients = Gradients.of(output.square().sum(), in);
      Tensor sum = gradients.stream().map(each -> each.square().sum()).reduce(Tensor::add).get();
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      Gradients.of(sum, in).forEach(each -> outputs.put(name + outputs.size(), each));
      return outputs;
    }

    private Tensor whole(List<Tensor> in, AttentionMask mask) {
      return ScaledDotProductAttention.of(in.get(0), in.get(1), in.get(2), 0.5, mask).output();
    }

    private Tensor body(Tensor whole) {
      return ((Op.Result) whole.op()).composite().inline(whole.inputs()).get(0);
    }

    private void assertEqual(Map<String, Tensor> whole, Map<String, Tensor> body) {
      List<HostTensor> found = Programs.outputs(session, feeds, whole);
      List<HostTensor> expected = Programs.outputs(session, feeds, body);
      for (int i = 0; i < expected.size(); i++) {
        assertClose("result " + i, found.get(i), expected.get(i));
      }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("and its gradients, by one kernel each")
    void gradients(AttentionMask mask) {
      List<Tensor> in = inputs();
      Tensor whole = whole(in, mask);
      Map<String, Tensor> outputs = outputs("whole", in, whole);
      List<TensorSpec> specs = feeds.stream().map(HostTensor::spec).toList();
      Program program = new Program(specs, 0, outputs, Map.of()).simplified();
      assertThat(new CompiledScript(program, Device.cpu()).methods())
          .contains("_attention_for_cpu(", "_attention_for_cpu_backward(")
          .doesNotContain("torch.matmul(");
      assertEqual(outputs, outputs("body", in, body(whole)));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("where its gradients are differentiated again")
    void secondDerivatives(AttentionMask mask) {
      List<Tensor> in = inputs();
      Tensor whole = whole(in, mask);
      List<HostTensor> found = Programs.outputs(session, feeds, second("whole", in, whole));
      List<HostTensor> expected = Programs.outputs(session, feeds, second("body", in, body(whole)));
      for (int i = 0; i < expected.size(); i++) {
        float[] values = expected.get(i).toFloatArray();
        assertThat(found.get(i).toFloatArray()).containsExactly(values, Offset.offset(5e-4f));
      }
    }

    @Test
    @DisplayName("where its probabilities are read too")
    void probabilities() {
      assertAgrees(
          feeds.subList(0, 3),
          all -> {
            var attention =
                ScaledDotProductAttention.of(
                    all.get(0), all.get(1), all.get(2), 0.5, AttentionMask.CAUSAL);
            return List.of(attention.output(), attention.probabilities());
          });
    }
  }

  @Nested
  @DisplayName("for clipping by the norm")
  class Clip {
    @Test
    @DisplayName("that is over the limit")
    void over() {
      assertAgrees(List.of(X, G), Clipping.byNorm(0.5)::clip);
    }

    @Test
    @DisplayName("that is within the limit")
    void within() {
      assertAgrees(List.of(X, G), Clipping.byNorm(100)::clip);
    }
  }
}
