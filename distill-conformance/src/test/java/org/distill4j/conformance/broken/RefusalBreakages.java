package org.distill4j.conformance.broken;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.distill4j.backend.Device;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.DrivenBackend;
import org.distill4j.conformance.DrivenSession;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.program.Recorder;
import org.distill4j.program.Recording;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;
import org.distill4j.train.LossValues;

/** Errors that do not come, come too late, or do not help; and what a backend says of itself. */
final class RefusalBreakages {
  private RefusalBreakages() {}

  static Stream<Breakage> all() {
    return Stream.of(
        Breakage.of("no step is refused", RefusalBreakages::takesAnyStep, "ERR-01", "ERR-02"),
        Breakage.of("a refusal comes after some parts", RefusalBreakages::tooLate, "ERR-02"),
        Breakage.of("no input is refused", RefusalBreakages::takesAnyInput, "ERR-03", "ERR-04"),
        Breakage.of("errors do not help", RefusalBreakages::curt, "ERR-01", "ERR-03", "ERR-08"),
        Breakage.of("no weights are refused", RefusalBreakages::takesAnyWeights, "ERR-05"),
        Breakage.of(
            "another optimizer's memory is dropped", RefusalBreakages::dropsMemory, "ERR-06"),
        Breakage.of("any device is the CPU", () -> new Everywhere(), "ERR-07"),
        Breakage.of(
            "its name has a space",
            () -> DrivenBackend.of(new Named("My Backend")),
            "SPI-01",
            "SPI-04"),
        Breakage.of("its devices end with the CPU", () -> new Everywhere(), "SPI-02"),
        Breakage.of("its engine has no version", RefusalBreakages::nameless, "SPI-03"),
        Breakage.of(
            "it greets whoever opens it", () -> DrivenBackend.of(new LoudBackend()), "SPI-05"));
  }

  private static <T> T orElse(Supplier<T> work, T instead) {
    try {
      return work.get();
    } catch (IllegalArgumentException ignored) {
      return instead;
    }
  }

  private static DrivenBackend takesAnyStep() {
    LossValues zero = new LossValues(Map.of("total", 0.0));
    return LearnerBreakages.stepping((right, input) -> orElse(() -> right.step(input), zero));
  }

  private static DrivenBackend tooLate() {
    return LearnerBreakages.stepping(
        (right, input) -> {
          if (input.microBatches().size() > 1) {
            right.step(new StepInput(input.microBatches().subList(0, 1), input.progress()));
          }
          return right.step(input);
        });
  }

  private static DrivenBackend takesAnyInput() {
    Predictions none = Predictions.of(Map.of());
    return PassingBackend.predictors(
        (right, model, weights) ->
            new PassingPredictor(right.predictor(model, weights)) {
              @Override
              public Predictions predict(Map<String, HostTensor> inputs) {
                return orElse(() -> super.predict(inputs), none);
              }
            });
  }

  private static <T> T curtly(Supplier<T> work) {
    try {
      return work.get();
    } catch (IllegalArgumentException error) {
      throw new IllegalArgumentException("invalid argument", error);
    }
  }

  private static DrivenBackend curt() {
    return PassingBackend.sessions(
        right ->
            new PassingSession(right) {
              @Override
              public Predictor predictor(Model model, Weights weights) {
                return new PassingPredictor(curtly(() -> right().predictor(model, weights))) {
                  @Override
                  public Predictions predict(Map<String, HostTensor> inputs) {
                    return curtly(() -> super.predict(inputs));
                  }
                };
              }

              @Override
              public Learner learner(LearnerSpec spec) {
                return new PassingLearner(curtly(() -> right().learner(spec))) {
                  @Override
                  public LossValues step(StepInput input) {
                    return curtly(() -> super.step(input));
                  }
                };
              }
            });
  }

  /** What is missing or has another shape is begun anew; what is unknown is left out. */
  private static DrivenBackend takesAnyWeights() {
    return PassingBackend.sessions(
        right ->
            new PassingSession(right) {
              @Override
              public Predictor predictor(Model model, Weights weights) {
                Recording recording = Recorder.forward(model, Mode.EVALUATION, 2);
                return right().predictor(model, fitting(recording, weights));
              }

              @Override
              public Learner learner(LearnerSpec spec) {
                Recording recording = Recorder.forward(spec.model(), Mode.TRAINING, 2);
                return right().learner(Specs.withWeights(spec, fitting(recording, spec.weights())));
              }
            });
  }

  private static Weights fitting(Recording recording, Weights given) {
    Map<String, HostTensor> fitting = new LinkedHashMap<>(recording.initialWeights(0).asMap());
    fitting.replaceAll(
        (name, first) -> {
          HostTensor own = given.asMap().getOrDefault(name, first);
          return own.shape().equals(first.shape()) ? own : first;
        });
    return Weights.of(fitting);
  }

  private static DrivenBackend dropsMemory() {
    return PassingBackend.specs(
        spec ->
            new LearnerSpec(
                spec.model(),
                spec.weights(),
                spec.loss(),
                spec.signature(),
                spec.optimizer(),
                spec.clipping(),
                spec.seed(),
                Optional.empty()));
  }

  private static DrivenBackend nameless() {
    return PassingBackend.sessions(
        right ->
            new PassingSession(right) {
              @Override
              public String engineVersion() {
                return " ";
              }
            });
  }

  private static final class Everywhere extends PassingBackend {
    @Override
    public List<Device> devices() {
      return List.of(Device.cuda(0), Device.cpu());
    }

    @Override
    public DrivenSession open(SessionOptions options) {
      return super.open(options.withDevice(Device.cpu()));
    }
  }

  private static final class Named extends PassingCompiler {
    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }
  }
}
