package org.distill4j.core.train;

import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.core.teacher.ProbabilityCheck;
import org.distill4j.loss.LogitUse;
import org.distill4j.model.Predictions;
import org.distill4j.optim.Progress;
import org.distill4j.teacher.Teacher;

/**
 * Compares a loss's use of the teachers' outputs with what they are.
 *
 * @param uses which outputs it takes for logits
 */
record LogitUses(Set<LogitUse> uses) {
  /** Refuses a teacher's outputs that look like probabilities. */
  void requireLogits(int teacher, Predictions outputs) {
    for (LogitUse use : uses) {
      if (outputs.asMap().containsKey(use.output())) {
        ProbabilityCheck.require("Teacher " + teacher, use, outputs.get(use.output()));
      }
    }
  }

  /** Refuses cached logits that are exact only at a temperature other than the loss's. */
  void requireTemperatures(List<Teacher> teachers, long steps) {
    for (int i = 0; i < teachers.size(); i++) {
      if (teachers.get(i) instanceof CachedTeacher cached) {
        requireTemperatures(i, cached, steps);
      }
    }
  }

  private void requireTemperatures(int teacher, CachedTeacher cached, long steps) {
    for (LogitUse use : uses) {
      cached
          .temperature(use.output())
          .ifPresent(
              exact ->
                  LongStream.of(0, steps / 2, Math.max(0, steps - 1))
                      .mapToDouble(step -> use.temperature().at(new Progress(step, steps)))
                      .filter(wanted -> wanted != exact)
                      .findFirst()
                      .ifPresent(wanted -> refuse(teacher, use.output(), exact, wanted)));
    }
  }

  private static void refuse(int teacher, String output, double exact, double wanted) {
    throw new IllegalArgumentException(
        "The loss divides the logits \""
            + output
            + "\" of teacher "
            + teacher
            + " by the temperature "
            + wanted
            + ", and its cache keeps the largest of them, exact at "
            + exact
            + " alone, expected the same temperature.\n"
            + "Maybe fill a cache with that of the loss, or one that keeps all as float16.");
  }
}
