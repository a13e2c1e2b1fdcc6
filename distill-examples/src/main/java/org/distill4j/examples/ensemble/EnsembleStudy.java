package org.distill4j.examples.ensemble;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.model.Models;
import org.distill4j.core.teacher.EnsembleTeacher;
import org.distill4j.examples.mnist.Mnist;
import org.distill4j.examples.trial.Study;
import org.distill4j.examples.trial.StudyEngine;
import org.distill4j.examples.trial.StudyResults;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.teacher.Teacher;

/**
 * Students of an ensemble, by probabilities and by logits, beside students of one of its members
 * and students alone: from the same initial weights, on the same batches. All are compared with the
 * ensemble, its mean of probabilities at temperature 1.
 */
final class EnsembleStudy implements Study<Mnist> {
  static final String OF_ENSEMBLE = "student of the ensemble";
  static final String OF_LOGITS = "student of its mean logits";
  static final String OF_ONE = "student of one member";
  static final String ALONE = "student alone";
  static final String ALONE_SHIFTED = "student alone, shifted digits";

  private final Model member;
  private final Model student;
  private final int members;
  private final int epochs;
  private final DistillationLoss loss;

  EnsembleStudy(int members, int epochs, DistillationLoss loss) {
    this.member = Models.mlp(784, 256, 10);
    this.student = Models.mlp(784, 64, 10);
    this.members = members;
    this.epochs = epochs;
    this.loss = loss;
  }

  @Override
  public StudyResults run(StudyEngine bench, Mnist digits, long... seeds) {
    StudentRuns students = new StudentRuns(bench, digits, epochs);
    Teacher[] teachers = teachers(students);
    Teacher standard = EnsembleTeacher.ofProbabilities(1, teachers);
    students.measure("ensemble", standard, standard, 0);
    for (int i = 0; i < members; i++) {
      students.measure("one member", teachers[i], standard, i);
    }
    Teacher together = students.onShifted(EnsembleTeacher.of(loss, teachers));
    Teacher logits = students.onShifted(EnsembleTeacher.ofLogits(teachers));
    List<Teacher> each = Stream.of(teachers).map(students::onShifted).toList();
    for (long seed : seeds) {
      Weights alone = students.onLabels(ALONE, student, seed);
      students.measure(ALONE, student, alone, standard, seed);
      Weights shifted = students.onShiftedLabels(ALONE_SHIFTED, student, seed);
      students.measure(ALONE_SHIFTED, student, shifted, standard, seed);
      taught(students, each.get((int) (seed % members)), standard, OF_ONE, seed);
      taught(students, together, standard, OF_ENSEMBLE, seed);
      taught(students, logits, standard, OF_LOGITS, seed);
    }
    return students.trials().comparedWith(ALONE_SHIFTED);
  }

  private Teacher[] teachers(StudentRuns students) {
    List<Teacher> trained = new ArrayList<>();
    for (int i = 0; i < members; i++) {
      // Other seeds than the students', so that no student begins where a teacher did.
      Weights weights = students.onShiftedLabels("member " + i, member, 1000 + i);
      trained.add(students.teacher(member, weights));
    }
    return trained.toArray(Teacher[]::new);
  }

  private void taught(
      StudentRuns students, Teacher teacher, Teacher standard, String name, long seed) {
    Weights weights = students.ofShifted(teacher, loss, name, student, seed);
    students.measure(name, student, weights, standard, seed);
  }
}
