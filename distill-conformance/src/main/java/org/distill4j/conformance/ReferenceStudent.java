package org.distill4j.conformance;

import java.util.Arrays;
import java.util.Random;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.model.Models;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.data.Dataset;
import org.distill4j.optim.Adam;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.TrainingPlan;

/**
 * A student on the reference backend, to try any teacher with: it soon agrees with a teacher whose
 * outputs depend on the examples.
 */
public final class ReferenceStudent {
  private static final int EXAMPLES = 120;

  private ReferenceStudent() {}

  /**
   * Trains the student (features-12-classes) on 120 normal points without labels.
   *
   * @param teacher the teacher, of vectors of floats
   * @param features the length of an example
   * @param classes the number of classes
   * @return the share of the points on which the student agrees with the teacher in the end
   */
  public static double agreement(Teacher teacher, int features, int classes) {
    Dataset data = points(features);
    TrainingPlan plan =
        TrainingPlan.of(Models.mlp(features, 12, classes), data)
            .teacher(teacher)
            .loss(DistillationLoss.of(2, 1))
            .optimizer(Adam.of(0.02))
            .epochs(20)
            .batchSize(16)
            .validation(data, Metrics.agreement())
            .build();
    try (Session session = new ReferenceBackend().open(SessionOptions.defaults())) {
      return new SessionTrainer(session)
          .train(plan)
          .best()
          .metrics()
          .getOrDefault(Metrics.agreement().name(), Double.NaN);
    }
  }

  private static Dataset points(int features) {
    float[] values = new float[EXAMPLES * features];
    Random random = new Random(3);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    int[] unknown = new int[EXAMPLES];
    Arrays.fill(unknown, -1);
    return InMemoryDataset.of(
        HostTensor.ofFloats(Shape.of(EXAMPLES, features), values),
        HostTensor.ofInts(Shape.of(EXAMPLES), unknown));
  }
}
