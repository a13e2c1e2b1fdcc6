package org.distill4j.cli.report;

import org.distill4j.core.metric.LogitRows;

/**
 * An example for which student and teacher predict different classes.
 *
 * @param index its index in the data set
 * @param label its label; −1 if it has none
 * @param student the student's class
 * @param studentShare what the student gives it
 * @param teacher the teacher's class
 * @param teacherShare what the teacher gives it
 * @param divergence KL(teacher ‖ student) in nats
 */
public record Disagreement(
    int index,
    int label,
    int student,
    double studentShare,
    int teacher,
    double teacherShare,
    double divergence) {
  /** Compares by the log-probabilities of both. */
  static Disagreement of(int index, int label, double[] student, double[] teacher) {
    int predicted = LogitRows.argmax(student);
    int wanted = LogitRows.argmax(teacher);
    double studentShare = Math.exp(student[predicted]);
    double teacherShare = Math.exp(teacher[wanted]);
    double divergence = LogitRows.divergence(student, teacher);
    return new Disagreement(
        index, label, predicted, studentShare, wanted, teacherShare, divergence);
  }
}
