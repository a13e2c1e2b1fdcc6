package org.distill4j.benchmarks.compare;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.distill4j.backend.Device;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.program.StepInput;
import org.distill4j.spi.Learner;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.spi.LossValues;
import org.distill4j.spi.Predictor;
import org.distill4j.spi.Session;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.TrainingEvent;

/** A session that adds up the time spent in its steps and predictions. */
final class TimedSession implements Session {
  private final Session session;
  private final AtomicLong nanos = new AtomicLong();

  TimedSession(Session session) {
    this.session = session;
  }

  /** Keeps the milliseconds of each epoch; begins anew with each. */
  void hear(TrainingEvent event, List<Double> epochs) {
    if (event instanceof TrainingEvent.EpochStarted) {
      nanos.set(0);
    } else if (event instanceof TrainingEvent.EpochCompleted) {
      epochs.add(nanos.get() / 1e6);
    }
  }

  private <T> T timed(Supplier<T> work) {
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      nanos.addAndGet(System.nanoTime() - start);
    }
  }

  @Override
  public Device device() {
    return session.device();
  }

  @Override
  public String engineVersion() {
    return session.engineVersion();
  }

  @Override
  public Predictor predictor(Model model, Weights weights) {
    Predictor predictor = session.predictor(model, weights);
    return new Predictor() {
      @Override
      public Predictions predict(HostTensor inputs) {
        return timed(() -> predictor.predict(inputs));
      }

      @Override
      public void close() {
        predictor.close();
      }
    };
  }

  @Override
  public Learner learner(LearnerSpec spec) {
    return new TimedLearner(session.learner(spec));
  }

  @Override
  public void close() {
    // The session belongs to the caller.
  }

  private final class TimedLearner implements Learner {
    private final Learner learner;

    TimedLearner(Learner learner) {
      this.learner = learner;
    }

    @Override
    public LossValues step(StepInput input) {
      return timed(() -> learner.step(input));
    }

    @Override
    public Predictions predict(HostTensor inputs) {
      return learner.predict(inputs);
    }

    @Override
    public Weights weights() {
      return learner.weights();
    }

    @Override
    public OptimizerState optimizerState() {
      return learner.optimizerState();
    }

    @Override
    public void close() {
      learner.close();
    }
  }
}
