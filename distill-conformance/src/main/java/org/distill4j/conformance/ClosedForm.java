package org.distill4j.conformance;

import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.tensor.HostTensor;

/**
 * The distillation objective and its gradient with respect to the student's logits, in double
 * precision and without any tensor algebra.
 *
 * @param student the student's logits (rows, classes)
 * @param teacher the teacher's
 * @param labels the labels, −1 for none
 * @param temperature T
 * @param alpha α, the weight of the soft term
 */
record ClosedForm(
    HostTensor student, HostTensor teacher, HostTensor labels, double temperature, double alpha) {

  private int rows() {
    return student.shape().dim(0);
  }

  private int classes() {
    return student.shape().dim(1);
  }

  Map<String, Double> terms() {
    double soft = 0;
    double hard = 0;
    for (int row = 0; row < rows(); row++) {
      soft += divergence(row) * temperature * temperature / rows();
      hard += isLabelled(row) ? -logSoftmax(student, row, 1)[label(row)] / labelled() : 0;
    }
    Map<String, Double> terms = new LinkedHashMap<>();
    terms.put("total", alpha * soft + (1 - alpha) * hard);
    terms.put("soft", soft);
    terms.put("hard", hard);
    return terms;
  }

  private double divergence(int row) {
    double[] wanted = logSoftmax(teacher, row, temperature);
    double[] given = logSoftmax(student, row, temperature);
    double divergence = 0;
    for (int c = 0; c < classes(); c++) {
      divergence += Math.exp(wanted[c]) * (wanted[c] - given[c]);
    }
    return divergence;
  }

  double[] gradient() {
    double[] gradient = new double[rows() * classes()];
    for (int row = 0; row < rows(); row++) {
      double[] wanted = logSoftmax(teacher, row, temperature);
      double[] given = logSoftmax(student, row, temperature);
      double[] likely = logSoftmax(student, row, 1);
      for (int c = 0; c < classes(); c++) {
        double soft = temperature * (Math.exp(given[c]) - Math.exp(wanted[c])) / rows();
        double hot = label(row) == c ? 1 : 0;
        double hard = isLabelled(row) ? (Math.exp(likely[c]) - hot) / labelled() : 0;
        gradient[row * classes() + c] = alpha * soft + (1 - alpha) * hard;
      }
    }
    return gradient;
  }

  private int label(int row) {
    return labels.ints().get(row);
  }

  private boolean isLabelled(int row) {
    return label(row) >= 0;
  }

  private double labelled() {
    int count = 0;
    for (int row = 0; row < rows(); row++) {
      count += isLabelled(row) ? 1 : 0;
    }
    return count;
  }

  private double[] logSoftmax(HostTensor logits, int row, double divisor) {
    double[] values = new double[classes()];
    double max = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < values.length; c++) {
      values[c] = logits.floats().get(row * values.length + c) / divisor;
      max = Math.max(max, values[c]);
    }
    double sum = 0;
    for (double value : values) {
      sum += Math.exp(value - max);
    }
    for (int c = 0; c < values.length; c++) {
      values[c] -= max + Math.log(sum);
    }
    return values;
  }
}
