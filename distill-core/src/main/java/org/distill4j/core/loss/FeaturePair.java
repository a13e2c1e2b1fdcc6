package org.distill4j.core.loss;

import java.util.Optional;
import org.distill4j.loss.Signals;
import org.distill4j.model.Layer;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** A value of the student, after a connector if there is one, and the teacher's of its shape. */
record FeaturePair(Tensor student, Tensor teacher) {
  /** Returns the values of two paths; the connector's weights lie under "connector". */
  static FeaturePair of(
      Signals signals, String student, String teacher, Optional<Layer> connector) {
    Tensor given = Features.student(signals, student);
    Tensor led =
        connector.map(layer -> signals.scope().run("connector", layer, given)).orElse(given);
    Tensor wanted = Features.teacher(signals, teacher);
    if (!led.shape().equals(wanted.shape())) {
      throw new IllegalArgumentException(
          "The student's \""
              + student
              + "\" has shape "
              + led.shape()
              + (connector.isPresent() ? " behind its connector" : "")
              + ", and the teacher's \""
              + teacher
              + "\" has shape "
              + wanted.shape()
              + ", expected the same.\nMaybe add "
              + suggestion(led.shape(), wanted.shape())
              + ".");
    }
    return new FeaturePair(led, wanted);
  }

  private static String suggestion(Shape led, Shape wanted) {
    int rank = led.rank();
    if (rank == 4 && wanted.rank() == 4) {
      return ".through(Conv2d.of("
          + led.dim(1)
          + ", "
          + wanted.dim(1)
          + ", 1)), with a stride if the images differ in size";
    }
    if (rank == wanted.rank() && led.with(rank - 1, wanted.dim(-1)).equals(wanted)) {
      return ".through(Dense.of(" + led.dim(-1) + ", " + wanted.dim(-1) + "))";
    }
    return ".through(a layer that reshapes the one to the other)";
  }
}
