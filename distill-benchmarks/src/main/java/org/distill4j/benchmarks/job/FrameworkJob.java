package org.distill4j.benchmarks.job;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.distill4j.backend.Session;
import org.distill4j.core.run.ModelLearner;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.data.Batch;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.Progress;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;

/** A job by this framework, on any backend. */
public final class FrameworkJob implements StepProgram {
  private static final Progress PROGRESS = new Progress(0, 1);

  private final Learner learner;
  private final Function<DenseJob.Taught, Predictions> teacher;

  private FrameworkJob(Learner learner, Function<DenseJob.Taught, Predictions> teacher) {
    this.learner = learner;
    this.teacher = teacher;
  }

  /**
   * The program.
   *
   * @param session the engine; it stays open
   * @param job the job
   * @param teaching where teacher outputs come from
   * @return the program
   */
  public static FrameworkJob of(Session session, DenseJob job, TeacherSource teaching) {
    Teacher teacher = ModelTeacher.of(session, job.teacher(), job.teacherWeights());
    Learner learner = learner(session, job.student(), job.studentWeights(), DenseJob.ADAM);
    return new FrameworkJob(
        learner,
        teaching == TeacherSource.LIVE
            ? given -> teacher.predict(given.batch())
            : FrameworkJob::given);
  }

  /**
   * The program of a larger network.
   *
   * @param session the engine; it stays open
   * @param job the job
   * @return the program
   */
  public static FrameworkJob of(Session session, NetworkJob job) {
    return new FrameworkJob(
        learner(session, job.student(), job.weights(), DenseJob.ADAM), FrameworkJob::given);
  }

  /**
   * The program of a student over a table.
   *
   * @param session the engine; it stays open
   * @param job the job
   * @return the program
   */
  public static FrameworkJob of(Session session, TableJob job) {
    return new FrameworkJob(
        learner(session, job.student(), job.weights(), TableJob.ADAM), FrameworkJob::given);
  }

  private static Learner learner(
      Session session, Model student, Weights weights, Optimizer optimizer) {
    Map<String, TensorSpec> outputs = Map.of(Outputs.LOGITS, TensorSpec.floats(DenseJob.CLASSES));
    StepSignature signature =
        new StepSignature(Map.of(Batch.LABELS, TensorSpec.ints()), List.of(outputs));
    return ModelLearner.open(
        session, LearnerSpec.of(student, weights, DenseJob.OBJECTIVE, signature, optimizer));
  }

  private static Predictions given(DenseJob.Taught given) {
    return Predictions.of(Map.of(Outputs.LOGITS, given.teacher()));
  }

  @Override
  public double step(DenseJob.Taught given) {
    List<Predictions> taught = List.of(teacher.apply(given));
    return learner.step(StepInput.of(given.batch(), taught, PROGRESS)).total();
  }

  @Override
  public void close() {
    learner.close();
  }
}
