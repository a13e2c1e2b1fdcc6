package org.distill4j.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.optim.Progress;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A step's input")
class StepInputTest {
  private static final Progress START = new Progress(0, 1);
  private final HostTensor values = HostTensor.ofFloats(Shape.of(5, 1), 0, 1, 2, 3, 4);
  private final Batch batch = new Batch(new long[] {10, 11, 12, 13, 14}, values, Map.of());
  private final List<Predictions> teachers = List.of(Predictions.logits(values));

  @Test
  @DisplayName("is split so that no part has more rows than asked for")
  void split() {
    StepInput input = StepInput.split(batch, teachers, START, 2);
    assertThat(input.microBatches())
        .extracting(microBatch -> microBatch.batch().size())
        .containsExactly(2, 2, 1);
    assertThat(input.rows()).isEqualTo(5);
    MicroBatch last = input.microBatches().get(2);
    assertThat(last.batch().id(0)).isEqualTo(14);
    assertThat(last.batch().input().toFloatArray()).containsExactly(4);
    assertThat(last.teachers().get(0).logits().toFloatArray()).containsExactly(4);
  }

  @Test
  @DisplayName("stays whole if it is small enough")
  void whole() {
    assertThat(StepInput.split(batch, teachers, START, 5))
        .isEqualTo(StepInput.of(batch, teachers, START));
  }

  @Test
  @DisplayName("gives a part to run by itself, in which the others still count")
  void only() {
    StepInput input = StepInput.split(batch, teachers, START, 2);
    StepInput middle = input.only(1);
    assertThat(middle.microBatches()).containsExactly(input.microBatches().get(1));
    assertThat(middle.rows()).isEqualTo(5);
    assertThat(middle.before()).extracting(Batch::size).containsExactly(2);
    assertThat(middle.after()).extracting(Batch::size).containsExactly(1);
    assertThat(middle.batches()).hasSize(3).first().isSameAs(input.microBatches().get(0).batch());
    assertThat(middle.only(0)).isEqualTo(middle);
  }

  @Test
  @DisplayName("is never split into micro-batches of no rows")
  void noRows() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StepInput.split(batch, teachers, START, 0))
        .withMessage(
            "A batch was to be split into micro-batches of 0 rows, expected at least 1.\n"
                + "Maybe the arguments are in another order.");
  }

  @Test
  @DisplayName("has at least one part")
  void empty() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StepInput(List.of(), START))
        .withMessage(
            "A step was given no examples, expected at least one.\nMaybe the data set is empty.");
  }
}
