package org.distill4j.core.loss;

import org.distill4j.optim.Progress;
import org.distill4j.optim.Schedule;

/**
 * A schedule whose values are checked against a range at each step.
 *
 * @param name what it is, for messages
 * @param schedule its values
 * @param range where they must lie
 */
record CheckedSchedule(String name, Schedule schedule, Range range) implements Schedule {
  private static final Progress START = new Progress(0, 1);

  /** The range of a temperature or a weight. */
  enum Range {
    ABOVE_ZERO("a finite number above 0") {
      @Override
      boolean contains(double value) {
        return value > 0 && Double.isFinite(value);
      }
    },
    FINITE("a finite number") {
      @Override
      boolean contains(double value) {
        return Double.isFinite(value);
      }
    },
    ZERO_TO_ONE("a number in [0, 1]") {
      @Override
      boolean contains(double value) {
        return value >= 0 && value <= 1;
      }
    };

    private final String description;

    Range(String description) {
      this.description = description;
    }

    abstract boolean contains(double value);
  }

  static CheckedSchedule temperature(Schedule schedule) {
    return new CheckedSchedule("temperature", schedule, Range.ABOVE_ZERO);
  }

  static CheckedSchedule alpha(Schedule schedule) {
    return new CheckedSchedule("alpha (the weight of the soft term)", schedule, Range.ZERO_TO_ONE);
  }

  static CheckedSchedule weight(String loss, Schedule schedule) {
    return new CheckedSchedule("weight of \"" + loss + "\"", schedule, Range.FINITE);
  }

  /** Refuses a fixed weight that is not finite, by its name. */
  static void requireWeight(String loss, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "The weight of \""
              + loss
              + "\" is "
              + value
              + ", expected a finite number.\nMaybe it was divided by zero.");
    }
  }

  /** Refuses a schedule whose initial value is out of range. */
  void requireStart() {
    at(START);
  }

  @Override
  public double at(Progress progress) {
    double value = schedule.at(progress);
    if (!range.contains(value)) {
      throw new IllegalArgumentException(
          "The "
              + name
              + " is "
              + value
              + " at step "
              + (progress.step() + 1)
              + ", expected "
              + range.description
              + ".\n"
              + hint(progress));
    }
    return value;
  }

  private String hint(Progress progress) {
    if (progress.step() > 0) {
      return "Maybe the schedule was made for fewer steps than the training has.";
    }
    return range == Range.FINITE
        ? "Maybe the schedule divides by zero."
        : "Maybe temperature and alpha are in the other order.";
  }
}
