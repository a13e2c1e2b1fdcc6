package org.distill4j.conformance.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.distill4j.ir.Gradients;
import org.distill4j.ir.Program;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.tensor.Window;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayName("A lowered program")
class LoweredProgramsTest {
  private static final List<Class<? extends Op>> REPLACED =
      List.of(
          Op.Result.class,
          Op.StopGradient.class,
          Op.Softmax.class,
          Op.LogSoftmax.class,
          Op.ArgMax.class,
          Op.OneHot.class,
          Op.Pad.class,
          Op.Conv2d.class,
          Op.Conv2dInputGradient.class,
          Op.Conv2dWeightGradient.class,
          Op.Pool2d.class,
          Op.Pool2dGradient.class,
          Op.PickMax2d.class);

  private static Program program(List<Tensor> results) {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    results.forEach(result -> outputs.put("out" + outputs.size(), result));
    return new Program(List.of(), 0, outputs, Map.of());
  }

  /** A function and its gradients at the values of a row. */
  private static Program program(DerivativeRow row) {
    List<Tensor> arguments = row.arguments();
    Tensor result = row.function().apply(arguments);
    List<Tensor> results = new ArrayList<>(Gradients.of(result.sum(), arguments));
    results.add(result);
    return program(results);
  }

  private static Map<String, double[]> variables(DerivativeRow row) {
    Map<String, double[]> variables = new HashMap<>();
    row.values().forEach(values -> variables.put("p" + variables.size(), values));
    return variables;
  }

  private static void requireSame(
      Program program, Map<String, double[]> variables, Predicate<Tensor> lacking) {
    List<double[]> expected = values(program, variables);
    List<double[]> actual = values(program.lowered(lacking), variables);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i)).as("result " + i).containsExactly(expected.get(i), within(1e-12));
    }
  }

  private static List<double[]> values(Program program, Map<String, double[]> variables) {
    return ReferenceValues.compute(List.copyOf(program.outputs().values()), variables);
  }

  private static boolean isReplaced(Tensor node) {
    return REPLACED.contains(node.op().getClass());
  }

  private static Tensor variable(String name, int... dims) {
    return Tensor.leaf(new Op.Variable(name), TensorSpec.floats(dims));
  }

  private static Stream<DynamicTest> rows(Predicate<Tensor> lacking) {
    return DerivativeTable.all().stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.toString(), () -> requireSame(program(row), variables(row), lacking)));
  }

  @TestFactory
  @DisplayName("computes the same, to 1e-12, with gradients:")
  Stream<DynamicTest> same() {
    return rows(node -> true);
  }

  @TestFactory
  @DisplayName("computes the same where composites and windows without padding are there:")
  Stream<DynamicTest> padding() {
    return rows(
        node ->
            (node.op() instanceof Op.Conv2d convolution && convolution.window().padding() > 0)
                || (node.op() instanceof Op.Pool2d pooling && pooling.window().padding() > 0)
                || (node.op() instanceof Op.Pool2dGradient gradient
                    && gradient.window().padding() > 0));
  }

  @Test
  @DisplayName("has nothing that can be replaced, if all is lacking")
  void none() {
    for (DerivativeRow row : DerivativeTable.all()) {
      assertThat(program(row).lowered(node -> true).nodes())
          .as(row.toString())
          .noneMatch(LoweredProgramsTest::isReplaced);
    }
  }

  @Test
  @DisplayName("has the same nodes, if nothing is lacking")
  void all() {
    for (DerivativeRow row : DerivativeTable.all()) {
      Program program = program(row);
      assertThat(program.lowered(node -> false).nodes())
          .as(row.toString())
          .hasSameSizeAs(program.nodes());
    }
  }

  @Test
  @DisplayName("lowers the bodies of composites that stay")
  void bodies() {
    Tensor x = variable("x", 2, 3);
    Program program = program(List.of(Gradients.of(x.softmax(1).square().sum(), x)));
    Program lowered = program.lowered(node -> node.op() instanceof Op.Softmax);
    assertThat(lowered.nodes()).anyMatch(node -> node.op() instanceof Op.Result);
    assertThat(lowered.nodes()).noneMatch(node -> node.op() instanceof Op.Softmax);
    requireSame(program, Map.of("x", new double[] {1, 2, 3, 4, 5, 7}), node -> true);
  }

  @Test
  @DisplayName("finds the first of the largest, and rows of ids, as before")
  void ids() {
    Tensor x = variable("x", 2, 4);
    Tensor ids = Tensor.of(HostTensor.ofInts(Shape.of(3), 1, -1, 5));
    List<Tensor> results =
        List.of(x.argmax(0).toFloat(), x.argmax(1).toFloat(), ids.oneHot(3), x.argmax(1).oneHot(4));
    double nan = Double.NaN;
    double least = Double.NEGATIVE_INFINITY;
    for (double[] at :
        List.of(
            new double[] {1, 3, 3, 2, 5, 5, 1, 5},
            new double[] {1, nan, 3, nan, least, least, least, least})) {
      requireSame(program(results), Map.of("x", at), node -> true);
    }
  }

  @Test
  @DisplayName("passes NaN and infinities on as before")
  void special() {
    Tensor x = variable("x", 1, 1, 3, 3);
    Window window = new Window(1, 1, 1);
    Tensor pooled = x.maxPool2d(2, window);
    List<Tensor> results =
        List.of(
            pooled,
            Gradients.of(pooled.sum(), x),
            x.averagePool2d(2, window),
            x.reshape(3, 3).softmax(1),
            x.reshape(3, 3).logSoftmax(0),
            x.gelu());
    double nan = Double.NaN;
    double most = Double.POSITIVE_INFINITY;
    for (double[] at :
        List.of(
            new double[] {1, 2, nan, 4, 5, 6, 7, 8, 9},
            new double[] {1, 0, -2, 3, -most, 6, 2, most, 9})) {
      requireSame(program(results), Map.of("x", at), node -> true);
    }
  }

  @Test
  @DisplayName("takes and gives the same types")
  void types() {
    Tensor x = variable("x", 2, 4);
    Program program =
        new Program(List.of(), 0, Map.of("ids", x.argmax(1)), Map.of("x", x.softmax(0)));
    Program lowered = program.lowered(node -> true);
    assertThat(lowered.outputs()).containsOnlyKeys("ids");
    assertThat(lowered.outputs().values()).extracting(Tensor::type).containsExactly(DType.INT32);
    assertThat(lowered.updates().keySet()).containsExactly("x");
    assertThat(lowered.variables()).isEqualTo(program.variables());
  }
}
