package org.distill4j.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.distill4j.model.Initializer;
import org.distill4j.model.Layer;
import org.distill4j.model.LayerModel;
import org.distill4j.model.Mode;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A program whose composites are replaced by their bodies")
class InlinedTest {
  private static Tensor doubled(Tensor x) {
    return Composite.apply("double", Map.of(), List.of(x), all -> List.of(all.get(0).mul(2)))
        .get(0);
  }

  /** A composite in whose body there is another, and that has two results. */
  private static List<Tensor> both(Tensor x, Tensor y) {
    return Composite.apply(
        "both",
        Map.of(),
        List.of(x, y),
        all -> List.of(doubled(all.get(0)).add(all.get(1)), all.get(1).exp()));
  }

  private record Doubling() implements Layer {
    @Override
    public Tensor forward(Scope scope, Tensor input) {
      Tensor weight = scope.parameter("w", Shape.of(3), Initializer.constant(1));
      List<Tensor> results = both(input.relu(), weight);
      return results.get(0).mul(results.get(1));
    }
  }

  private final Recording recorded =
      Recorder.forward(
          new LayerModel(TensorSpec.floats(3), (scope, x) -> scope.run("layer", new Doubling(), x)),
          Mode.EVALUATION,
          2);
  private final Recording inlined = recorded.inlined();

  private static List<String> kinds(Recording recording) {
    return recording.nodes().stream().map(node -> node.op().getClass().getSimpleName()).toList();
  }

  @Test
  @DisplayName("computes each primitive of the bodies once, in the same order")
  void primitives() {
    assertThat(kinds(recorded)).as("recorded").contains("Result");
    assertThat(kinds(inlined))
        .as("inlined")
        .containsExactly(
            "Feed", "Unary", "Literal", "Binary", "Variable", "Binary", "Unary", "Binary");
  }

  @Test
  @DisplayName("takes and gives what it did")
  void signature() {
    assertThat(inlined.feeds()).as("feeds").isEqualTo(recorded.feeds());
    assertThat(inlined.parameters()).as("parameters").isEqualTo(recorded.parameters());
    assertThat(inlined.outputs().keySet()).as("outputs").isEqualTo(recorded.outputs().keySet());
    assertThat(inlined.shape()).as("shape").isEqualTo(BatchShape.of(2));
  }

  @Test
  @DisplayName("has its layers around the primitives")
  void layers() {
    LayerCall layer = inlined.layers().get(0);
    assertThat(layer.path()).as("path").isEqualTo("layer");
    assertThat(inlined.nodes()).as("operations").contains(layer.input(), layer.output());
    assertThat(layer.output().op()).as("output").isInstanceOf(Op.Binary.class);
  }
}
