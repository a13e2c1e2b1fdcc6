package org.distill4j.benchmarks.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.model.Models;
import org.distill4j.data.Batch;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.optim.LazyAdam;
import org.distill4j.program.Recorder;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * A static student: the mean of the rows of a table that a text's ids select, and one dense layer.
 * It learns from given teacher outputs with row-lazy Adam. Labels and teacher outputs are drawn at
 * random.
 *
 * @param rows the number of rows of the table
 */
public record TableJob(int rows) {
  /** Row-lazy Adam's settings. */
  public static final LazyAdam ADAM = LazyAdam.of(1e-3);

  /** The width of the table. */
  public static final int WIDTH = 256;

  /** The number of texts of a step, and of ids of a text. */
  public static final int BATCH = 32;

  /** {@return the network} */
  public Model student() {
    return Models.of(
        TensorSpec.ints(BATCH),
        Sequential.of(Embedding.of(rows, WIDTH))
            .then("pool", (scope, value) -> value.mean(1))
            .then("dense", Dense.of(WIDTH, DenseJob.CLASSES)));
  }

  /** {@return the network's initial parameters} */
  public Weights weights() {
    return Recorder.forward(student(), Mode.EVALUATION, 1).initialWeights(2);
  }

  /**
   * Batches with given teacher outputs.
   *
   * @param draw how their ids are drawn
   * @param count the number of batches
   * @return the batches, each of (32, 32) ids
   */
  public List<DenseJob.Taught> batches(IdSampling draw, int count) {
    SplittableRandom random = new SplittableRandom(3);
    List<DenseJob.Taught> batches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] ids = draw.ids(random, rows, BATCH * BATCH);
      int[] labels = random.ints(BATCH, 0, DenseJob.CLASSES).toArray();
      Batch batch =
          new Batch(
              new long[BATCH],
              HostTensor.ofInts(Shape.of(BATCH, BATCH), ids),
              Map.of(Batch.LABELS, HostTensor.ofInts(Shape.of(BATCH), labels)));
      batches.add(
          new DenseJob.Taught(batch, NetworkJob.floats(random, Shape.of(BATCH, DenseJob.CLASSES))));
    }
    return batches;
  }
}
