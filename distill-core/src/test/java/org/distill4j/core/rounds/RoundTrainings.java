package org.distill4j.core.rounds;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.logging.Logger;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.model.Models;
import org.distill4j.core.teacher.FunctionTeacher;
import org.distill4j.data.Dataset;
import org.distill4j.loss.Loss;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Optimizer;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.tutorial.ArrayBackend;

/** Small trainings in rounds on the backend of the tutorial. */
final class RoundTrainings {
  static final int INPUTS = 4;
  static final int CLASSES = 3;
  static final Code CODE = new Code(6, 0.02);

  /** Held, as loggers are forgotten otherwise; these trainings have few rounds on purpose. */
  private static final Logger QUIET = Logger.getLogger(RoundTraining.class.getName());

  static {
    QUIET.setFilter(message -> false);
  }

  private RoundTrainings() {}

  /** The student of these tests. */
  public record Code(int hidden, double rate) implements TrainingCode {
    @Override
    public Model model() {
      return Models.mlp(INPUTS, hidden, CLASSES);
    }

    @Override
    public Loss loss() {
      return DistillationLoss.of(2, 0.7);
    }

    @Override
    public Optimizer optimizer() {
      return Adam.of(rate);
    }
  }

  /** Examples sorted by class, which is the place of the largest of their first three numbers. */
  static InMemoryDataset examples(int count) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[count * INPUTS];
    int[] labels = new int[count];
    for (int row = 0; row < count; row++) {
      labels[row] = row * CLASSES / count;
      for (int i = 0; i < INPUTS; i++) {
        values[row * INPUTS + i] = (float) random.nextDouble(-1, i == labels[row] ? 3 : 1);
      }
    }
    return InMemoryDataset.of(
        HostTensor.ofFloats(Shape.of(count, INPUTS), values),
        HostTensor.ofInts(Shape.of(count), labels));
  }

  /** A teacher that says four times the first three numbers. */
  static Teacher teacher() {
    return FunctionTeacher.of(
        Map.of("logits", TensorSpec.floats(CLASSES)),
        "four times",
        batch -> {
          float[] logits = new float[batch.size() * CLASSES];
          for (int i = 0; i < logits.length; i++) {
            int at = i / CLASSES * INPUTS + i % CLASSES;
            logits[i] = 4 * batch.input().floats().get(at);
          }
          return Predictions.logits(HostTensor.ofFloats(Shape.of(batch.size(), CLASSES), logits));
        });
  }

  static List<Shard> shards(Dataset data, int workers) {
    return Shard.split(data, List.of(teacher()), workers);
  }

  static Session session() {
    return new ArrayBackend().open(SessionOptions.defaults());
  }

  static RoundTrainingReport train(RoundPlan plan, Dataset data) {
    return train(plan, data, new MemoryRoundFiles(), training -> training);
  }

  static RoundTrainingReport train(
      RoundPlan plan, Dataset data, RoundFiles files, UnaryOperator<RoundTraining> changes) {
    List<Shard> shards = shards(data, plan.workers());
    try (Session session = session();
        Workers workers = InProcessWorkers.of(session, CODE, plan, shards, files)) {
      return changes
          .apply(RoundTraining.of(CODE, plan).session(session))
          .train(shards.get(0), data.size(), workers);
    }
  }
}
