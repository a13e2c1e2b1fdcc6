package org.distill4j.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Device;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.model.Models;
import org.distill4j.data.Batch;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.OptimizerState;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Sgd;
import org.distill4j.program.MicroBatch;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;

/** Invalid values, each with a helpful error; nothing has changed afterwards. */
final class ErrorRules {
  private static final LabelledExamples EXAMPLES =
      LabelledExamples.of(TrainingProblems.smallModel(), 3);

  private ErrorRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule("ERR-01", "a step that does not fit is refused and changes nothing", steps()),
        Rule.of(
            "ERR-02",
            "so is one of which only a later micro-batch does not fit",
            subject -> refuses(subject, laterMicroBatch(), "labels", "17")),
        new Rule("ERR-03", "inputs that do not fit are refused", inputs()),
        Rule.of("ERR-04", "ids past the end of a table are refused", ErrorRules::ids),
        new Rule("ERR-05", "weights of another model are refused", weights()),
        Rule.of("ERR-06", "the memory of another optimizer is refused", ErrorRules::optimizer),
        Rule.of("ERR-07", "a device that is not there is refused by name", ErrorRules::device),
        Rule.of(
            "ERR-08",
            "a model whose shapes do not fit is refused by the layer's path",
            ErrorRules::model));
  }

  private static List<Rule.Case> steps() {
    HostTensor inputs = EXAMPLES.inputs(1, 4);
    HostTensor labels = HostTensor.ofInts(Shape.of(4), 0, 1, 2, 0);
    return List.of(
        step(
            "a label too large", inputs, HostTensor.ofInts(Shape.of(4), 0, 1, 3, 0), "labels", "3"),
        step(
            "a label below -1",
            inputs,
            HostTensor.ofInts(Shape.of(4), 0, -2, 1, 0),
            "labels",
            "-2"),
        step("labels that are floats", inputs, SeededValues.floats(1, 4), "labels", "FLOAT32"),
        step("inputs of another width", SeededValues.floats(1, 4, 5), labels, "(4, 5)", "(4, 6)"),
        step("inputs that are integers", SeededValues.ints(0, 9, 1, 4, 6), labels, "INT32"),
        new Rule.Case(
            "no labels",
            s -> refuses(s, given(new Batch(new long[4], inputs, Map.of()), 1), "labels")),
        new Rule.Case("no teacher", s -> refuses(s, given(batch(inputs, labels), 0), "teacher")),
        new Rule.Case(
            "a teacher with other classes",
            s ->
                refuses(
                    s, taughtBy(SeededValues.floats(1, 4, 7)), "teacher 0", "(4, 7)", "(4, 3)")));
  }

  private static Rule.Case step(
      String name, HostTensor inputs, HostTensor labels, String... mentions) {
    return new Rule.Case(name, s -> refuses(s, given(batch(inputs, labels), 1), mentions));
  }

  private static Batch batch(HostTensor inputs, HostTensor labels) {
    return new Batch(new long[inputs.shape().dim(0)], inputs, Map.of(Batch.LABELS, labels));
  }

  private static StepInput given(Batch batch, int teachers) {
    Predictions outputs = EXAMPLES.teacher(1, batch.size());
    return StepInput.of(batch, List.of(outputs).subList(0, teachers), new Progress(1, 10));
  }

  private static StepInput taughtBy(HostTensor logits) {
    StepInput right = EXAMPLES.step(1, 4);
    Batch batch = right.microBatches().get(0).batch();
    return StepInput.of(batch, List.of(Predictions.logits(logits)), right.progress());
  }

  private static StepInput laterMicroBatch() {
    HostTensor wrong = HostTensor.ofInts(Shape.of(4), 0, 17, 1, 2);
    MicroBatch bad =
        new MicroBatch(batch(EXAMPLES.inputs(1, 4), wrong), List.of(EXAMPLES.teacher(1, 4)));
    MicroBatch good = EXAMPLES.step(1, 4).microBatches().get(0);
    return new StepInput(List.of(good, bad), new Progress(1, 10));
  }

  private static void refuses(BackendUnderTest subject, StepInput bad, String... mentions) {
    TrainingProblem problem = TrainingProblems.small(Adam.of(0.01));
    TrainingProblem.Trace undisturbed = problem.run(subject.session(), 2);
    try (Learner learner = subject.session().learner(problem.spec())) {
      problem.run(learner, 0, 1);
      ExpectedErrors.requireArgument(() -> learner.step(bad), mentions);
      TrainingProblem.Trace end = problem.run(learner, 1, 2);
      Closeness.require("weight", end.weights(), undisturbed.weights(), Tolerances.EXACT);
    }
  }

  private static List<Rule.Case> inputs() {
    return List.of(
        input("another width", SeededValues.floats(1, 4, 5), "(4, 5)", "(4, 6)"),
        input("no batch axis", SeededValues.floats(1, 6), "(6)"),
        input("a scalar", SeededValues.floats(1)),
        input("integers", SeededValues.ints(0, 9, 1, 4, 6), "INT32", "FLOAT32"));
  }

  private static Rule.Case input(String name, HostTensor inputs, String... mentions) {
    return new Rule.Case(
        name,
        subject -> {
          LearnerSpec spec = TrainingProblems.small(Adam.of(0.01)).spec();
          try (Predictor predictor = subject.session().predictor(spec.model(), spec.weights());
              Learner learner = subject.session().learner(spec)) {
            ExpectedErrors.requireArgument(() -> predictor.predict(inputs), mentions);
            ExpectedErrors.requireArgument(() -> learner.predict(inputs), mentions);
          }
        });
  }

  private static void ids(BackendUnderTest subject) {
    LearnerSpec spec = TrainingProblems.tokens().spec();
    HostTensor ids = HostTensor.ofInts(Shape.of(1, 6), 0, 1, 2, 10, 4, 5);
    HostTensor negative = HostTensor.ofInts(Shape.of(1, 6), 0, 1, 2, -1, 4, 5);
    try (Predictor predictor = subject.session().predictor(spec.model(), spec.weights())) {
      ExpectedErrors.requireArgument(() -> predictor.predict(ids), "10");
      ExpectedErrors.requireArgument(() -> predictor.predict(negative), "-1");
    }
  }

  private static List<Rule.Case> weights() {
    Weights right = TrainingProblems.small(Adam.of(0.01)).spec().weights();
    String first = right.names().iterator().next();
    List<String> rest = right.names().stream().skip(1).toList();
    Weights more = right.and(Weights.of(Map.of("foreign", SeededValues.floats(1, 2))));
    Map<String, HostTensor> other = new LinkedHashMap<>(right.asMap());
    other.put(first, SeededValues.floats(1, 2, 2));
    return List.of(
        weights("one missing", right.only(rest), first),
        weights("one too many", more, "foreign"),
        weights("another shape", Weights.of(other), first, "(2, 2)"));
  }

  private static Rule.Case weights(String name, Weights wrong, String... mentions) {
    LearnerSpec spec = TrainingProblems.small(Adam.of(0.01)).spec();
    LearnerSpec given =
        LearnerSpec.of(spec.model(), wrong, spec.loss(), spec.signature(), spec.optimizer());
    return new Rule.Case(
        name,
        subject -> {
          ExpectedErrors.requireArgument(() -> subject.session().learner(given), mentions);
          ExpectedErrors.requireArgument(
              () -> subject.session().predictor(spec.model(), wrong), mentions);
        });
  }

  private static void optimizer(BackendUnderTest subject) {
    LearnerSpec spec = TrainingProblems.small(Adam.of(0.01)).spec();
    OptimizerState foreign =
        OptimizerState.initial(Sgd.of(1).withMomentum(0.9), spec.declared().parameters());
    LearnerSpec resumed = spec.resume(spec.weights(), foreign);
    ExpectedErrors.requireArgument(
        () -> subject.session().learner(resumed), Sgd.VELOCITY, Adam.FIRST_MOMENT);
  }

  private static void device(BackendUnderTest subject) {
    Device missing = Device.cuda(99);
    ExpectedErrors.requireArgument(
        () -> subject.backend().open(subject.options().withDevice(missing)), "cuda:99");
  }

  private static void model(BackendUnderTest subject) {
    Model wrong = Models.of(Shape.of(6), Sequential.of(Dense.of(6, 4), Dense.of(5, 3)));
    Weights weights = TrainingProblems.small(Adam.of(0.01)).spec().weights();
    LearnerSpec spec = TrainingProblems.small(Adam.of(0.01)).spec();
    LearnerSpec given =
        LearnerSpec.of(wrong, weights, spec.loss(), spec.signature(), spec.optimizer());
    ExpectedErrors.requireArgument(() -> subject.session().predictor(wrong, weights), "dense2");
    ExpectedErrors.requireArgument(() -> subject.session().learner(given), "dense2");
  }
}
