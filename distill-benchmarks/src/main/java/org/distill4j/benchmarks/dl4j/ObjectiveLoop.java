package org.distill4j.benchmarks.dl4j;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.distill4j.benchmarks.job.DenseJob;

/** The objective and its gradient in the student's logits, as one Java loop over the rows. */
final class ObjectiveLoop {
  private final int rows;
  private final int classes;
  private final float[] s;
  private final float[] t;
  private final float[] logitGradients;
  private final double[] q;
  private final double[] p;
  private final double[] r;

  ObjectiveLoop(int rows, int classes) {
    this.rows = rows;
    this.classes = classes;
    this.s = new float[rows * classes];
    this.t = new float[rows * classes];
    this.logitGradients = new float[rows * classes];
    this.q = new double[classes];
    this.p = new double[classes];
    this.r = new double[classes];
  }

  /** The gradient of the last run. */
  float[] logitGradients() {
    return logitGradients;
  }

  double run(
      FloatBuffer student, FloatBuffer teacher, IntBuffer labels, FloatBuffer logitGradient) {
    student.get(0, s);
    teacher.get(0, t);
    double loss = 0;
    for (int row = 0; row < rows; row++) {
      loss += row(row * classes, labels.get(row));
    }
    logitGradient.put(0, logitGradients);
    return loss / rows;
  }

  private double row(int from, int label) {
    double temperature = DenseJob.TEMPERATURE;
    double qLog = softmax(s, from, temperature, q);
    double pLog = softmax(t, from, temperature, p);
    double rLog = softmax(s, from, 1, r);
    double soft = 0;
    for (int i = 0; i < classes; i++) {
      soft += p[i] * ((t[from + i] - s[from + i]) / temperature - pLog + qLog);
      double hit = i == label ? 1 : 0;
      double gradient =
          DenseJob.ALPHA * temperature * (q[i] - p[i]) + (1 - DenseJob.ALPHA) * (r[i] - hit);
      logitGradients[from + i] = (float) (gradient / rows);
    }
    double hard = rLog - s[from + label];
    return DenseJob.ALPHA * temperature * temperature * soft + (1 - DenseJob.ALPHA) * hard;
  }

  /** Gives the logarithm of the sum of exponentials. */
  private double softmax(float[] x, int from, double temperature, double[] result) {
    double max = x[from];
    for (int i = 1; i < classes; i++) {
      max = Math.max(max, x[from + i]);
    }
    double sum = 0;
    for (int i = 0; i < classes; i++) {
      result[i] = Math.exp((x[from + i] - max) / temperature);
      sum += result[i];
    }
    for (int i = 0; i < classes; i++) {
      result[i] /= sum;
    }
    return Math.log(sum) + max / temperature;
  }
}
