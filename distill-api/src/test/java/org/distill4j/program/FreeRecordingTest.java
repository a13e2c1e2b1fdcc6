package org.distill4j.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.distill4j.ir.Extent;
import org.distill4j.ir.FreeProgram;
import org.distill4j.ir.Program;
import org.distill4j.model.Initializer;
import org.distill4j.model.Inputs;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A recording without lengths")
class FreeRecordingTest {
  private static final TensorSpec SEQUENCE =
      new TensorSpec(DType.FLOAT32, Shape.free("length").append(Shape.of(4)));

  private record FunctionModel(
      Map<String, TensorSpec> inputs, BiFunction<Scope, Tensor, Tensor> body) implements Model {
    @Override
    public Outputs forward(Scope scope, Inputs given) {
      return Outputs.of("y", body.apply(scope, given.get("x")));
    }
  }

  private static Model model(BiFunction<Scope, Tensor, Tensor> body) {
    return new FunctionModel(Map.of("x", SEQUENCE), body);
  }

  /** Rows plus a table's, in a composite whose body reshapes to the batch's lengths. */
  private static final Model POSITIONS =
      model(
          (scope, x) -> {
            int[] dims = x.shape().dims();
            Tensor table = scope.parameter("table", Shape.of(40, 4), Initializer.constant(1));
            return Composite.apply(
                    "rows",
                    Map.of("epsilon", 0.5),
                    List.of(x, table.slice(0, 0, dims[1])),
                    all ->
                        List.of(
                            all.get(0)
                                .add(all.get(1))
                                .reshape(dims[0] * dims[1], 4)
                                .exp()
                                .reshape(dims)))
                .get(0);
          });

  private static List<String> texts(List<Tensor> nodes) {
    return CompositeNodes.find(nodes).stream()
        .map(
            node ->
                node.op() instanceof Op.Result result
                    ? result.composite() + " " + node.spec()
                    : node.toString())
        .toList();
  }

  @Test
  @DisplayName("gives for any lengths the program that the model records, composites included")
  void program() {
    FreeProgram program = FreeRecording.record(POSITIONS).program();
    for (int[] lengths : new int[][] {{1, 1}, {3, 9}, {2, 39}}) {
      Recording recorded =
          Recorder.forward(
              POSITIONS, Mode.EVALUATION, BatchShape.of(lengths[0]).with("length", lengths[1]));
      Program read = program.at(Map.of(FreeProgram.BATCH, lengths[0], "length", lengths[1]));
      assertThat(texts(read.nodes())).isEqualTo(texts(recorded.nodes()));
      assertThat(read.feeds()).containsExactly(TensorSpec.floats(lengths[0], lengths[1], 4));
    }
  }

  @Test
  @DisplayName("tells how lengths depend on the free ones, in primitives too")
  void extents() {
    FreeRecording inlined = FreeRecording.inlined(POSITIONS);
    Tensor output = Objects.requireNonNull(inlined.first().outputs().get("y"));
    assertThat(inlined.extents(output))
        .containsExactly(
            Extent.like(FreeProgram.BATCH), Extent.like("length"), new Extent.Fixed(4));
    assertThat(inlined.first().nodes()).noneMatch(node -> node.op() instanceof Op.Result);
    assertThat(inlined.layer(output)).isEmpty();
    assertThat(inlined.describe(output)).isEqualTo("The model, outside of its layers,");
  }

  @Test
  @DisplayName("refuses a number in a composite that is made from a length")
  void number() {
    Model model =
        model(
            (scope, x) ->
                Composite.apply(
                        "scaled",
                        Map.of(),
                        List.of(x),
                        all -> List.of(all.get(0).div(x.shape().dim(1))))
                    .get(0));
    assertThatThrownBy(() -> FreeRecording.record(model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("records Literal[value=31.0] → FLOAT32() for 61 examples of")
        .hasMessageContaining("expected the same operation for every batch size and length");
  }

  @Test
  @DisplayName("refuses an attribute of a composite that is made from a length")
  void attribute() {
    Model model =
        model(
            (scope, x) ->
                Composite.apply(
                        "scaled",
                        Map.of("length", (double) x.shape().dim(1)),
                        List.of(x),
                        all -> List.of(all.get(0).negate()))
                    .get(0));
    assertThatThrownBy(() -> FreeRecording.record(model))
        .hasMessageContaining("scaled{length=31.0}")
        .hasMessageContaining("scaled{length=38.0}");
  }

  @Test
  @DisplayName("refuses a parameter whose shape depends on a length")
  void parameter() {
    Model model =
        model(
            (scope, x) ->
                x.add(
                    scope.parameter("w", Shape.of(x.shape().dim(1), 4), Initializer.constant(0))));
    assertThatThrownBy(() -> FreeRecording.record(model))
        .hasMessageContaining("changes its shape with the batch, expected a fixed one");
  }
}
