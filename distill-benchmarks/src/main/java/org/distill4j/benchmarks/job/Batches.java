package org.distill4j.benchmarks.job;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.distill4j.backend.Session;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.model.Predictor;

/** Batches with the teacher's logits, made before anything is timed. */
public final class Batches {
  private Batches() {}

  /**
   * Batches of digits in a random order, the same for all programs.
   *
   * @param session where the teacher runs
   * @param job the job
   * @param data the digits
   * @param count the number of batches
   * @return the batches
   */
  public static List<DenseJob.Taught> compute(
      Session session, DenseJob job, Dataset data, int count) {
    SplittableRandom random = new SplittableRandom(3);
    List<DenseJob.Taught> batches = new ArrayList<>();
    try (Predictor teacher = ModelPredictor.open(session, job.teacher(), job.teacherWeights())) {
      for (int i = 0; i < count; i++) {
        int[] indexes = random.ints(job.batchSize(), 0, data.size()).toArray();
        Batch batch = data.batch(indexes);
        batches.add(new DenseJob.Taught(batch, teacher.predict(batch.input()).logits()));
      }
    }
    return batches;
  }
}
