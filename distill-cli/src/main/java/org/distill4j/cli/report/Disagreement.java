package org.distill4j.cli.report;

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
  static Disagreement of(int place, int label, double[] student, double[] teacher) {
    int said = Judged.top(student);
    int wanted = Judged.top(teacher);
    double sum = 0;
    for (int i = 0; i < student.length; i++) {
      // A probability that underflowed says no more than that it is very small.
      double floor = Math.max(student[i], Double.MIN_NORMAL);
      sum += teacher[i] == 0 ? 0 : teacher[i] * Math.log(teacher[i] / floor);
    }
    return new Disagreement(place, label, said, student[said], wanted, teacher[wanted], sum);
  }
}
