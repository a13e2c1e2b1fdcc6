package org.distill4j.cli.report;

import org.distill4j.core.metric.Rows;

/**
 * An example of which student and teacher say different things.
 *
 * @param place its place in the data set
 * @param label its label; −1 if it has none
 * @param student the student's class
 * @param studentShare what the student gives it
 * @param teacher the teacher's class
 * @param teacherShare what the teacher gives it
 * @param divergence KL(teacher ‖ student) in nats
 */
public record Disagreement(
    int place,
    int label,
    int student,
    double studentShare,
    int teacher,
    double teacherShare,
    double divergence) {
  /** By the log-probabilities of both. */
  static Disagreement of(int place, int label, double[] student, double[] teacher) {
    int said = Rows.argmax(student);
    int wanted = Rows.argmax(teacher);
    double studentShare = Math.exp(student[said]);
    double teacherShare = Math.exp(teacher[wanted]);
    double divergence = Rows.divergence(student, teacher);
    return new Disagreement(place, label, said, studentShare, wanted, teacherShare, divergence);
  }
}
