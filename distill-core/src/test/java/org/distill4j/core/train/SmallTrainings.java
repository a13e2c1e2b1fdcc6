package org.distill4j.core.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.model.Models;
import org.distill4j.core.teacher.FunctionTeacher;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.optim.Adam;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;
import org.distill4j.tutorial.ArrayBackend;

/** Small trainings on the backend of the tutorial. */
final class SmallTrainings {
  static final int INPUTS = 4;
  static final int CLASSES = 3;
  static final Model STUDENT = Models.mlp(INPUTS, 6, CLASSES);

  private SmallTrainings() {}

  /** Examples whose class is the place of the largest of their first three numbers. */
  static InMemoryDataset examples(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count * INPUTS];
    int[] labels = new int[count];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    for (int row = 0; row < count; row++) {
      for (int index = 1; index < CLASSES; index++) {
        if (values[row * INPUTS + index] > values[row * INPUTS + labels[row]]) {
          labels[row] = index;
        }
      }
    }
    return InMemoryDataset.of(
        HostTensor.ofFloats(Shape.of(count, INPUTS), values),
        HostTensor.ofInts(Shape.of(count), labels));
  }

  /**
   * A teacher that says four times the first three numbers, and writes down whom it was asked of.
   */
  static Teacher teacher(List<Long> asked) {
    return FunctionTeacher.of(
        Map.of("logits", TensorSpec.floats(CLASSES)),
        "four times",
        batch -> {
          float[] logits = new float[batch.size() * CLASSES];
          for (int row = 0; row < batch.size(); row++) {
            asked.add(batch.id(row));
            for (int i = 0; i < CLASSES; i++) {
              logits[row * CLASSES + i] = 4 * batch.input().floats().get(row * INPUTS + i);
            }
          }
          return Predictions.logits(HostTensor.ofFloats(Shape.of(batch.size(), CLASSES), logits));
        });
  }

  static Teacher teacher() {
    return teacher(new ArrayList<>());
  }

  /** Two epochs of distillation in batches of 8. */
  static TrainingPlan.Builder plan(Dataset data) {
    return TrainingPlan.of(STUDENT, data)
        .loss(DistillationLoss.of(2, 0.7))
        .optimizer(Adam.of(0.02))
        .epochs(2)
        .batchSize(8);
  }

  static TrainingReport train(TrainingPlan plan) {
    try (Session session = new ArrayBackend().open(SessionOptions.defaults())) {
      return new SessionTrainer(session).train(plan);
    }
  }

  static List<TrainingEvent> events(UnaryOperator<TrainingPlan.Builder> changes) {
    List<TrainingEvent> events = new ArrayList<>();
    train(changes.apply(plan(examples(20, 1)).teacher(teacher())).listener(events::add).build());
    return events;
  }

  /** Data whose batches are changed when they are read. */
  record Changed(Dataset source, Repeatability repeatability, UnaryOperator<Batch> change)
      implements Dataset {
    static Changed of(Dataset source, UnaryOperator<Batch> change) {
      return new Changed(source, Repeatability.FIXED, change);
    }

    @Override
    public int size() {
      return source.size();
    }

    @Override
    public Map<String, TensorSpec> inputs() {
      return source.inputs();
    }

    @Override
    public Map<String, TensorSpec> labels() {
      return source.labels();
    }

    @Override
    public Batch batch(HostAllocator memory, int... indices) {
      return change.apply(source.batch(memory, indices));
    }

    @Override
    public String fingerprint() {
      return source.fingerprint() + " changed";
    }
  }
}
