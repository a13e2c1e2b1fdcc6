package org.distill4j.train;

import java.util.List;
import java.util.Optional;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;

/** A number that measures a model on a data set. */
public interface Metric {
  /** Which way is better. */
  enum Goal {
    /** Larger is better. */
    MAXIMIZE,
    /** Smaller is better. */
    MINIMIZE
  }

  /** The predictions that a metric reads. */
  enum Needs {
    /** Those of the measured model alone. */
    STUDENT,
    /** Those of its teachers too. */
    STUDENT_AND_TEACHERS
  }

  /** Accumulates a metric batch by batch. */
  interface Accumulator {
    /**
     * Adds a batch.
     *
     * @param batch the examples
     * @param student the outputs of the model for them
     * @param teachers the outputs of its teachers for them; empty if it has none or no metric needs
     *     them
     */
    void add(Batch batch, Predictions student, List<Predictions> teachers);

    /** {@return the metric over all added batches; NaN where it is not defined} */
    double value();
  }

  /** {@return its name in reports} */
  String name();

  /** {@return which way is better} */
  Goal goal();

  /** {@return which predictions it reads; those of teachers cost running them} */
  default Needs needs() {
    return Needs.STUDENT;
  }

  /**
   * Returns the labels that are necessary to measure anything. A training whose validation examples
   * have none of them is refused.
   *
   * @return the labels' name; empty if it needs none
   */
  default Optional<String> labels() {
    return Optional.empty();
  }

  /**
   * Begins a measurement. Before a training, an accumulator is tried on one validation example with
   * predictions of zero, so that a metric that does not fit the data is found out at once.
   *
   * @return an accumulator that has taken in nothing
   */
  Accumulator start();
}
