package org.distill4j.optim;

/**
 * A number that may change from step to step: a learning rate, a temperature, a weight. It enters
 * the recorded step as an input, so changing it recompiles nothing.
 */
@FunctionalInterface
public interface Schedule {
  /**
   * Returns the number at a step.
   *
   * @param progress how far the training is
   * @return the value
   */
  double at(Progress progress);

  /**
   * Returns a constant schedule.
   *
   * @param value the value
   * @return the schedule
   */
  static Schedule constant(double value) {
    return new Constant(value);
  }

  /**
   * Returns a schedule that changes linearly over the whole training.
   *
   * @param from the value at the first step
   * @param to the value that the end approaches
   * @return the schedule
   */
  static Schedule linear(double from, double to) {
    return new Linear(from, to);
  }

  /**
   * Returns a schedule along half a cosine over the whole training (Loshchilov and Hutter 2017,
   * SGDR, eq. 5, one period): to + (from − to) · (1 + cos(π · fraction)) / 2.
   *
   * @param from the value at the first step
   * @param to the value that the end approaches
   * @return the schedule
   */
  static Schedule cosine(double from, double to) {
    return new Cosine(from, to);
  }

  /**
   * Returns this schedule after a warm-up, in which its values are scaled from 1/steps to 1 in
   * equal steps.
   *
   * @param steps the number of steps of the warm-up, at least 1
   * @return the schedule
   */
  default Schedule warmup(long steps) {
    return new Warmup(steps, this);
  }

  /**
   * This schedule with all its values times a factor.
   *
   * @param factor the factor
   * @return the schedule
   */
  default Schedule times(double factor) {
    return new Times(this, factor);
  }

  /**
   * Always the same.
   *
   * @param value the value
   */
  record Constant(double value) implements Schedule {
    /** Checks the value. */
    public Constant {
      requireFinite(value);
    }

    @Override
    public double at(Progress progress) {
      return value;
    }
  }

  /**
   * A linear schedule over the whole training.
   *
   * @param from the value at the first step
   * @param to the value that the end approaches
   */
  record Linear(double from, double to) implements Schedule {
    /** Checks the values. */
    public Linear {
      requireFinite(from);
      requireFinite(to);
    }

    @Override
    public double at(Progress progress) {
      return from + (to - from) * progress.fraction();
    }
  }

  /**
   * A schedule along half a cosine over the whole training.
   *
   * @param from the value at the first step
   * @param to the value that the end approaches
   */
  record Cosine(double from, double to) implements Schedule {
    /** Checks the values. */
    public Cosine {
      requireFinite(from);
      requireFinite(to);
    }

    @Override
    public double at(Progress progress) {
      return to + (from - to) * (1 + Math.cos(Math.PI * progress.fraction())) / 2;
    }
  }

  /**
   * A schedule whose first values are scaled down.
   *
   * @param steps the number of steps of the warm-up
   * @param then the schedule that is scaled
   */
  record Warmup(long steps, Schedule then) implements Schedule {
    /** Checks the number of steps. */
    public Warmup {
      if (steps < 1) {
        throw new IllegalArgumentException(
            "Warm-up over " + steps + " steps, expected at least 1.\nMaybe leave it out.");
      }
    }

    @Override
    public double at(Progress progress) {
      double scale = Math.min(1, (progress.step() + 1.0) / steps);
      return scale * then.at(progress);
    }
  }

  /**
   * A schedule whose values are times a factor.
   *
   * @param schedule the schedule
   * @param factor the factor
   */
  record Times(Schedule schedule, double factor) implements Schedule {
    /** Checks the factor. */
    public Times {
      requireFinite(factor);
    }

    @Override
    public double at(Progress progress) {
      return factor * schedule.at(progress);
    }
  }

  private static void requireFinite(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "Schedule with the value "
              + value
              + ", expected a finite number.\n"
              + "Maybe a division by zero came before it.");
    }
  }
}
