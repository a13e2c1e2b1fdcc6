package org.distill4j.examples.ensemble;

import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.model.Models;
import org.distill4j.core.teacher.EnsembleTeacher;
import org.distill4j.core.train.MutualReport;
import org.distill4j.core.train.MutualTrainer;
import org.distill4j.examples.mnist.Mnist;
import org.distill4j.examples.trial.Study;
import org.distill4j.examples.trial.StudyEngine;
import org.distill4j.examples.trial.StudyResults;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.teacher.Teacher;

/**
 * Teachers that were students. An assistant of middle size learns from the teacher and teaches the
 * student (Mirzadeh et al. 2020). A born-again network learns from a teacher of its own size, and
 * so does the next generation from it; the generations together are an ensemble (Furlanello et al.
 * 2018). A trained student is a teacher like any other, so a chain is nothing but this. Two
 * students that learn at once teach each other (Zhang et al. 2018).
 */
final class ChainStudy implements Study<Mnist> {
  static final String ALONE = "student alone";
  static final String ALONE_SHIFTED = "student alone, shifted digits";
  static final String LARGE_ALONE = "large alone, shifted digits";

  private final Model large = Models.mlp(784, 512, 256, 10);
  private final Model middle = Models.mlp(784, 128, 10);
  private final Model small = Models.mlp(784, 32, 10);
  private final int epochs;
  private final DistillationLoss loss;

  ChainStudy(int epochs, DistillationLoss loss) {
    this.epochs = epochs;
    this.loss = loss;
  }

  @Override
  public StudyResults run(StudyEngine bench, Mnist digits, long... seeds) {
    StudentRuns students = new StudentRuns(bench, digits, epochs);
    for (long seed : seeds) {
      new Run(new MutualTrainer(bench.session()), students, seed).run();
    }
    return students.trials().comparedWith(ALONE_SHIFTED);
  }

  private final class Run {
    private final MutualTrainer trainer;
    private final StudentRuns students;
    private final long seed;
    private final Teacher teacher;

    Run(MutualTrainer trainer, StudentRuns students, long seed) {
      this.trainer = trainer;
      this.students = students;
      this.seed = seed;
      // Another seed than the students', so that no one begins where the teacher did.
      Weights taught = students.onShiftedLabels("teacher", large, 1000 + seed);
      this.teacher = students.teacher(large, taught);
    }

    void run() {
      students.measure("teacher", teacher, teacher, seed);
      measured(ALONE, small, students.onLabels(ALONE, small, seed));
      measured(ALONE_SHIFTED, small, students.onShiftedLabels(ALONE_SHIFTED, small, seed));
      taught("student of the teacher", small, teacher);
      Teacher assistant = taught("assistant", middle, teacher);
      taught("student of the assistant", small, assistant);
      mutual();
      measured(LARGE_ALONE, large, students.onShiftedLabels(LARGE_ALONE, large, seed));
      Teacher first = taught("born-again, 1st generation", large, teacher);
      Teacher second = taught("born-again, 2nd generation", large, first);
      students.measure(
          "both generations", EnsembleTeacher.ofProbabilities(1, first, second), teacher, seed);
    }

    /** The first begins as the student alone does. */
    private void mutual() {
      DistillationLoss halves = DistillationLoss.of(1, 0.5);
      MutualReport pair =
          trainer.train(
              students.shiftedPlan(small, seed).loss(halves),
              students.shiftedPlan(small, 2000 + seed).loss(halves));
      measured("mutual, first", small, pair.first().weights());
      measured("mutual, second", small, pair.second().weights());
    }

    private Teacher taught(String name, Model model, Teacher by) {
      return measured(
          name, model, students.ofShifted(students.onShifted(by), loss, name, model, seed));
    }

    private Teacher measured(String name, Model model, Weights weights) {
      students.measure(name, model, weights, teacher, seed);
      return students.teacher(model, weights);
    }
  }
}
