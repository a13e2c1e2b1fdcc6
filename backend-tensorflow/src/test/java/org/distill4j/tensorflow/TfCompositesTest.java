package org.distill4j.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.core.function.BatchNormalization;
import org.distill4j.ir.Gradients;
import org.distill4j.ir.Program;
import org.distill4j.optim.Adam;
import org.distill4j.optim.AdamW;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.LazyAdam;
import org.distill4j.optim.Lion;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.ParameterStep;
import org.distill4j.optim.Sgd;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What TensorFlow has kernels for equals the definition, which the oracle runs")
class TfCompositesTest {
  private static final Map<String, HostTensor> VARIABLES =
      Map.of(
          "x", drawn(1, Shape.of(4, 5)),
          "g", drawn(2, Shape.of(4, 5)),
          "m", drawn(3, Shape.of(4, 5)),
          "v", squared(drawn(4, Shape.of(4, 5))));

  private static HostTensor drawn(long seed, Shape shape) {
    Random random = new Random(seed);
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return HostTensor.ofFloats(shape, values);
  }

  private static HostTensor squared(HostTensor values) {
    HostTensor squares = values.copy();
    for (int i = 0; i < squares.size(); i++) {
      squares.floats().put(i, values.floats().get(i) * values.floats().get(i));
    }
    return squares;
  }

  private static Tensor variable(String name) {
    return ProgramRun.variable(name, 4, 5);
  }

  @ParameterizedTest(name = "the gradient of {0}")
  @MethodSource
  void gradients(String name, Function<Tensor, Tensor> function) {
    Tensor x = variable("x");
    Tensor weighted = function.apply(x).mul(variable("g")).sum();
    same(ProgramRun.of(Map.of("dx", Gradients.of(weighted, x)), Map.of()));
  }

  static Stream<Arguments> gradients() {
    return Stream.of(
        of("relu", Tensor::relu),
        of("sigmoid", Tensor::sigmoid),
        of("tanh", Tensor::tanh),
        of("gelu", Tensor::gelu),
        of("softmax", x -> x.softmax(1)),
        of("log-softmax", x -> x.logSoftmax(1)));
  }

  private static Arguments of(String name, Function<Tensor, Tensor> function) {
    return arguments(name, function);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void optimizers(Optimizer optimizer) {
    same(ProgramRun.of(Map.of(), updates(optimizer, variable("g"))));
  }

  @ParameterizedTest(name = "{0} whose result is used, and whose input is an output")
  @MethodSource("optimizers")
  void optimizersInTheMiddle(Optimizer optimizer) {
    Map<String, Tensor> updates = new LinkedHashMap<>(updates(optimizer, variable("g")));
    Tensor next = Objects.requireNonNull(updates.get("x"));
    updates.put("g", variable("g").mul(0.5).add(next.mul(0.5)));
    same(ProgramRun.of(Map.of("next", next.sum(), "before", variable("x")), updates));
  }

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        Adam.of(0.01),
        AdamW.of(0.01, 0.1),
        Lion.of(0.01),
        Sgd.of(0.1),
        Sgd.of(0.1).withMomentum(0.9),
        Sgd.of(0.1).withNesterov(0.9).withWeightDecay(0.1));
  }

  /** The rate is 0.01 and the step is the third. */
  private static Map<String, Tensor> updates(Optimizer optimizer, Tensor gradient) {
    List<String> names = Stream.of("x", "m", "v").limit(1 + optimizer.slots().size()).toList();
    List<Tensor> old = names.stream().map(TfCompositesTest::variable).toList();
    List<Tensor> numbers = optimizer.numbers(3).stream().map(Tensor::of).toList();
    ParameterStep step =
        new ParameterStep(
            ParameterStep.Use.LOOKED_UP,
            old.get(0),
            gradient,
            old.subList(1, old.size()),
            Tensor.of(0.01),
            numbers);
    List<Tensor> next = optimizer.update(step);
    Map<String, Tensor> updates = new LinkedHashMap<>();
    names.forEach(name -> updates.put(name, next.get(updates.size())));
    return updates;
  }

  @ParameterizedTest(name = "row-lazy Adam of a table with {1} rows of ids that have a gradient")
  @MethodSource
  void rowAdam(HostTensor weights, int rows) {
    Tensor ids = Tensor.of(HostTensor.ofInts(Shape.of(2, 2), 3, 0, 3, 2));
    Tensor looked = variable("x").gatherRows(ids);
    Tensor loss = looked.mul(looked).mul(Tensor.of(weights)).sum();
    Tensor gradient = Gradients.of(loss, variable("x"));
    same(ProgramRun.of(Map.of("looked", looked), updates(LazyAdam.of(0.01), gradient)));
  }

  static Stream<Arguments> rowAdam() {
    Shape shape = Shape.of(2, 2, 5);
    HostTensor some = drawn(7, shape);
    for (int i = 5; i < 10; i++) {
      some.floats().put(i, 0);
    }
    return Stream.of(
        arguments(drawn(7, shape), 3),
        arguments(some, 2),
        arguments(HostTensor.allocate(DType.FLOAT32, shape), 0));
  }

  @ParameterizedTest(name = "clipping to a norm of {0}")
  @ValueSource(doubles = {0.5, 1000})
  void clips(double limit) {
    List<Tensor> clipped = Clipping.byNorm(limit).clip(List.of(variable("x"), variable("g")));
    same(ProgramRun.of(Map.of("x", clipped.get(0), "g", clipped.get(1)), Map.of()));
  }

  @ParameterizedTest(name = "batch norm of {0}")
  @MethodSource
  void batchNorm(Shape shape) {
    int features = shape.dim(1);
    Tensor x = Tensor.of(drawn(7, shape));
    Tensor weight = Tensor.of(drawn(8, Shape.of(features)));
    Tensor bias = Tensor.of(drawn(9, Shape.of(features)));
    BatchNormalization norm = BatchNormalization.of(x, weight, bias, 1e-5);
    Tensor loss = norm.output().mul(Tensor.of(drawn(10, shape))).sum();
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    outputs.put("output", norm.output());
    outputs.put("mean", norm.mean());
    outputs.put("variance", norm.variance());
    List<Tensor> inputs = List.of(x, weight, bias);
    List<Tensor> gradients = Gradients.of(loss, inputs);
    gradients.forEach(gradient -> outputs.put("gradient" + outputs.size(), gradient));
    outputs.put("second", Gradients.of(gradients.get(0).square().mean(), weight));
    same(ProgramRun.of(outputs, Map.of()));
  }

  static Stream<Shape> batchNorm() {
    return Stream.of(Shape.of(6, 3), Shape.of(2, 3, 4, 5), Shape.of(3, 1, 2, 2));
  }

  private static void same(Program program) {
    Map<String, HostTensor> expected =
        ProgramRun.run(new ReferenceBackend(), program, VARIABLES, List.of());
    Map<String, HostTensor> actual = ProgramRun.run(new TfBackend(), program, VARIABLES, List.of());
    expected.forEach(
        (name, value) ->
            assertThat(Objects.requireNonNull(actual.get(name)).toFloatArray())
                .as(name)
                .containsExactly(value.toFloatArray(), Offset.offset(1e-5f)));
  }
}
