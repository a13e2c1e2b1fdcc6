package org.distill4j.conformance.broken;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.distill4j.conformance.DrivenBackend;
import org.distill4j.conformance.DrivenSession;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;
import org.distill4j.train.LossValues;

/** Life cycle, threads and buffers. */
final class SessionBreakages {
  private SessionBreakages() {}

  static Stream<Breakage> all() {
    return Stream.of(
        Breakage.of(
            "closing a session does nothing",
            () -> PassingBackend.sessions(Unclosable::new),
            "LIFE-01",
            "LIFE-02"),
        Breakage.of(
            "a session leaves open what it opened",
            () -> PassingBackend.sessions(Leaving::new),
            "LIFE-02"),
        Breakage.of("closing a learner does nothing", SessionBreakages::unclosable, "LIFE-03"),
        Breakage.of("closing twice fails", SessionBreakages::onlyOnce, "LIFE-04"),
        Breakage.of("a predictor closes its session", SessionBreakages::takesAlong, "LIFE-05"),
        Breakage.of("one thread alone may call", SessionBreakages::oneThread, "LIFE-07"),
        Breakage.of("calls do not wait", SessionBreakages::impatient, "LIFE-08"),
        Breakage.of("predictions share a buffer", SessionBreakages::oneBuffer, "LIFE-09"),
        Breakage.of("closing frees what is at work", SessionBreakages::pulledAway, "LIFE-11"));
  }

  private static final class Unclosable extends PassingSession {
    Unclosable(DrivenSession right) {
      super(right);
    }

    @Override
    public void close() {}
  }

  private static final class Leaving extends PassingSession {
    private boolean closed;

    Leaving(DrivenSession right) {
      super(right);
    }

    private void requireOpen() {
      if (closed) {
        throw new IllegalStateException("It was closed, expected an open one.\nMaybe open it.");
      }
    }

    @Override
    public Predictor predictor(Model model, Weights weights) {
      requireOpen();
      return super.predictor(model, weights);
    }

    @Override
    public Learner learner(LearnerSpec spec) {
      requireOpen();
      return super.learner(spec);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static DrivenBackend unclosable() {
    return PassingBackend.learners(
        (right, spec) ->
            new PassingLearner(right.learner(spec)) {
              @Override
              public void close() {}
            });
  }

  private static DrivenBackend onlyOnce() {
    return PassingBackend.learners(
        (right, spec) ->
            new PassingLearner(right.learner(spec)) {
              private boolean closed;

              @Override
              public void close() {
                if (closed) {
                  throw new IllegalStateException("double free");
                }
                closed = true;
                super.close();
              }
            });
  }

  private static DrivenBackend takesAlong() {
    return PassingBackend.predictors(
        (right, model, weights) ->
            new PassingPredictor(right.predictor(model, weights)) {
              @Override
              public void close() {
                right.close();
              }
            });
  }

  private static DrivenBackend oneThread() {
    return LearnerBreakages.stepping(
        new LearnerBreakages.Step() {
          private final Thread first = Thread.currentThread();

          @Override
          public LossValues take(Learner right, StepInput input) {
            if (Thread.currentThread() != first) {
              throw new IllegalStateException("called from another thread");
            }
            return right.step(input);
          }
        });
  }

  /** Keeps something of a call in a place that the next call overwrites. */
  private static DrivenBackend impatient() {
    AtomicInteger current = new AtomicInteger();
    return LearnerBreakages.stepping(
        (right, input) -> {
          int mine = current.incrementAndGet();
          pause();
          if (current.get() != mine) {
            throw new IllegalStateException("another call has taken the engine's scratch memory");
          }
          return right.step(input);
        });
  }

  private static void pause() {
    try {
      Thread.sleep(2);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static DrivenBackend oneBuffer() {
    return PassingBackend.predictors(
        (right, model, weights) ->
            new PassingPredictor(right.predictor(model, weights)) {
              private Predictions shared = Predictions.of(Map.of());

              @Override
              public Predictions predict(Map<String, HostTensor> inputs) {
                Predictions fresh = super.predict(inputs);
                if (shared.asMap().isEmpty()) {
                  shared = fresh;
                } else {
                  float[] values = fresh.logits().toFloatArray();
                  shared.logits().floats().put(0, values);
                }
                return shared;
              }
            });
  }

  private static DrivenBackend pulledAway() {
    return PassingBackend.learners(
        (right, spec) ->
            new PassingLearner(right.learner(spec)) {
              private volatile int[] memory = {0};

              @Override
              public LossValues step(StepInput input) {
                memory[memory.length - 1]++;
                return super.step(input);
              }

              @Override
              public void close() {
                memory = new int[0];
              }
            });
  }
}
