package org.distill4j.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The free axes of a teacher's outputs")
class DataAxesTest {
  private static final TensorSpec SEQUENCE = TensorSpec.freeInts("sequence");

  /** Gives something for each position, for each pair of them, and along an axis of its own. */
  private record Pairs(Map<String, TensorSpec> inputs) implements Teacher {
    @Override
    public Map<String, TensorSpec> outputs() {
      Shape tags = Shape.free("sequence").append(Shape.of(3));
      return Map.of(
          "tags", new TensorSpec(SEQUENCE.type(), tags),
          "pairs", TensorSpec.freeInts("sequence", "sequence"),
          "spans", TensorSpec.freeInts("spans.1"));
    }

    @Override
    public Predictions predict(Batch batch) {
      throw new UnsupportedOperationException("nobody asks");
    }

    @Override
    public String fingerprint() {
      return "pairs";
    }
  }

  private record Inputs(Map<String, TensorSpec> inputs) implements Dataset {
    @Override
    public int size() {
      return 1;
    }

    @Override
    public Map<String, TensorSpec> labels() {
      return Map.of();
    }

    @Override
    public Batch batch(HostAllocator memory, int... indices) {
      throw new UnsupportedOperationException("nobody asks");
    }

    @Override
    public String fingerprint() {
      return "inputs";
    }
  }

  private static Map<String, TensorSpec> outputs(TensorSpec ids) {
    Map<String, TensorSpec> taken = Map.of("ids", SEQUENCE, "mask", SEQUENCE);
    return DataAxes.outputs(new Pairs(taken), new Inputs(Map.of("ids", ids, "mask", ids)));
  }

  @Test
  @DisplayName("have the names that the data have for those of its inputs")
  void named() {
    assertThat(outputs(TensorSpec.freeInts("length")))
        .hasToString(new Pairs(Map.of()).outputs().toString().replace("sequence", "length"))
        .containsEntry("spans", TensorSpec.freeInts("spans.1"));
  }

  @Test
  @DisplayName("are as long as the data fix them")
  void fixed() {
    assertThat(outputs(TensorSpec.ints(7)))
        .containsEntry("tags", TensorSpec.ints(7, 3))
        .containsEntry("pairs", TensorSpec.ints(7, 7))
        .containsEntry("spans", TensorSpec.freeInts("spans.1"));
  }

  @Test
  @DisplayName(
      "keep their names if nothing is known of the inputs, which must be there if they are")
  void unknown() {
    Dataset none = new Inputs(Map.of());
    Teacher any = new Pairs(Map.of());
    assertThat(DataAxes.outputs(any, none)).isEqualTo(any.outputs());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DataAxes.outputs(new Pairs(Map.of("ids", SEQUENCE)), none))
        .withMessageContaining("The input \"ids\" is missing");
  }
}
