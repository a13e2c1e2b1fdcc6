package org.distill4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BinaryOperator;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.core.run.ModelLearner;
import org.distill4j.model.Initializer;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.optim.Sgd;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Operations that PyTorch computes together")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FusionTest {
  private static final Shape MATRIX = Shape.of(3, 4);
  private static final Shape CUBE = Shape.of(2, 3, 4);

  private Session session;
  private Session oracle;

  @BeforeAll
  void open() {
    session = new DjlBackend().open(SessionOptions.defaults());
    oracle = new ReferenceBackend().open(SessionOptions.defaults());
  }

  @AfterAll
  void close() {
    session.close();
    oracle.close();
  }

  /** A function of two tensors of these shapes. */
  private record Case(String name, Shape a, Shape b, BinaryOperator<Tensor> function) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static List<Case> cases() {
    Shape square = Shape.of(4, 4);
    Shape row = Shape.of(4);
    return List.of(
        new Case("a product and a bias", MATRIX, square, (a, b) -> a.matmul(b).add(b.sum(0))),
        new Case("a bias and a product", MATRIX, square, (a, b) -> b.sum(0).add(a.matmul(b))),
        new Case("a product used twice", MATRIX, square, FusionTest::usedTwice),
        new Case("a product and a matrix", square, square, (a, b) -> a.matmul(b).add(b)),
        new Case(
            "a product and a number", MATRIX, Shape.of(4, 1), (a, b) -> a.matmul(b).add(b.sum())),
        new Case(
            "a column and a bias of one",
            MATRIX,
            Shape.of(4, 1),
            (a, b) -> a.matmul(b).add(b.sum(0))),
        new Case("products in batches", CUBE, Shape.of(4, 2), (a, b) -> a.matmul(b).add(b.sum(0))),
        new Case(
            "a bias that is the product's column",
            MATRIX,
            square,
            (a, b) -> a.matmul(b).sum(0).add(b)),
        new Case("a sum of all", CUBE, row, (a, b) -> a.sum()),
        new Case("a sum along two axes", CUBE, row, (a, b) -> a.sum(0, -1)),
        new Case("a sum that keeps its axes", CUBE, row, (a, b) -> a.sub(a.sumKeep(1))),
        new Case("a sum of sums", CUBE, row, (a, b) -> a.mul(b).sum(2).sum(0).sum()),
        new Case("a sum of all that keeps its axes", CUBE, row, FusionTest::sumKept),
        new Case("a sum of means", CUBE, row, (a, b) -> a.mean(1).sum()),
        new Case("numbers on the left", MATRIX, row, FusionTest::numbers),
        new Case("a sum used twice", CUBE, row, FusionTest::sumUsedTwice),
        new Case("a sum under another shape", CUBE, row, (a, b) -> a.sumKeep(1).reshape(8)),
        new Case("a mean", CUBE, row, (a, b) -> a.mean(1)),
        new Case("a maximum", CUBE, row, (a, b) -> a.max(2)));
  }

  private static Tensor sumKept(Tensor a, Tensor b) {
    return a.sumKeep(1).sumKeep(0, 1, 2).mul(b);
  }

  private static Tensor numbers(Tensor a, Tensor b) {
    Tensor three = Tensor.of(1).add(2).maximum(Tensor.of(0));
    Tensor six = Tensor.of(2).mul(Tensor.of(3));
    return six.sub(a).add(six.mul(b)).add(six.div(b.square().add(1))).mul(three);
  }

  private static Tensor sumUsedTwice(Tensor a, Tensor b) {
    Tensor sum = a.sumKeep(1);
    return sum.reshape(2, 4).mul(sum.sum()).add(b);
  }

  private static Tensor usedTwice(Tensor a, Tensor b) {
    Tensor product = a.matmul(b);
    return product.add(b.sum(0)).mul(product);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  @DisplayName("have the oracle's values and gradients")
  void equalOracle(Case primitive) {
    Weights weights = weights(primitive);
    Result expected = run(oracle, primitive, weights);
    Result given = run(session, primitive, weights);
    assertClose("value", given.values, expected.values);
    assertClose("gradient of a", given.weights.get("a"), expected.weights.get("a"));
    assertClose("gradient of b", given.weights.get("b"), expected.weights.get("b"));
  }

  private record Result(HostTensor values, Weights weights) {}

  private static Weights weights(Case primitive) {
    Random random = new Random(primitive.name.hashCode());
    return Weights.of(
        Map.of(
            "a", Fixtures.floats(primitive.a, random), "b", Fixtures.floats(primitive.b, random)));
  }

  private static Result run(Session session, Case primitive, Weights weights) {
    Model model =
        Fixtures.model(
            Shape.of(1),
            (scope, input) -> {
              Tensor a = scope.parameter("a", primitive.a, Initializer.constant(0));
              Tensor b = scope.parameter("b", primitive.b, Initializer.constant(0));
              Tensor flat = primitive.function.apply(a, b).reshape(1, -1);
              return flat.broadcastTo(input.shape().dim(0), flat.shape().dim(1));
            });
    LearnerSpec spec =
        LearnerSpec.of(
            model, weights, Fixtures.sum(FusionTest::weighted), Fixtures.noSignature(), Sgd.of(1));
    HostTensor inputs = HostTensor.ofFloats(Shape.of(1, 1), 0);
    try (Learner learner = ModelLearner.open(session, spec)) {
      HostTensor values = learner.predict(inputs).logits();
      learner.step(Fixtures.inputsOnly(inputs));
      return new Result(values, learner.weights());
    }
  }

  /** Weighs each element on its own, so that none of the gradients can take another's place. */
  private static Tensor weighted(Tensor logits) {
    int count = logits.shape().dim(1);
    return logits.mul(Tensor.of(Fixtures.floats(Shape.of(count), new Random(count))));
  }

  private static void assertClose(String what, HostTensor given, HostTensor expected) {
    assertThat(given.spec()).isEqualTo(expected.spec());
    for (int i = 0; i < given.size(); i++) {
      float wanted = expected.floats().get(i);
      assertThat(given.floats().get(i))
          .as("%s, element %d", what, i)
          .isCloseTo(wanted, within(2e-5f * Math.max(1, Math.abs(wanted))));
    }
  }
}
