package org.distill4j.conformance;

import java.util.List;
import java.util.function.UnaryOperator;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.AdamW;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.OptimizerState;
import org.distill4j.optim.Schedule;
import org.distill4j.optim.Sgd;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.LearnerSpec;

/** Optimizers and clipping, on given gradients. */
final class OptimizerRules {
  private static final int STEPS = 12;
  private static final double RATE = 0.05;

  private OptimizerRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule("OPT-01", "plain SGD moves parameters as documented", sgd()),
        new Rule("OPT-02", "momentum moves parameters as documented", momentum()),
        new Rule("OPT-03", "Adam moves parameters as documented", adam()),
        new Rule("OPT-04", "AdamW moves parameters as documented", adamW()),
        new Rule("OPT-05", "the learning rate follows its schedule", schedules()),
        new Rule("OPT-06", "clipping by norm scales all gradients together", byNorm()),
        new Rule("OPT-07", "clipping by value limits both signs", byValue()),
        Rule.of("OPT-08", "Adam's first step is the learning rate", OptimizerRules::firstStep),
        Rule.of("OPT-09", "a gradient of zero moves nothing", OptimizerRules::zero),
        Rule.of("OPT-10", "a parameter out of reach decays only", OptimizerRules::unreached));
  }

  private static Rule.Case follows(String name, Optimizer optimizer) {
    return follows(name, optimizer, 1, spec -> spec);
  }

  private static Rule.Case follows(
      String name, Optimizer optimizer, double scale, UnaryOperator<LearnerSpec> change) {
    TrainingProblem fed = FedGradients.problem(optimizer, scale);
    TrainingProblem problem = fed.with(change.apply(fed.spec()));
    return new Rule.Case(name, subject -> sameTrajectory(subject, problem));
  }

  private static void sameTrajectory(BackendUnderTest subject, TrainingProblem problem) {
    TrainingProblem.Trace actual = problem.run(subject.session(), STEPS);
    TrainingProblem.Trace expected = problem.run(subject.oracle(), STEPS);
    Closeness.require("parameter", actual.weights(), expected.weights(), Tolerances.OPTIMIZER);
    requireSame(actual.optimizer(), expected.optimizer());
  }

  private static void requireSame(OptimizerState actual, OptimizerState expected) {
    if (actual.step() != expected.step()
        || !actual.slots().keySet().equals(expected.slots().keySet())) {
      throw new AssertionError(
          "the optimizer state is of step "
              + actual.step()
              + " with slots "
              + actual.slots().keySet()
              + ", expected step "
              + expected.step()
              + " with slots "
              + expected.slots().keySet()
              + ".");
    }
    expected
        .slots()
        .forEach(
            (name, slot) -> Closeness.require(name, actual.slot(name), slot, Tolerances.OPTIMIZER));
  }

  private static List<Rule.Case> sgd() {
    return List.of(
        follows("plain", Sgd.of(RATE)),
        follows("with weight decay", Sgd.of(RATE).withWeightDecay(0.1)),
        follows("with a rate of 0", Sgd.of(0)));
  }

  private static List<Rule.Case> momentum() {
    return List.of(
        follows("classic", Sgd.of(RATE).withMomentum(0.9)),
        follows("classic with weight decay", Sgd.of(RATE).withMomentum(0.5).withWeightDecay(0.1)),
        follows("Nesterov", Sgd.of(RATE).withNesterov(0.9)),
        follows("Nesterov with weight decay", Sgd.of(RATE).withNesterov(0.5).withWeightDecay(0.1)),
        follows("classic with a schedule", Sgd.of(Schedule.linear(0.1, 0)).withMomentum(0.9)));
  }

  private static List<Rule.Case> adam() {
    Schedule rate = Schedule.constant(RATE);
    return List.of(
        follows("with the paper's numbers", Adam.of(RATE)),
        follows("with other betas", new Adam(rate, 0.5, 0.9, 1e-8)),
        follows("without a first moment", new Adam(rate, 0, 0.99, 1e-8)),
        follows("with a large epsilon", new Adam(rate, 0.9, 0.999, 0.1)),
        follows("with small gradients", Adam.of(RATE), 1e-6, spec -> spec),
        follows("with large gradients", Adam.of(RATE), 1e6, spec -> spec));
  }

  private static List<Rule.Case> adamW() {
    Schedule rate = Schedule.constant(RATE);
    return List.of(
        follows("with decay", AdamW.of(RATE, 0.1)),
        follows("with other numbers", new AdamW(rate, 0.7, 0.95, 1e-3, 0.5)),
        follows("without decay, as Adam", AdamW.of(RATE, 0)));
  }

  private static List<Rule.Case> schedules() {
    return List.of(
        follows("linear", Sgd.of(Schedule.linear(0.1, 0))),
        follows("cosine", Adam.of(Schedule.cosine(0.1, 0.01))),
        follows("after a warm-up", AdamW.of(Schedule.constant(0.1).warmup(5), 0.1)));
  }

  private static List<Rule.Case> byNorm() {
    return List.of(
        clipped("that is passed, with SGD", Sgd.of(RATE), Clipping.byNorm(0.5)),
        clipped("that is not reached", Sgd.of(RATE), Clipping.byNorm(100)),
        clipped("that is passed, with Adam", Adam.of(RATE), Clipping.byNorm(0.1)),
        clipped(
            "with momentum and decay",
            Sgd.of(RATE).withMomentum(0.9).withWeightDecay(0.3),
            Clipping.byNorm(0.5)));
  }

  private static List<Rule.Case> byValue() {
    return List.of(
        clipped("that some pass, with SGD", Sgd.of(RATE), Clipping.byValue(0.5)),
        clipped("that none passes", Sgd.of(RATE), Clipping.byValue(10)),
        clipped("that some pass, with AdamW", AdamW.of(RATE, 0.2), Clipping.byValue(0.2)));
  }

  private static Rule.Case clipped(String name, Optimizer optimizer, Clipping clipping) {
    return follows(name, optimizer, 1, spec -> spec.withClipping(clipping));
  }

  private static void firstStep(BackendUnderTest subject) {
    float[] gradient = {1e-3f, -1e-3f, 1, -1, 1e3f, -1e3f, 5};
    HostTensor input = HostTensor.ofFloats(Shape.of(FedGradients.WIDTH), gradient);
    TrainingProblem problem =
        new TrainingProblem(FedGradients.spec(Adam.of(RATE)), i -> FedGradients.step(i, input));
    Weights before = problem.spec().weights();
    Weights after = problem.run(subject.session(), 1).weights();
    double[] from = Closeness.elements(before.get("first"));
    double[] expected = {from[0] - RATE, from[1] + RATE, from[2] - RATE};
    Closeness.require(
        "first", Closeness.elements(after.get("first")), expected, Tolerances.OPTIMIZER);
  }

  private static void zero(BackendUnderTest subject) {
    HostTensor zeros = HostTensor.ofFloats(Shape.of(FedGradients.WIDTH), new float[7]);
    for (Optimizer optimizer :
        List.of(Sgd.of(RATE).withMomentum(0.9), Adam.of(RATE), AdamW.of(RATE, 0))) {
      TrainingProblem problem =
          new TrainingProblem(FedGradients.spec(optimizer), i -> FedGradients.step(i, zeros));
      TrainingProblem.Trace trace = problem.run(subject.session(), 3);
      Closeness.require("parameter", trace.weights(), problem.spec().weights(), Tolerances.EXACT);
    }
  }

  private static void unreached(BackendUnderTest subject) {
    TrainingProblem problem = FedGradients.problem(AdamW.of(0.1, 0.5), 1);
    double[] before = Closeness.elements(problem.spec().weights().get("unused"));
    double[] expected = {before[0] * 0.95, before[1] * 0.95};
    Weights after = problem.run(subject.session(), 1).weights();
    Closeness.require(
        "unused", Closeness.elements(after.get("unused")), expected, Tolerances.OPTIMIZER);
  }
}
