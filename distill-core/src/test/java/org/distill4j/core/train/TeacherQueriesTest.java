package org.distill4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.teacher.FunctionTeacher;
import org.distill4j.data.Batch;
import org.distill4j.data.HostAllocator;
import org.distill4j.model.Predictions;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What the teachers of a training say")
class TeacherQueriesTest {
  private static final InMemoryDataset DATA =
      InMemoryDataset.of(
          HostTensor.ofFloats(Shape.of(2, 1), 3, 5), HostTensor.ofInts(Shape.of(2), 0, 0));

  /** Says its inputs times a factor, under the name that data sets give to inputs. */
  private static Teacher times(float factor, AtomicInteger asked) {
    return FunctionTeacher.of(
        Map.of("inputs", TensorSpec.floats(1)),
        "times " + factor,
        batch -> {
          asked.incrementAndGet();
          HostTensor teacherOutputs = batch.input().copy();
          for (int i = 0; i < teacherOutputs.size(); i++) {
            teacherOutputs.floats().put(i, factor * teacherOutputs.floats().get(i));
          }
          return Predictions.of(Map.of("inputs", teacherOutputs));
        });
  }

  @Test
  @DisplayName(
      "is looked up ahead where it is kept, each in memory of its own, and asked where not")
  void ahead() {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger live = new AtomicInteger();
    TeacherQueries teaching =
        new TeacherQueries(
            List.of(
                CachedTeacher.inMemory(times(2, asked), DATA),
                times(10, live),
                CachedTeacher.inMemory(times(-1, asked), DATA)),
            DATA,
            new LogitUses(Set.of()));
    int filled = asked.get();
    HostAllocator memory = HostAllocator.recycling();
    Batch batch = DATA.batch(memory, 1, 0);

    TeacherQueries.Ahead ahead = teaching.ahead(memory, batch);
    assertThat(live).hasValue(0);
    assertThat(ahead.teacherOutputs().stream().map(Optional::isPresent))
        .containsExactly(true, false, true);

    List<Predictions> teacherOutputs = teaching.of(ahead);
    assertThat(batch.input().toFloatArray()).containsExactly(5, 3);
    assertThat(teacherOutputs.get(0).get("inputs").toFloatArray()).containsExactly(10, 6);
    assertThat(teacherOutputs.get(1).get("inputs").toFloatArray()).containsExactly(50, 30);
    assertThat(teacherOutputs.get(2).get("inputs").toFloatArray()).containsExactly(-5, -3);
    assertThat(asked).hasValue(filled);
    assertThat(live).hasValue(1);
  }

  @Test
  @DisplayName("is refused where it is not finite, by its place and example")
  void notFinite() {
    Teacher broken =
        FunctionTeacher.of(
            Map.of("logits", TensorSpec.floats(3)),
            "broken",
            batch ->
                Predictions.logits(HostTensor.ofFloats(Shape.of(2, 3), 1, 2, 3, 4, 5, Float.NaN)));
    TeacherQueries teaching = new TeacherQueries(List.of(broken), DATA, new LogitUses(Set.of()));
    Batch batch = DATA.batch(1, 0);

    assertThatThrownBy(() -> teaching.of(teaching.ahead(HostAllocator.recycling(), batch)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "Teacher 0 says NaN at position 2 of its output \"logits\" for example 0");
  }

  @Test
  @DisplayName("is refused where it is minus infinity, by what rules a class out as well")
  void ruledOut() {
    float never = Float.NEGATIVE_INFINITY;
    Teacher masking =
        FunctionTeacher.of(
            Map.of("logits", TensorSpec.floats(2)),
            "masking",
            batch -> Predictions.logits(HostTensor.ofFloats(Shape.of(2, 2), 1, never, 0, never)));
    TeacherQueries teaching = new TeacherQueries(List.of(masking), DATA, new LogitUses(Set.of()));
    Batch batch = DATA.batch(1, 0);

    assertThatThrownBy(() -> teaching.of(teaching.ahead(HostAllocator.recycling(), batch)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("says -Infinity")
        .hasMessageEndingWith("Maybe it rules a class out, which a logit of -1e30 does as well.");
  }
}
