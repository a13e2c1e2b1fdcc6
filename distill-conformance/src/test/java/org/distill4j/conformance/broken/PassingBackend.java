package org.distill4j.conformance.broken;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.distill4j.backend.Device;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.spi.Backend;
import org.distill4j.spi.Learner;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.spi.Predictor;
import org.distill4j.spi.Session;

/** Passes all calls on to the reference backend; subclasses break one. */
public class PassingBackend implements Backend {
  private final Backend right = new ReferenceBackend();

  /** Breaks nothing yet. */
  public PassingBackend() {}

  @Override
  public String name() {
    return "passing";
  }

  @Override
  public List<Device> devices() {
    return right.devices();
  }

  @Override
  public Session open(SessionOptions options) {
    return new PassingSession(right.open(options));
  }

  /** Makes a broken predictor. */
  @FunctionalInterface
  interface Predictors {
    Predictor of(Session right, Model model, Weights weights);
  }

  /** Sessions that were broken after they were opened. */
  static Backend sessions(UnaryOperator<Session> change) {
    return new PassingBackend() {
      @Override
      public Session open(SessionOptions options) {
        return change.apply(super.open(options));
      }
    };
  }

  /** Learners made in another way. */
  static Backend learners(BiFunction<Session, LearnerSpec, Learner> maker) {
    return sessions(
        right ->
            new PassingSession(right) {
              @Override
              public Learner learner(LearnerSpec spec) {
                return maker.apply(right(), spec);
              }
            });
  }

  /** Predictors made in another way. */
  static Backend predictors(Predictors maker) {
    return sessions(
        right ->
            new PassingSession(right) {
              @Override
              public Predictor predictor(Model model, Weights weights) {
                return maker.of(right(), model, weights);
              }
            });
  }

  /** Learners of something else than was asked for. */
  static Backend specs(UnaryOperator<LearnerSpec> change) {
    return learners((right, spec) -> right.learner(change.apply(spec)));
  }

  /** Predictors and learners of another model than was asked for. */
  static Backend models(UnaryOperator<Model> change) {
    return sessions(
        right ->
            new PassingSession(right) {
              @Override
              public Predictor predictor(Model model, Weights weights) {
                return right().predictor(change.apply(model), weights);
              }

              @Override
              public Learner learner(LearnerSpec spec) {
                return right().learner(Specs.withModel(spec, change.apply(spec.model())));
              }
            });
  }
}
