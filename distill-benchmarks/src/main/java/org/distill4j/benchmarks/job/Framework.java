package org.distill4j.benchmarks.job;

import java.util.List;
import java.util.Map;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.data.Batch;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.optim.Progress;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.spi.Learner;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.spi.Session;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.TensorSpec;

/** The job by this framework, on any backend. */
public final class Framework implements StepProgram {
  private static final Progress PROGRESS = new Progress(0, 1);

  private final Learner learner;
  private final Teaching teaching;
  private final Teacher teacher;

  private Framework(Learner learner, Teacher teacher, Teaching teaching) {
    this.learner = learner;
    this.teacher = teacher;
    this.teaching = teaching;
  }

  /**
   * The program.
   *
   * @param session the engine; it stays open
   * @param job the job
   * @param teaching where teacher outputs come from
   * @return the program
   */
  public static Framework of(Session session, Job job, Teaching teaching) {
    Teacher teacher = ModelTeacher.of(session, job.teacher(), job.teacherWeights());
    StepSignature signature =
        new StepSignature(Map.of(Batch.LABELS, TensorSpec.ints()), List.of(teacher.outputs()));
    LearnerSpec spec =
        LearnerSpec.of(job.student(), job.studentWeights(), job.objective(), signature, Job.ADAM);
    return new Framework(session.learner(spec), teacher, teaching);
  }

  @Override
  public double step(Job.Taught given) {
    Predictions taught =
        teaching == Teaching.LIVE
            ? teacher.predict(given.batch())
            : Predictions.of(Map.of(Outputs.LOGITS, given.teacher()));
    return learner.step(StepInput.of(given.batch(), List.of(taught), PROGRESS)).total();
  }

  @Override
  public void close() {
    learner.close();
  }
}
