package org.distill4j.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.distill4j.loss.LossTerms;
import org.distill4j.model.Initializer;
import org.distill4j.model.Layer;
import org.distill4j.model.LayerModel;
import org.distill4j.model.Mode;
import org.distill4j.optim.Schedule;
import org.distill4j.tensor.Algebra;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.tensor.Window;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An interpretation of a program")
class InterpretationTest {
  /** An algebra whose handles are the texts of its calls, with the handles they were given. */
  @SuppressWarnings("unchecked")
  private static Algebra<String> writing(List<String> calls) {
    return (Algebra<String>)
        Proxy.newProxyInstance(
            Algebra.class.getClassLoader(),
            new Class<?>[] {Algebra.class},
            (proxy, method, given) -> {
              List<Object> handles = new ArrayList<>();
              for (Object argument : given) {
                if (argument instanceof String || argument instanceof List) {
                  handles.add(argument);
                }
              }
              calls.add(method.getName());
              return method.getName() + handles;
            });
  }

  private static String text(Layer layer) {
    LayerModel model = new LayerModel(TensorSpec.floats(4, 6, 6), layer);
    Recording recording = Recorder.forward(model, Mode.TRAINING, 2);
    Map<Tensor, String> values = recording.interpret(writing(new ArrayList<>()));
    assertThat(values).hasSameSizeAs(recording.nodes());
    List<String> texts = List.copyOf(values.values());
    return texts.get(texts.size() - 1).replace("feed[]", "x").replace("literal[]", "1");
  }

  @Test
  @DisplayName("hands each primitive its inputs in order")
  void primitives() {
    Tensor one = Tensor.of(1);
    assertThat(text((scope, x) -> x.sub(one))).isEqualTo("binary[x, 1]");
    assertThat(text((scope, x) -> x.exp())).isEqualTo("unary[x]");
    assertThat(text((scope, x) -> x.pow(2))).isEqualTo("power[x]");
    assertThat(text((scope, x) -> x.less(one).toFloat())).isEqualTo("cast[compare[x, 1]]");
    assertThat(text((scope, x) -> x.less(one).where(one, x)))
        .isEqualTo("where[compare[x, 1], 1, x]");
    assertThat(text((scope, x) -> x.stopGradient())).isEqualTo("stopGradient[x]");
    assertThat(text((scope, x) -> x.sum(1))).isEqualTo("reshape[reduce[x]]");
    assertThat(text((scope, x) -> x.argmax(1).oneHot(3))).isEqualTo("oneHot[argMax[x]]");
    assertThat(text((scope, x) -> x.softmax(1).logSoftmax(2))).isEqualTo("logSoftmax[softmax[x]]");
    assertThat(text((scope, x) -> x.transpose())).isEqualTo("transpose[x]");
    assertThat(text((scope, x) -> x.expandDims(1).broadcastTo(2, 3, 4, 6, 6)))
        .isEqualTo("broadcastTo[reshape[x]]");
    assertThat(text((scope, x) -> Tensor.concat(1, List.of(x, x.slice(1, 0, 1)))))
        .isEqualTo("concat[[x, slice[x]]]");
  }

  @Test
  @DisplayName("hands products and look-ups their operands in order")
  void products() {
    Initializer ones = Initializer.constant(1);
    assertThat(
            text(
                (scope, x) ->
                    x.matmul(scope.parameter("w", Shape.of(6, 5), ones))
                        .add(scope.state("s", Shape.of(5), ones))))
        .isEqualTo("binary[matMul[x, variable[]], variable[]]");
    assertThat(
            text(
                (scope, x) ->
                    x.conv2d(scope.parameter("w", Shape.of(3, 4, 3, 3), ones), Window.DEFAULT, 1)
                        .maxPool2d(2, Window.DEFAULT)))
        .isEqualTo("pool2d[conv2d[x, variable[]]]");
    Tensor ids = Tensor.of(HostTensor.ofInts(Shape.of(2, 1), 0, 1));
    assertThat(text((scope, x) -> scope.parameter("t", Shape.of(3, 2), ones).gatherRows(ids)))
        .isEqualTo("gatherRows[variable[], constant[]]");
  }

  @Test
  @DisplayName("meets every primitive of a step once, in the program's order")
  void step() {
    Recording recording =
        Recorder.step(
            new LayerModel(TensorSpec.floats(3), (scope, x) -> x.relu()),
            signals ->
                LossTerms.total(
                    signals
                        .meanOverBatch(signals.student().logits().mean(1))
                        .mul(signals.scheduled(Schedule.constant(2)))),
            new StepSignature(Map.of(), List.of()),
            2);
    List<String> calls = new ArrayList<>();
    recording.interpret(writing(calls));
    assertThat(String.join(" ", calls).toLowerCase(Locale.ROOT))
        .isEqualTo("feed unary reduce reshape reduce reshape scalar binary scalar binary");
  }
}
