package org.distill4j.conformance.broken;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.distill4j.backend.Device;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.DrivenBackend;
import org.distill4j.conformance.DrivenSession;
import org.distill4j.conformance.StepGradients;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.program.StepInput;
import org.distill4j.teacher.Teacher;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;

/** Passes all calls on to the reference backend; subclasses break one. */
public class PassingBackend implements DrivenBackend {
  private final DrivenBackend right = DrivenBackend.of(new ReferenceBackend());

  /** Breaks nothing yet. */
  public PassingBackend() {}

  @Override
  public String name() {
    return right.name();
  }

  @Override
  public List<Device> devices() {
    return right.devices();
  }

  @Override
  public Class<?> type() {
    return right.type();
  }

  @Override
  public DrivenSession open(SessionOptions options) {
    return new PassingSession(right.open(options));
  }

  /** Makes a broken predictor. */
  @FunctionalInterface
  interface Predictors {
    Predictor of(DrivenSession right, Model model, Weights weights);
  }

  /** Sessions that were broken after they were opened. */
  static DrivenBackend sessions(UnaryOperator<DrivenSession> change) {
    return new PassingBackend() {
      @Override
      public DrivenSession open(SessionOptions options) {
        return change.apply(super.open(options));
      }
    };
  }

  /** Learners made in another way. */
  static DrivenBackend learners(BiFunction<DrivenSession, LearnerSpec, Learner> maker) {
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
  static DrivenBackend predictors(Predictors maker) {
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
  static DrivenBackend specs(UnaryOperator<LearnerSpec> change) {
    return sessions(
        right ->
            new PassingSession(right) {
              @Override
              public Learner learner(LearnerSpec spec) {
                return right().learner(change.apply(spec));
              }

              @Override
              public StepGradients gradients(LearnerSpec spec, StepInput input) {
                return right().gradients(change.apply(spec), input);
              }
            });
  }

  /** Predictors, learners and teachers of another model than was asked for. */
  static DrivenBackend models(UnaryOperator<Model> change) {
    return sessions(
        right ->
            new PassingSession(right) {
              @Override
              public Predictor predictor(Model model, Weights weights) {
                return right().predictor(change.apply(model), weights);
              }

              @Override
              public Learner learner(LearnerSpec spec) {
                return right().learner(changed(spec));
              }

              @Override
              public Teacher teacher(Model model, Weights weights) {
                return right().teacher(change.apply(model), weights);
              }

              @Override
              public StepGradients gradients(LearnerSpec spec, StepInput input) {
                return right().gradients(changed(spec), input);
              }

              private LearnerSpec changed(LearnerSpec spec) {
                return Specs.withModel(spec, change.apply(spec.model()));
              }
            });
  }
}
