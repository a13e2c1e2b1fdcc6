package org.distill4j.core.metric;

import java.util.Arrays;
import java.util.List;
import org.distill4j.core.teacher.ProbabilityCheck;
import org.distill4j.data.Batch;
import org.distill4j.loss.LogitUse;
import org.distill4j.model.Predictions;
import org.distill4j.optim.Schedule;

/** The mean of the outputs of several teachers. */
final class TeacherMean {
  private TeacherMean() {}

  /** The mean of the teachers' probabilities, as logarithms, row by row. */
  static double[][] logMean(
      String metric, String output, List<Predictions> teachers, Batch batch, int classes) {
    requireSome(metric, teachers);
    LogitUse use = new LogitUse(output, LogitUse.Kind.CLASSES, Schedule.constant(1));
    for (int i = 0; batch.size() > 1 && i < teachers.size(); i++) {
      ProbabilityCheck.require("Teacher " + i, use, teachers.get(i).get(output));
    }
    List<double[][]> logs =
        teachers.stream()
            .map(teacher -> LogitRows.logSoftmax("teacher", teacher, output, batch))
            .toList();
    logs.forEach(rows -> requireClasses(metric, rows[0].length, classes));
    return logs.size() == 1 ? logs.get(0) : logMean(logs);
  }

  private static double[][] logMean(List<double[][]> logs) {
    double[][] mean = new double[logs.get(0).length][logs.get(0)[0].length];
    for (int row = 0; row < mean.length; row++) {
      for (double[][] teacher : logs) {
        for (int i = 0; i < mean[row].length; i++) {
          mean[row][i] += Math.exp(teacher[row][i]) / logs.size();
        }
      }
      double[] sums = mean[row];
      Arrays.setAll(sums, i -> Math.log(sums[i]));
    }
    return mean;
  }

  static void requireSome(String metric, List<Predictions> teachers) {
    if (teachers.isEmpty()) {
      throw new IllegalArgumentException(
          "The metric "
              + metric
              + " was given no teachers, expected at least one.\n"
              + "Maybe leave it out, or name the teacher that the model is compared with.");
    }
  }

  private static void requireClasses(String metric, int teacher, int model) {
    if (teacher != model) {
      throw new IllegalArgumentException(
          "The metric "
              + metric
              + " compares a model of "
              + model
              + " classes with a teacher of "
              + teacher
              + ", expected the same number.\nMaybe leave it out.");
    }
  }
}
