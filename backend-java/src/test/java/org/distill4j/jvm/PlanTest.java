package org.distill4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.distill4j.jvm.PlannedPrograms.scalar;
import static org.distill4j.jvm.PlannedPrograms.session;
import static org.distill4j.jvm.PlannedPrograms.variable;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Variables;
import org.distill4j.ir.Program;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.tensor.Window;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A plan")
class PlanTest {
  @Nested
  @DisplayName("of elementwise steps")
  class Elementwise {
    private final Slot x = Slot.in(Memory.of(-2), DType.FLOAT32);
    private final Value input = new Value(x, Shape.scalar());
    private final StepList steps = new StepList(ReferenceComparison.engine());

    private Value negate(Value value) {
      BlockLoop loop = BlockLoop.of(UnaryLoops.of(Op.UnaryKind.NEGATE));
      return steps.elementwise(Shape.scalar(), loop, value);
    }

    private Plan plan(Value... results) {
      Set<Slot> kept = new HashSet<>();
      for (Value result : results) {
        kept.add(result.slot());
      }
      return MemoryPlacement.plan(
          StepFusion.simplify(steps.steps(), kept), kept, List.of(), List.of());
    }

    @Test
    @DisplayName("makes one step of a chain, and none of what nobody reads")
    void fuses() {
      Value result = negate(negate(negate(input)));
      negate(negate(input));
      try (Plan plan = plan(result)) {
        assertThat(plan.size()).isEqualTo(1);
        plan.run();
        assertThat(result.slot().floats()).containsExactly(2);
      }
    }

    @Test
    @DisplayName("keeps what two steps read")
    void keeps() {
      Value shared = negate(input);
      Value result =
          steps.elementwise(
              Shape.scalar(),
              BlockLoop.of(BinaryLoops.of(Op.BinaryKind.SUB)),
              negate(shared),
              negate(negate(shared)));
      try (Plan plan = plan(result)) {
        assertThat(plan.size()).isEqualTo(2);
        plan.run();
        assertThat(result.slot().floats()).containsExactly(-4);
        assertThat(result.slot().memory()).isSameAs(shared.slot().memory());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 700", "100, 7", "5, 300", "2, 512", "700, 1", "1, 700", "3, 513"})
  @DisplayName("computes chains over rows that are longer and shorter than a piece")
  void pieces(int rows, int width) {
    HostTensor x = ParameterModels.random(Shape.of(rows, width), -1, 1, 1);
    HostTensor row = ParameterModels.random(Shape.of(width), -1, 1, 2);
    HostTensor column = ParameterModels.random(Shape.of(rows, 1), -1, 1, 3);
    float[] found =
        PlannedPrograms.run(
                List.of(x, row, column),
                in -> List.of(in.get(0).add(in.get(1)).mul(in.get(2)).sub(in.get(0)).mul(3)))
            .get(0)
            .toFloatArray();
    for (int i = 0; i < found.length; i++) {
      float a = x.floats().get(i);
      float whole = (a + row.floats().get(i % width)) * column.floats().get(i / width) - a;
      assertThat(found[i]).isEqualTo(whole * 3);
    }
  }

  @Test
  @DisplayName("reads all variables before it changes one")
  void exchange() {
    Tensor a = variable("a", 2);
    Tensor b = variable("b", 2);
    Map<String, Tensor> updates = new LinkedHashMap<>(Map.of("a", b, "b", a.add(b)));
    try (Variables variables = session().variables(Map.of("a", a.spec(), "b", b.spec()));
        Executable executable =
            session().compile(new Program(List.of(), 0, Map.of("a", a), updates), variables)) {
      variables.write("a", HostTensor.ofFloats(Shape.of(2), 1, 2));
      variables.write("b", HostTensor.ofFloats(Shape.of(2), 10, 20));
      assertThat(executable.run(List.of()).get(0).toFloatArray()).containsExactly(1, 2);
      assertThat(variables.read("a").toFloatArray()).containsExactly(10, 20);
      assertThat(variables.read("b").toFloatArray()).containsExactly(11, 22);
    }
  }

  @Test
  @DisplayName("gives one value to two variables")
  void twice() {
    Tensor a = variable("a", 2);
    Tensor next = a.add(scalar(0));
    Map<String, Tensor> updates = Map.of("a", next, "b", next);
    try (Variables variables = session().variables(Map.of("a", a.spec(), "b", a.spec()));
        Executable executable =
            session().compile(new Program(List.of(), 1, Map.of(), updates), variables)) {
      assertThat(executable.run(List.of(), 3)).isEmpty();
      executable.run(List.of(), 4);
      assertThat(variables.read("a").toFloatArray()).containsExactly(7, 7);
      assertThat(variables.read("b").toFloatArray()).containsExactly(7, 7);
    }
  }

  @Test
  @DisplayName("takes numbers into updates in double precision")
  void doubles() {
    Tensor p = variable("p", 1);
    Tensor updated =
        Composite.apply(
                "adam",
                Map.of("beta1", 0.0, "beta2", 0.0, "epsilon", 1e-30),
                List.of(
                    p,
                    Tensor.of(1).broadcastTo(1),
                    p,
                    p,
                    scalar(0),
                    scalar(1),
                    scalar(2),
                    scalar(3)),
                in -> List.of(in.get(0), in.get(2), in.get(3)))
            .get(0);
    try (Variables variables = session().variables(Map.of("p", p.spec()));
        Executable executable =
            session()
                .compile(new Program(List.of(), 4, Map.of(), Map.of("p", updated)), variables)) {
      executable.run(List.of(), 1e-50, 1, 1e-50, 1);
      assertThat(variables.read("p").toFloatArray())
          .containsExactly(new float[] {-1}, within(1e-6f));
    }
  }

  @Test
  @DisplayName("convolves images that are narrower than the dilation")
  void narrow() {
    HostTensor image = HostTensor.ofFloats(Shape.of(1, 1, 2, 2), 1, 2, 3, 4);
    HostTensor weights = HostTensor.allocate(DType.FLOAT32, Shape.of(1, 1, 3, 3));
    weights.floats().put(4, 5);
    List<HostTensor> found =
        PlannedPrograms.run(
            List.of(image, weights),
            in -> List.of(in.get(0).conv2d(in.get(1), new Window(1, 3, 3), 1)));
    assertThat(found.get(0).toFloatArray()).containsExactly(5, 10, 15, 20);
  }

  @Test
  @DisplayName("gives NaN where a pooling, a maximum, a softmax or a ReLU meets it")
  void nan() {
    HostTensor x = HostTensor.ofFloats(Shape.of(1, 1, 2, 2), 1, Float.NaN, 3, 2);
    List<HostTensor> found =
        PlannedPrograms.run(
            List.of(x),
            in ->
                List.of(
                    in.get(0).maxPool2d(2, Window.DEFAULT),
                    in.get(0).max(3),
                    in.get(0).softmax(3),
                    in.get(0).relu(),
                    in.get(0).reshape(4).argmax(0)));
    assertThat(found.get(0).toFloatArray()).containsExactly(Float.NaN);
    assertThat(found.get(1).toFloatArray()).containsExactly(Float.NaN, 3);
    assertThat(found.get(2).toFloatArray()[0]).isNaN();
    assertThat(found.get(3).toFloatArray()).containsExactly(1, Float.NaN, 3, 2);
    assertThat(found.get(4).toIntArray()).containsExactly(1);
  }

  @Test
  @DisplayName("knows the normal distribution, far out too")
  void normal() {
    HostTensor x = HostTensor.ofFloats(Shape.of(7), 0, 0.5f, 1, -2, 7, -1e30f, Float.NaN);
    assertThat(PlannedPrograms.run(x, Tensor::erf).toFloatArray())
        .containsExactly(
            new float[] {0, 0.5204999f, 0.8427008f, -0.9953223f, 1, -1, Float.NaN}, within(3e-7f));
    assertThat(PlannedPrograms.run(x, Tensor::gelu).toFloatArray())
        .containsExactly(
            new float[] {0, 0.34573123f, 0.8413447f, -0.04550026f, 7, 0, Float.NaN}, within(5e-7f));
  }

  @Test
  @DisplayName("multiplies matrices in each form, batch by batch or one for all")
  void forms() {
    HostTensor left = ParameterModels.random(Shape.of(2, 3, 4), -1, 1, 4);
    HostTensor right = ParameterModels.random(Shape.of(2, 4, 5), -1, 1, 5);
    HostTensor one = ParameterModels.random(Shape.of(4, 5), -1, 1, 6);
    List<HostTensor> found =
        PlannedPrograms.run(
            List.of(left, right, one),
            in -> {
              Tensor a = in.get(0);
              Tensor b = in.get(1);
              Tensor heads = b.reshape(2, 4, 5, 1).transpose(3, 0, 1, 2).reshape(2, 4, 5);
              return List.of(
                  a.matmul(b),
                  b.transpose().matmul(a.transpose()).transpose(),
                  a.matmul(heads),
                  a.matmul(in.get(2)),
                  in.get(2).transpose().matmul(a.transpose()).transpose());
            });
    for (int i : new int[] {1, 2}) {
      assertThat(found.get(i).toFloatArray())
          .containsExactly(found.get(0).toFloatArray(), within(1e-6f));
    }
    assertThat(found.get(4).toFloatArray())
        .containsExactly(found.get(3).toFloatArray(), within(1e-6f));
  }

  @Test
  @DisplayName("multiplies a transposed matrix that was reshaped")
  void reshaped() {
    HostTensor x = ParameterModels.random(Shape.of(2, 3, 4), -1, 1, 4);
    HostTensor other = ParameterModels.random(Shape.of(2, 4, 5), -1, 1, 5);
    HostTensor turned = PlannedPrograms.run(x, Tensor::transpose).reshape(Shape.of(2, 3, 4));
    List<HostTensor> found =
        PlannedPrograms.run(
            List.of(x, other, turned),
            in ->
                List.of(
                    in.get(0).transpose().reshape(2, 3, 4).matmul(in.get(1)),
                    in.get(2).matmul(in.get(1))));
    assertThat(found.get(0)).isEqualTo(found.get(1));
  }

  @Test
  @DisplayName("frees nothing twice when it is closed before its session")
  void close() {
    Variables variables = session().variables(Map.of("w", TensorSpec.floats(2, 2)));
    Tensor w = variable("w", 2, 2);
    Executable executable =
        session().compile(new Program(List.of(), 0, Map.of("y", w.matmul(w)), Map.of()), variables);
    assertThat(executable.run(List.of()).get(0).toFloatArray()).containsOnly(0);
    executable.close();
    executable.close();
    variables.close();
    variables.close();
  }
}
