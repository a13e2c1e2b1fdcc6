package org.distill4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.Learner;
import org.distill4j.train.LossValues;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Two learners that step in turn")
class StudentTurnsTest {
  private final List<String> closed = new ArrayList<>();

  /** A learner that writes down that it was closed. */
  private record Named(String name, List<String> closed) implements Learner {
    @Override
    public LossValues step(StepInput input) {
      return new LossValues(Map.of("total", 0.0));
    }

    @Override
    public Weights weights() {
      return Weights.of(Map.of());
    }

    @Override
    public OptimizerState optimizerState() {
      return new OptimizerState(0, Map.of());
    }

    @Override
    public Predictions predict(Map<String, HostTensor> inputs) {
      return Predictions.of(Map.of());
    }

    @Override
    public void close() {
      closed.add(name);
    }
  }

  private Learner learner(String name) {
    return new Named(name, closed);
  }

  @Test
  @DisplayName("stay open when their trainings close them, and are closed with the turns")
  void close() {
    StudentTurns turns = new StudentTurns();
    turns.lend(StudentTurns.Place.FIRST, learner("first")).close();
    turns.lend(StudentTurns.Place.SECOND, learner("second")).close();
    assertThat(closed).isEmpty();
    turns.close();
    assertThat(closed).containsExactly("first", "second");
  }

  @Test
  @DisplayName("are both left alone when one is interrupted while it waits, and its flag stays set")
  void interrupted() {
    try (StudentTurns turns = new StudentTurns()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> turns.await(StudentTurns.Place.FIRST))
          .isInstanceOf(StudentTurns.LeftAloneException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThatThrownBy(() -> turns.await(StudentTurns.Place.SECOND))
          .isInstanceOf(StudentTurns.LeftAloneException.class);
    }
  }
}
