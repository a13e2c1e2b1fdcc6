package org.distill4j.examples.ensemble;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.model.Models;
import org.distill4j.core.teacher.EnsembleTeacher;
import org.distill4j.examples.mnist.Mnist;
import org.distill4j.examples.trial.Study;
import org.distill4j.examples.trial.Trials;
import org.distill4j.examples.trial.Workbench;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.teacher.Teacher;

/**
 * Students of an ensemble, by probabilities and by logits, beside students of one of its members
 * and students alone: from the same first weights, on the same batches. All are compared with the
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
  public Trials run(Workbench bench, Mnist digits, long... seeds) {
    Pupils pupils = new Pupils(bench, digits, epochs);
    Teacher[] teachers = teachers(pupils);
    Teacher standard = EnsembleTeacher.ofProbabilities(1, teachers);
    pupils.measure("ensemble", standard, standard, 0);
    for (int i = 0; i < members; i++) {
      pupils.measure("one member", teachers[i], standard, i);
    }
    Teacher together = pupils.onShifted(EnsembleTeacher.of(loss, teachers));
    Teacher logits = pupils.onShifted(EnsembleTeacher.ofLogits(teachers));
    List<Teacher> each = Stream.of(teachers).map(pupils::onShifted).toList();
    for (long seed : seeds) {
      Weights alone = pupils.onLabels(ALONE, student, seed);
      pupils.measure(ALONE, student, alone, standard, seed);
      Weights shifted = pupils.onShiftedLabels(ALONE_SHIFTED, student, seed);
      pupils.measure(ALONE_SHIFTED, student, shifted, standard, seed);
      taught(pupils, each.get((int) (seed % members)), standard, OF_ONE, seed);
      taught(pupils, together, standard, OF_ENSEMBLE, seed);
      taught(pupils, logits, standard, OF_LOGITS, seed);
    }
    return pupils.trials().comparedWith(ALONE_SHIFTED);
  }

  private Teacher[] teachers(Pupils pupils) {
    List<Teacher> trained = new ArrayList<>();
    for (int i = 0; i < members; i++) {
      // Other seeds than the students', so that no student begins where a teacher did.
      Weights weights = pupils.onShiftedLabels("member " + i, member, 1000 + i);
      trained.add(pupils.teacher(member, weights));
    }
    return trained.toArray(Teacher[]::new);
  }

  private void taught(Pupils pupils, Teacher teacher, Teacher standard, String name, long seed) {
    Weights weights = pupils.ofShifted(teacher, loss, name, student, seed);
    pupils.measure(name, student, weights, standard, seed);
  }
}
