package org.distill4j.conformance;

import java.util.List;
import org.distill4j.core.layer.Dense;
import org.distill4j.data.Batch;
import org.distill4j.model.Initializer;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.model.Scope;
import org.distill4j.model.SingleInputModel;
import org.distill4j.model.Weights;
import org.distill4j.program.Recorder;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.train.Learner;

/** The behaviour of evaluation mode. */
final class EvaluationRules {
  /** The rules that need no learner. */
  static final List<String> PREDICTORS = List.of("EVAL-01", "EVAL-02", "EVAL-06");

  private static final int STEPS = 4;

  private EvaluationRules() {}

  static List<Rule> all() {
    return List.of(
        Rule.of("EVAL-01", "a predictor drops nothing out", EvaluationRules::noDropout),
        Rule.of(
            "EVAL-02",
            "a predictor reads batch norm's running state, so a row's output does not depend on its"
                + " neighbours",
            EvaluationRules::runningState),
        Rule.of(
            "EVAL-03",
            "a learner predicts in evaluation mode, with the weights of the moment",
            EvaluationRules::learner),
        Rule.of(
            "EVAL-04",
            "predicting changes no weight and no state, and training stays training",
            EvaluationRules::harmless),
        Rule.of("EVAL-05", "a teacher is in evaluation mode", EvaluationRules::teacher),
        Rule.of(
            "EVAL-06",
            "batches may change in size, down to a single example",
            EvaluationRules::sizes),
        Rule.of(
            "EVAL-07",
            "outputs come by name in the model's order, whatever they are",
            EvaluationRules::outputs));
  }

  private static HostTensor inputs(TrainingProblem problem) {
    return problem.steps().apply(0).microBatches().get(0).batch().input();
  }

  private static void noDropout(BackendUnderTest subject) {
    TrainingProblem problem = TrainingProblems.dropout();
    try (Predictor actual = predictor(subject, problem.spec().weights(), problem);
        Predictor expected =
            subject.oracle().predictor(problem.spec().model(), problem.spec().weights())) {
      HostTensor inputs = inputs(problem);
      Closeness.require(
          "output", actual.predict(inputs), expected.predict(inputs), Tolerances.LAYER);
    }
  }

  private static Predictor predictor(
      BackendUnderTest subject, Weights weights, TrainingProblem problem) {
    return subject.session().predictor(problem.spec().model(), weights);
  }

  private static void runningState(BackendUnderTest subject) {
    TrainingProblem problem = TrainingProblems.images();
    Weights trained = problem.run(subject.oracle(), STEPS).weights();
    try (Predictor actual = predictor(subject, trained, problem);
        Predictor expected = subject.oracle().predictor(problem.spec().model(), trained)) {
      requireSamePredictions(actual, expected, inputs(problem));
      requireSamePredictions(actual, expected, inputs(problem).rows(0, 1));
    }
  }

  private static void requireSamePredictions(
      Predictor actual, Predictor expected, HostTensor inputs) {
    Closeness.require("output", actual.predict(inputs), expected.predict(inputs), Tolerances.LAYER);
  }

  private static void learner(BackendUnderTest subject) {
    for (TrainingProblem problem : List.of(TrainingProblems.images(), TrainingProblems.tokens())) {
      try (Learner learner = subject.session().learner(problem.spec())) {
        problem.run(learner, 0, STEPS);
        try (Predictor fresh = predictor(subject, learner.weights(), problem)) {
          requireSamePredictions(learner, fresh, inputs(problem));
        }
      }
    }
  }

  private static void harmless(BackendUnderTest subject) {
    for (TrainingProblem problem : List.of(TrainingProblems.images(), TrainingProblems.dropout())) {
      TrainingProblem.Trace undisturbed = problem.run(subject.session(), STEPS);
      try (Learner learner = subject.session().learner(problem.spec())) {
        learner.predict(inputs(problem));
        problem.run(learner, 0, STEPS / 2);
        learner.predict(inputs(problem));
        TrainingProblem.Trace end = problem.run(learner, STEPS / 2, STEPS);
        TrainingRules.requireSame(
            end.losses(), undisturbed.losses().subList(STEPS / 2, STEPS), Tolerances.EXACT);
        Closeness.require("weight", end.weights(), undisturbed.weights(), Tolerances.EXACT);
      }
    }
  }

  private static void teacher(BackendUnderTest subject) {
    for (TrainingProblem problem : List.of(TrainingProblems.images(), TrainingProblems.dropout())) {
      Weights weights = problem.run(subject.oracle(), STEPS).weights();
      Teacher actual = subject.session().teacher(problem.spec().model(), weights);
      Teacher expected = subject.oracle().teacher(problem.spec().model(), weights);
      Batch batch = problem.steps().apply(0).microBatches().get(0).batch();
      Predictions wanted = expected.predict(batch);
      Closeness.require("teacher", actual.predict(batch), wanted, Tolerances.LAYER);
      Predictions alone = actual.predict(batch.rows(0, 1));
      Closeness.require("teacher of one row", alone, wanted.rows(0, 1), Tolerances.LAYER);
    }
  }

  private static void sizes(BackendUnderTest subject) {
    TrainingProblem problem = TrainingProblems.tokens();
    try (Predictor actual = predictor(subject, problem.spec().weights(), problem);
        Predictor expected =
            subject.oracle().predictor(problem.spec().model(), problem.spec().weights())) {
      for (int rows : new int[] {5, 1, 3, 5}) {
        requireSamePredictions(actual, expected, inputs(problem).rows(0, rows));
      }
    }
  }

  /** Includes the input itself, a parameter, a constant, integers, and one result twice. */
  private record ManyOutputs() implements SingleInputModel {
    @Override
    public Shape inputShape() {
      return Shape.of(3);
    }

    @Override
    public Outputs forward(Scope scope, Tensor input) {
      Tensor dense = scope.run("dense", Dense.of(3, 2), input);
      int batch = input.shape().dim(0);
      Tensor rows = scope.parameter("rows", Shape.of(2, 2), Initializer.constant(1));
      return Outputs.of("zeta", dense)
          .with("input", input)
          .with("alpha", dense)
          .with("place", input.argmax(1))
          .with("constant", Tensor.of(SeededValues.floats(3, batch, 2)))
          .with("weight", rows.slice(0, 0, batch));
    }
  }

  private static void outputs(BackendUnderTest subject) {
    Model model = new ManyOutputs();
    Weights weights = Recorder.forward(model, Mode.EVALUATION, 2).initialWeights(5);
    try (Predictor actual = subject.session().predictor(model, weights);
        Predictor expected = subject.oracle().predictor(model, weights)) {
      requireSamePredictions(actual, expected, SeededValues.floats(4, 2, 3));
    }
  }
}
