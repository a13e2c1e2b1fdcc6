package org.distill4j.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.Flatten;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.model.Models;
import org.distill4j.data.Batch;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.LazyAdam;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.Progress;
import org.distill4j.program.Recorder;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;
import org.distill4j.tutorial.ArrayBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Row-lazy Adam")
class TrainedTablesTest {
  private static final int WIDTH = 2;
  private static final Model MODEL =
      Models.of(
          TensorSpec.ints(3),
          Sequential.of(Embedding.of(5, WIDTH), new Flatten(), Dense.of(3 * WIDTH, 2)));
  private static final StepSignature SIGNATURE =
      new StepSignature(Map.of(Batch.LABELS, TensorSpec.ints()), List.of());
  private static final CrossEntropyLoss LOSS = CrossEntropyLoss.ofLabels();
  private static final Weights START = Recorder.step(MODEL, LOSS, SIGNATURE, 2).initialWeights(3);

  /** Row 1 is looked up twice by one example, rows 0 and 4 by none in the second batch. */
  private static final int[][] IDS = {{0, 1, 1, 4, 2, 1}, {1, 2, 2, 2, 1, 3}};

  private static Weights train(Optimizer optimizer, int steps, int rows) {
    LearnerSpec spec = LearnerSpec.of(MODEL, START, LOSS, SIGNATURE, optimizer);
    try (Session session = new ArrayBackend().open(SessionOptions.defaults());
        Learner learner = ModelLearner.open(session, spec)) {
      for (int step = 0; step < steps; step++) {
        learner.step(StepInput.split(batch(step), List.of(), new Progress(step, 2), rows));
      }
      return learner.weights();
    }
  }

  private static Batch batch(int step) {
    HostTensor labels = HostTensor.ofInts(Shape.of(2), 0, 1);
    return new Batch(
        new long[] {0, 1},
        HostTensor.ofInts(Shape.of(2, 3), IDS[step]),
        Map.of(Batch.LABELS, labels));
  }

  private static float[] row(Weights weights, int row) {
    float[] table = weights.get("embedding1.weight").toFloatArray();
    return Arrays.copyOfRange(table, row * WIDTH, (row + 1) * WIDTH);
  }

  @Test
  @DisplayName("takes the first step of Adam, as no moment has anything to decay yet")
  void firstStep() {
    assertThat(train(LazyAdam.of(0.1), 1, 2)).as("weights").isEqualTo(train(Adam.of(0.1), 1, 2));
  }

  @Test
  @DisplayName("leaves rows alone that a batch does not look up, where Adam moves them on")
  void leavesRowsAlone() {
    Weights first = train(LazyAdam.of(0.1), 1, 2);
    Weights lazy = train(LazyAdam.of(0.1), 2, 2);
    Weights dense = train(Adam.of(0.1), 2, 2);
    for (int row : new int[] {0, 4}) {
      assertThat(row(lazy, row)).as("row %s", row).containsExactly(row(first, row));
      assertThat(row(dense, row)).as("row %s by Adam", row).isNotEqualTo(row(first, row));
    }
    for (int row : new int[] {1, 2}) {
      assertThat(row(lazy, row)).as("row %s", row).containsExactly(row(dense, row));
    }
    assertThat(lazy.get("dense1.weight")).as("dense").isEqualTo(dense.get("dense1.weight"));
  }

  @Test
  @DisplayName("moves the same rows when the batch is split, though gradients are dense then")
  void split() {
    Weights whole = train(LazyAdam.of(0.1), 2, 2);
    Weights microBatches = train(LazyAdam.of(0.1), 2, 1);
    for (int row = 0; row < 5; row++) {
      assertThat(row(microBatches, row))
          .as("row %s", row)
          .containsExactly(row(whole, row), within(1e-4f));
    }
  }
}
