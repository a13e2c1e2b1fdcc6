package org.distill4j.tensorflow;

import java.lang.ref.Cleaner;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.program.Program;
import org.distill4j.program.StepInput;
import org.distill4j.spi.Learner;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.spi.LossValues;
import org.distill4j.tensor.HostTensor;

/** A model in training. */
final class TfLearner implements Learner {
  private final Object lock;
  private final TfForward forward;
  private final TfSteps steps;
  private final TfSnapshots snapshots;
  private final Cleaner.Cleanable cleanable;

  TfLearner(TfSession session, TfRuntime runtime, LearnerSpec spec, Program program) {
    this.lock = session.lock();
    this.cleanable = session.free(this, runtime);
    this.forward = new TfForward(runtime, spec.model());
    this.snapshots = new TfSnapshots(runtime, spec, program);
    this.steps = new TfSteps(runtime, spec);
  }

  @Override
  public LossValues step(StepInput input) {
    synchronized (lock) {
      return steps.step(input);
    }
  }

  @Override
  public Predictions predict(HostTensor inputs) {
    synchronized (lock) {
      return forward.predict(inputs);
    }
  }

  @Override
  public Weights weights() {
    synchronized (lock) {
      return snapshots.weights();
    }
  }

  @Override
  public OptimizerState optimizerState() {
    synchronized (lock) {
      return snapshots.optimizerState(steps.taken());
    }
  }

  @Override
  public void close() {
    cleanable.clean();
  }
}
