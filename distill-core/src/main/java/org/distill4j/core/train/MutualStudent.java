package org.distill4j.core.train;

import java.util.Map;
import org.distill4j.backend.Session;
import org.distill4j.core.run.Learners;
import org.distill4j.data.Batch;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.program.OutputSpecs;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;

/** One of two students that teach each other. */
final class MutualStudent {
  private final StudentTurns turns;
  private final StudentTurns.Place place;
  private final TrainingPlan.Builder plan;

  MutualStudent(StudentTurns turns, StudentTurns.Place place, TrainingPlan.Builder plan) {
    this.turns = turns;
    this.place = place;
    this.plan = plan;
  }

  TrainingReport train(Session session, Model other) {
    try {
      TrainingReport report =
          SessionTrainer.of(spec -> turns.lend(place, Learners.open(session, spec)))
              .train(
                  plan.teacher(new Other(other))
                      .teacherCalls(TrainingPlan.TeacherCalls.EACH_STEP)
                      .listener(this::hear)
                      .build());
      turns.leave(place);
      return report;
    } catch (RuntimeException | Error failure) {
      turns.fail();
      throw failure;
    }
  }

  private void hear(TrainingEvent event) {
    if (event instanceof TrainingEvent.StepCompleted) {
      turns.pass(place);
    }
  }

  /** The other student in its present state, as a teacher. */
  private final class Other implements Teacher {
    private final Model model;

    Other(Model model) {
      this.model = model;
    }

    @Override
    public Map<String, TensorSpec> outputs() {
      return OutputSpecs.find(model);
    }

    @Override
    public Map<String, TensorSpec> inputs() {
      return model.inputs();
    }

    @Override
    public Predictions predict(Batch batch) {
      return turns.await(place).predict(batch.inputs());
    }

    /** It changes with each step, and no two of them are the same. */
    @Override
    public String fingerprint() {
      return "student in training " + System.identityHashCode(this);
    }
  }
}
