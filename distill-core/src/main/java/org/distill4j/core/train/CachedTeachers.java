package org.distill4j.core.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.distill4j.core.cache.CacheOptions;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.core.cache.Encoding;
import org.distill4j.data.Dataset;
import org.distill4j.teacher.Teacher;
import org.distill4j.train.Metric;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingPlan;

/** Puts caches in front of the teachers of a plan, where that is configured. */
final class CachedTeachers {
  private final TrainingPlan plan;
  private final Consumer<TrainingEvent> listener;

  CachedTeachers(TrainingPlan plan, Consumer<TrainingEvent> listener) {
    this.plan = plan;
    this.listener = listener;
  }

  /** Returns the teachers to query, with caches for the outputs that the plan caches. */
  List<Teacher> teachers() {
    List<Teacher> asked = new ArrayList<>();
    boolean cached = isWanted();
    for (int i = 0; i < plan.teachers().size(); i++) {
      Teacher teacher = plan.teachers().get(i);
      asked.add(cached ? cached(i, teacher) : teacher);
    }
    return asked;
  }

  private boolean isWanted() {
    return switch (plan.teacherCalls()) {
      case ONCE -> true;
      case EACH_STEP -> false;
      case AUTOMATIC -> plan.epochs() > 1 && isFixed(plan.training()) && bytes() <= room();
    };
  }

  private static boolean isFixed(Dataset data) {
    return data.repeatability() == Dataset.Repeatability.FIXED;
  }

  private static long room() {
    return Runtime.getRuntime().maxMemory() / 2;
  }

  private long bytes() {
    return plan.teachers().stream().mapToLong(this::bytes).sum();
  }

  private long bytes(Teacher teacher) {
    return bytes(teacher, plan.training())
        + measured().map(data -> bytes(teacher, data)).orElse(0L);
  }

  private static long bytes(Teacher teacher, Dataset data) {
    return teacher.forData(data) instanceof CachedTeacher
        ? 0
        : CachedTeacher.bytesNeeded(teacher, data, CacheOptions.of(Encoding.float32()));
  }

  /**
   * Returns the validation data, if teachers are queried about them with the same result each time.
   */
  private Optional<Dataset> measured() {
    boolean compared =
        plan.metrics().stream().anyMatch(m -> m.needs() == Metric.Needs.STUDENT_AND_TEACHERS);
    return plan.validation().filter(data -> compared && plan.epochs() > 1 && isFixed(data));
  }

  private Teacher cached(int index, Teacher teacher) {
    Teacher measuring = measured().map(data -> cached(index, teacher, data)).orElse(teacher);
    return cached(index, measuring, plan.training());
  }

  private Teacher cached(int index, Teacher teacher, Dataset data) {
    if (teacher.forData(data) instanceof CachedTeacher) {
      return teacher;
    }
    CacheOptions usual =
        CacheOptions.of(Encoding.float32())
            .withListener((examples, total) -> asked(index, examples, total));
    CacheOptions options =
        plan.teacherBatchSize().isPresent()
            ? usual.withBatchSize(plan.teacherBatchSize().getAsInt())
            : usual;
    return CachedTeacher.inMemory(teacher, data, options);
  }

  private void asked(int index, int examples, int total) {
    listener.accept(new TrainingEvent.TeacherAsked(index, examples, total));
    if (plan.stop().isRequested()) {
      throw new StoppedException();
    }
  }

  /** Carries the request to stop out of the filling of a cache. */
  static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
