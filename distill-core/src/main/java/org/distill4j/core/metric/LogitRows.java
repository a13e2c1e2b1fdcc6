package org.distill4j.core.metric;

import java.nio.FloatBuffer;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/** Logits and labels on the host, row by row, as metrics read them. */
public final class LogitRows {
  private LogitRows() {}

  /**
   * The position of the largest element of a row.
   *
   * @param row the row
   * @return the position; the first at a tie
   */
  public static int argmax(double[] row) {
    int best = 0;
    for (int i = 1; i < row.length; i++) {
      if (row[i] > row[best]) {
        best = i;
      }
    }
    return best;
  }

  /** Returns the top class of a row of log-probabilities; NaN where they are not numbers. */
  static double top(double[] row) {
    return Double.isNaN(row[0]) ? Double.NaN : argmax(row);
  }

  /**
   * Returns log softmax of each row of logits: of each example, or of each position of each
   * example.
   *
   * @param whose whose they are, for errors: "model", "teacher"
   * @param outputs the outputs
   * @param output the name of the logits, (batch, …, classes)
   * @param batch the examples
   * @return the log-probabilities, (batch · positions, classes); all NaN for a row with a NaN or +∞
   * @throws IllegalArgumentException if the output is no such logits
   */
  public static double[][] logSoftmax(
      String whose, Predictions outputs, String output, Batch batch) {
    HostTensor logits = outputs.get(output);
    requireLogits(whose, output, logits, batch);
    int classes = classes(logits);
    FloatBuffer values = logits.floats();
    double[][] result = new double[logits.size() / classes][classes];
    for (int row = 0; row < result.length; row++) {
      for (int i = 0; i < classes; i++) {
        result[row][i] = values.get(row * classes + i);
      }
      normalise(result[row]);
    }
    return result;
  }

  private static int classes(HostTensor logits) {
    return logits.shape().dim(logits.shape().rank() - 1);
  }

  private static void requireLogits(String whose, String output, HostTensor logits, Batch batch) {
    Shape shape = logits.shape();
    boolean rows = shape.rank() >= 2 && shape.dim(0) == batch.size() && classes(logits) > 1;
    if (!rows || logits.type() != DType.FLOAT32) {
      throw new IllegalArgumentException(
          "Output \""
              + output
              + "\" of the "
              + whose
              + " is "
              + logits.spec()
              + " for "
              + batch.size()
              + " examples, expected FLOAT32 (batch, classes) or (batch, …, classes) of at least 2"
              + " classes.\n"
              + "Maybe the metric is one for classifiers; those of SigmoidMetrics are for single"
              + " logits.");
    }
  }

  /**
   * Returns log(p / (1 − p)) of each class, which distinguishes probabilities that rounding makes
   * 1.
   *
   * @param row the log-probabilities
   * @return the logarithms of the odds
   */
  static double[] logOdds(double[] row) {
    int top = argmax(row);
    double others = 0;
    for (int i = 0; i < row.length; i++) {
      others += i == top ? 0 : Math.exp(row[i]);
    }
    double[] odds = new double[row.length];
    for (int i = 0; i < odds.length; i++) {
      odds[i] = row[i] - (i == top ? Math.log(others) : Math.log1p(-Math.exp(row[i])));
    }
    return odds;
  }

  /**
   * Returns KL(teacher ‖ student) of an example, in nats.
   *
   * @param student the student's log-probabilities
   * @param teacher the teacher's
   * @return the divergence
   */
  public static double divergence(double[] student, double[] teacher) {
    double sum = 0;
    for (int i = 0; i < student.length; i++) {
      double probability = Math.exp(teacher[i]);
      // No part where the teacher is sure, as 0 · log 0 tends to 0.
      sum += probability == 0 ? 0 : probability * (teacher[i] - student[i]);
    }
    return sum;
  }

  private static void normalise(double[] row) {
    double max = row[argmax(row)];
    double sum = 0;
    for (double value : row) {
      sum += Math.exp(value - max);
    }
    double log = max + Math.log(sum);
    for (int i = 0; i < row.length; i++) {
      row[i] -= log;
    }
  }

  /** Returns class labels in [−1, classes), one for each row of the logits. */
  static int[] labels(Batch batch, String name, HostTensor logits) {
    HostTensor labels = batch.labels(name);
    int classes = classes(logits);
    int rows = logits.size() / classes;
    if (labels.type() != DType.INT32 || labels.size() != rows) {
      throw new IllegalArgumentException(
          "Labels \""
              + name
              + "\" are "
              + labels.spec()
              + " for "
              + batch.size()
              + " examples"
              + (rows == batch.size() ? "" : " of " + rows / batch.size() + " positions")
              + ", expected one INT32 class each.\n"
              + "Maybe the metric is one for classifiers.");
    }
    int[] values = labels.toIntArray();
    for (int row = 0; row < values.length; row++) {
      requireClass(name, values[row], batch.id(row / (rows / batch.size())), classes);
    }
    return values;
  }

  private static void requireClass(String name, int label, long id, int classes) {
    if (label < -1 || label >= classes) {
      throw new IllegalArgumentException(
          "Labels \""
              + name
              + "\" hold "
              + label
              + " for example "
              + id
              + ", expected an integer in [-1, "
              + classes
              + ").\nMaybe "
              + (label < 0
                  ? "it means no label, which is -1 here. IgnoredLabels reads it so."
                  : "the labels count from 1, or the model has too few outputs. If it means no"
                      + " label, IgnoredLabels reads it so."));
    }
  }
}
