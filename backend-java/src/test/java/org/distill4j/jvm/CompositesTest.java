package org.distill4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A composite that is computed whole agrees with its body")
class CompositesTest {
  private static final Tensor ZERO = Tensor.of(0);
  private static final Tensor ONE = Tensor.of(1);

  private static HostTensor random(long seed, int... dims) {
    return ParameterModels.random(Shape.of(dims), -2, 2, seed);
  }

  private static void check(
      String name,
      Map<String, Double> attributes,
      List<HostTensor> inputs,
      Function<List<Tensor>, List<Tensor>> body) {
    List<HostTensor> whole = run(name, attributes, inputs, body);
    List<HostTensor> inMicroBatches = run("unknown", attributes, inputs, body);
    for (int i = 0; i < whole.size(); i++) {
      assertThat(whole.get(i).spec()).isEqualTo(inMicroBatches.get(i).spec());
      assertThat(whole.get(i).toFloatArray())
          .describedAs("result %s of %s", i, name)
          .containsExactly(inMicroBatches.get(i).toFloatArray(), within(3e-6f));
    }
  }

  private static List<HostTensor> run(
      String name,
      Map<String, Double> attributes,
      List<HostTensor> inputs,
      Function<List<Tensor>, List<Tensor>> body) {
    return PlannedPrograms.run(inputs, feeds -> Composite.apply(name, attributes, feeds, body));
  }

  @Test
  @DisplayName("for the gradients of activations")
  void activations() {
    List<HostTensor> inputs = List.of(random(1, 5, 7), random(2, 5, 7));
    check(
        "relu-gradient",
        Map.of(),
        inputs,
        in -> of(in.get(1).greater(ZERO).where(in.get(0), ZERO)));
    check(
        "sigmoid-gradient",
        Map.of(),
        inputs,
        in -> of(in.get(0).mul(in.get(1).sub(in.get(1).square()))));
    check("tanh-gradient", Map.of(), inputs, in -> of(in.get(0).mul(ONE.sub(in.get(1).square()))));
    check("gelu-gradient", Map.of(), inputs, in -> of(in.get(0).mul(geluGradient(in.get(1)))));
  }

  private static List<Tensor> of(Tensor... tensors) {
    return List.of(tensors);
  }

  private static Tensor geluGradient(Tensor x) {
    Tensor distribution = x.mul(Math.sqrt(0.5)).erf().add(1).mul(0.5);
    Tensor density = x.square().mul(-0.5).exp().mul(1 / Math.sqrt(2 * Math.PI));
    return distribution.add(x.mul(density));
  }

  @Test
  @DisplayName("for a ReLU's gradient where the result is 0, −0 and below")
  void reluAtZero() {
    HostTensor gradient = HostTensor.ofFloats(Shape.of(4), 1, 2, 3, 4);
    HostTensor result = HostTensor.ofFloats(Shape.of(4), 0, -0f, -1, Float.MIN_VALUE);
    List<HostTensor> found =
        run("relu-gradient", Map.of(), List.of(gradient, result), in -> of(in.get(0)));
    assertThat(found.get(0).toFloatArray()).containsExactly(0, 0, 0, 4);
  }

  @Test
  @DisplayName("for the gradients of softmax and its logarithm, along each axis")
  void softmaxes() {
    for (int axis = 0; axis < 3; axis++) {
      int along = axis;
      Map<String, Double> attributes = Map.of("axis", (double) axis);
      List<HostTensor> inputs = List.of(random(3, 2, 4, 3), random(4, 2, 4, 3));
      check("softmax-gradient", attributes, inputs, in -> of(softmaxGradient(in, along)));
      check("log-softmax-gradient", attributes, inputs, in -> of(logGradient(in, along)));
    }
  }

  private static Tensor softmaxGradient(List<Tensor> in, int axis) {
    Tensor y = in.get(1);
    return y.mul(in.get(0).sub(in.get(0).mul(y).sumKeep(axis)));
  }

  private static Tensor logGradient(List<Tensor> in, int axis) {
    return in.get(0).sub(in.get(1).exp().mul(in.get(0).sumKeep(axis)));
  }

  @Test
  @DisplayName("for the cross-entropy of logits and its gradient, without labels too")
  void crossEntropy() {
    HostTensor labels = HostTensor.ofInts(Shape.of(4), 2, -1, 0, 1);
    check(
        "softmax-cross-entropy",
        Map.of(),
        List.of(random(5, 4, 3), labels),
        in -> {
          Tensor logs = in.get(0).logSoftmax(1);
          return of(logs.mul(in.get(1).oneHot(3)).sum(1).negate(), logs);
        });
    HostTensor logs = PlannedPrograms.run(random(5, 4, 3), x -> x.logSoftmax(1));
    check(
        "softmax-cross-entropy-gradient",
        Map.of(),
        List.of(random(6, 4), logs, labels),
        in -> {
          Tensor hits = in.get(2).oneHot(3);
          Tensor rows = in.get(0).reshape(4, 1);
          return of(in.get(1).exp().mul(hits.sumKeep(1)).sub(hits).mul(rows));
        });
  }

  @Test
  @DisplayName("for the divergence of two distributions")
  void divergence() {
    check(
        "kl-divergence",
        Map.of(),
        List.of(random(7, 4, 3), random(8, 4, 3)),
        in -> of(in.get(0).exp().mul(in.get(0).sub(in.get(1))).sum(1)));
  }

  @Test
  @DisplayName("for a layer norm and its gradient")
  void layerNorm() {
    HostTensor x = random(9, 2, 3, 5);
    HostTensor weight = random(10, 5);
    Function<List<Tensor>, List<Tensor>> forward =
        in -> {
          Tensor mean = in.get(0).meanKeep(2);
          Tensor scale = in.get(0).varianceKeep(2).add(1e-5).pow(-0.5);
          Tensor y = in.get(0).sub(mean).mul(scale).mul(in.get(1)).add(in.get(2));
          return of(y, mean, scale);
        };
    Map<String, Double> attributes = Map.of("epsilon", 1e-5);
    List<HostTensor> inputs = List.of(x, weight, random(11, 5));
    check("layer-norm", attributes, inputs, forward);
    List<HostTensor> made = run("layer-norm", attributes, inputs, forward);
    check(
        "layer-norm-gradient",
        Map.of(),
        List.of(random(12, 2, 3, 5), x, made.get(1), made.get(2), weight),
        CompositesTest::layerNormGradient);
  }

  private static List<Tensor> layerNormGradient(List<Tensor> in) {
    Tensor g = in.get(0);
    Tensor normalized = in.get(1).sub(in.get(2)).mul(in.get(3));
    Tensor part = g.mul(in.get(4));
    Tensor along = part.mul(normalized).meanKeep(2).mul(normalized);
    Tensor inInput = part.sub(part.meanKeep(2)).sub(along).mul(in.get(3));
    return of(inInput, g.mul(normalized).sum(0, 1), g.sum(0, 1));
  }

  @Test
  @DisplayName("for clipping by the norm, above and below the limit")
  void clipping() {
    List<HostTensor> gradients = List.of(random(13, 3, 4), random(14, 3, 4), random(15, 2));
    for (double limit : new double[] {0.5, 1000}) {
      check(
          "clip-by-norm",
          Map.of("limit", limit),
          gradients,
          in -> {
            Tensor squares = in.stream().map(g -> g.square().sum()).reduce(ZERO, Tensor::add);
            Tensor scale = Tensor.of(limit).div(squares.sqrt().add(1e-6)).minimum(ONE);
            return in.stream().map(g -> g.mul(scale)).toList();
          });
    }
  }

  private static HostTensor number(double value) {
    return HostTensor.ofFloats(Shape.scalar(), (float) value);
  }

  private static List<HostTensor> adamInputs() {
    List<HostTensor> inputs = new ArrayList<>(List.of(random(16, 5), random(17, 5), random(18, 5)));
    inputs.add(ParameterModels.random(Shape.of(5), 0.1, 1, 19));
    inputs.addAll(List.of(number(0.01), number(3), number(0.271), number(0.003)));
    return inputs;
  }

  @Test
  @DisplayName("for the updates of Adam and AdamW")
  void adam() {
    Map<String, Double> numbers = Map.of("beta1", 0.9, "beta2", 0.999, "epsilon", 1e-8);
    check("adam", numbers, adamInputs(), in -> adam(in, in.get(0)));
    check(
        "adamw",
        Map.of("beta1", 0.9, "beta2", 0.999, "epsilon", 1e-8, "weightDecay", 0.1),
        adamInputs(),
        in -> adam(in, in.get(0).mul(ONE.sub(in.get(4).mul(0.1)))));
  }

  private static List<Tensor> adam(List<Tensor> in, Tensor parameter) {
    Tensor first = in.get(2).mul(0.9).add(in.get(1).mul(0.1));
    Tensor second = in.get(3).mul(0.999).add(in.get(1).square().mul(0.001));
    Tensor root = second.div(in.get(7)).sqrt().add(1e-8);
    return of(parameter.sub(first.mul(in.get(4).div(in.get(6))).div(root)), first, second);
  }

  @Test
  @DisplayName("for the update of looked-up rows, twice, not at all and with the gradient 0")
  void rowAdam() {
    HostTensor rows = random(23, 4, 2);
    rows.floats().put(2, 0).put(3, 0);
    List<HostTensor> inputs = new ArrayList<>(List.of(random(24, 5, 2), rows));
    inputs.add(HostTensor.ofInts(Shape.of(4), 3, 1, 3, 0));
    inputs.add(random(25, 5, 2));
    inputs.add(ParameterModels.random(Shape.of(5, 2), 0.1, 1, 26));
    inputs.addAll(List.of(number(0.01), number(3), number(0.271), number(0.003)));
    Map<String, Double> numbers = Map.of("beta1", 0.9, "beta2", 0.999, "epsilon", 1e-8);
    check("row-adam", numbers, inputs, CompositesTest::rowAdam);
  }

  private static List<Tensor> rowAdam(List<Tensor> in) {
    List<Tensor> all = new ArrayList<>(in);
    Tensor ids = all.remove(2);
    all.set(1, all.get(1).scatterAddRows(ids, 5));
    Tensor others = all.get(1).equalTo(ZERO).where(ZERO, ONE).sumKeep(1);
    Tensor moves = others.greater(ZERO);
    List<Tensor> next = adam(all, all.get(0));
    return of(
        moves.where(next.get(0), all.get(0)),
        moves.where(next.get(1), all.get(2)),
        moves.where(next.get(2), all.get(3)));
  }

  @Test
  @DisplayName("for the updates of gradient descent")
  void sgd() {
    List<HostTensor> plain = List.of(random(20, 5), random(21, 5), number(0.1));
    check(
        "sgd",
        Map.of("momentum", 0.0, "nesterov", 0.0, "weightDecay", 0.1),
        plain,
        in -> of(in.get(0).sub(in.get(1).add(in.get(0).mul(0.1)).mul(in.get(2)))));
    List<HostTensor> moving = List.of(random(20, 5), random(21, 5), random(22, 5), number(0.1));
    for (double nesterov : new double[] {0, 1}) {
      check(
          "sgd",
          Map.of("momentum", 0.9, "nesterov", nesterov, "weightDecay", 0.1),
          moving,
          in -> moving(in, nesterov));
    }
  }

  private static List<Tensor> moving(List<Tensor> in, double nesterov) {
    Tensor gradient = in.get(1).add(in.get(0).mul(0.1));
    Tensor velocity = in.get(2).mul(0.9).add(gradient);
    Tensor move = nesterov == 0 ? velocity : gradient.add(velocity.mul(0.9));
    return of(in.get(0).sub(move.mul(in.get(3))), velocity);
  }
}
