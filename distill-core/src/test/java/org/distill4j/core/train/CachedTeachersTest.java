package org.distill4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.teacher.FunctionTeacher;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.model.Inputs;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.Metric;
import org.distill4j.train.TrainingPlan;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Outputs of a teacher that is asked at each step unless told otherwise")
class CachedTeachersTest {
  /** More numbers for each example than half of any heap holds for a few thousand of them. */
  private static final int WIDTH = 1 << 28;

  /** Examples that nobody can read. */
  private record Unread(int size) implements Dataset {
    @Override
    public Map<String, TensorSpec> inputs() {
      return Map.of(Inputs.INPUT, TensorSpec.floats(SmallTrainings.INPUTS));
    }

    @Override
    public Map<String, TensorSpec> labels() {
      return Map.of();
    }

    @Override
    public Batch batch(HostAllocator memory, int... indices) {
      throw new IllegalStateException("read");
    }

    @Override
    public String fingerprint() {
      return "unread";
    }
  }

  private static Teacher wide() {
    return FunctionTeacher.of(
        Map.of("logits", TensorSpec.floats(WIDTH)),
        "wide",
        batch -> {
          throw new IllegalStateException("asked");
        });
  }

  private static boolean isCached(TrainingPlan.Builder plan, Teacher teacher) {
    TrainingPlan built = plan.teacher(teacher).build();
    return new CachedTeachers(built, event -> {}).teachers().get(0) != teacher;
  }

  private static TrainingPlan.Builder validated(Dataset validation, Metric metric) {
    return SmallTrainings.plan(SmallTrainings.examples(20, 1)).validation(validation, metric);
  }

  @Test
  @DisplayName("are not kept where they would take more than half of the heap")
  void tooLarge() {
    assertThat(isCached(SmallTrainings.plan(new Unread(100_000)), wide())).isFalse();
  }

  @Test
  @DisplayName("are not kept either where those of the validation data would")
  void tooLargeValidation() {
    Dataset large = new Unread(Integer.MAX_VALUE);
    assertThat(isCached(validated(large, Metrics.agreement()), SmallTrainings.teacher())).isFalse();
    assertThat(isCached(validated(large, Metrics.accuracy()), SmallTrainings.teacher())).isTrue();
  }

  @Test
  @DisplayName("are asked for in batches of the plan's size")
  void batches() {
    List<Integer> asked = new ArrayList<>();
    Teacher teacher =
        FunctionTeacher.of(
            SmallTrainings.teacher().outputs(),
            "counting",
            batch -> {
              asked.add(batch.size());
              return SmallTrainings.teacher().predict(batch);
            });
    assertThat(
            isCached(
                SmallTrainings.plan(SmallTrainings.examples(20, 1)).teacherBatchSize(8), teacher))
        .isTrue();
    assertThat(asked).containsExactly(8, 8, 4);
  }

  @Test
  @DisplayName("are kept where there is room")
  void small() {
    Dataset small = SmallTrainings.examples(5, 2);
    assertThat(isCached(validated(small, Metrics.agreement()), SmallTrainings.teacher())).isTrue();
  }
}
