package org.distill4j.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.loss.AttentionLoss;
import org.distill4j.core.loss.ContrastiveLoss;
import org.distill4j.core.loss.CoralLoss;
import org.distill4j.core.loss.CosineLoss;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.loss.DecoupledLoss;
import org.distill4j.core.loss.DistLoss;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.loss.HintLoss;
import org.distill4j.core.loss.JensenShannonLoss;
import org.distill4j.core.loss.ListwiseLoss;
import org.distill4j.core.loss.LogitMseLoss;
import org.distill4j.core.loss.MarginMseLoss;
import org.distill4j.core.loss.MmdLoss;
import org.distill4j.core.loss.PairwiseCosineLoss;
import org.distill4j.core.loss.ProbabilisticTransferLoss;
import org.distill4j.core.loss.RelationalLoss;
import org.distill4j.core.loss.ReverseKlLoss;
import org.distill4j.core.loss.SimilarityLoss;
import org.distill4j.core.loss.SoftTargetLoss;
import org.distill4j.core.loss.StandardizedLogits;
import org.distill4j.core.loss.WeightedLosses;
import org.distill4j.data.Batch;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.model.SingleInputModel;
import org.distill4j.model.Weights;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Schedule;
import org.distill4j.optim.Sgd;
import org.distill4j.program.Recorder;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.LearnerSpec;

/** The objective's relatives, against the oracle: their values and gradients. */
final class LossRules {
  private static final Progress START = new Progress(0, 10);
  static final String OUTPUT = Outputs.LOGITS;
  static final HostTensor STUDENT = SeededValues.between(-3, 3, 171, 6, 5);
  static final HostTensor TEACHER = SeededValues.between(-3, 3, 172, 6, 5);
  private static final HostTensor LABELS = HostTensor.ofInts(Shape.of(6), 0, 1, 1, -1, 0, 1);

  private LossRules() {}

  static List<Rule> all() {
    List<Rule> rules = new ArrayList<>(ofManyClasses());
    rules.addAll(TaskRules.all());
    return rules;
  }

  private static List<Rule> ofManyClasses() {
    return List.of(
        new Rule("LOSS-01", "losses on logits have the oracle's value and gradient", onLogits()),
        new Rule("LOSS-02", "so they have from T = 0.05 to T = 100", temperatures()),
        new Rule(
            "LOSS-03", "so they have for logits up to ±1e30 and equal ones", LossEdges.logits()),
        new Rule("LOSS-04", "losses on features have them", onFeatures()),
        new Rule(
            "LOSS-05",
            "so they have for equal and opposite examples, zeros and one row",
            LossEdges.features()),
        Rule.of("LOSS-06", "weighted losses add up, and each is reported", LossRules::weighted),
        new Rule("LOSS-07", "at T = 1000 divergences are right to a thousandth", LossEdges.hot()),
        new Rule(
            "LOSS-08",
            "directions and distances are right to a thousandth for features of any size",
            LossEdges.sizes()));
  }

  static Map<String, Loss> logitLosses(double temperature) {
    Map<String, Loss> losses = new LinkedHashMap<>();
    losses.put("soft targets", SoftTargetLoss.of(temperature));
    losses.put("reverse KL", ReverseKlLoss.of(temperature));
    losses.put("Jensen-Shannon", JensenShannonLoss.of(0.3, temperature));
    losses.put("decoupled", DecoupledLoss.of(1, 4, temperature));
    losses.put("DIST", DistLoss.of(1, 2, temperature));
    losses.put("standardised", StandardizedLogits.of(SoftTargetLoss.of(temperature)));
    losses.put("listwise", ListwiseLoss.of(temperature));
    return losses;
  }

  static Map<String, Loss> featureLosses() {
    Map<String, Loss> losses = new LinkedHashMap<>();
    losses.put("hint", HintLoss.of(OUTPUT, OUTPUT).through(Dense.of(5, 5)));
    losses.put("cosine", CosineLoss.of(OUTPUT, OUTPUT).through(Dense.of(5, 5)));
    losses.put("pairwise cosine", PairwiseCosineLoss.of(OUTPUT, OUTPUT));
    losses.put("similarity", SimilarityLoss.of(OUTPUT, OUTPUT));
    losses.put("relational", RelationalLoss.of(OUTPUT, OUTPUT));
    losses.put("probabilistic transfer", ProbabilisticTransferLoss.of(OUTPUT, OUTPUT));
    losses.put("contrastive", new ContrastiveLoss(OUTPUT, OUTPUT, 4, 0.5));
    losses.put("CORAL", new CoralLoss(OUTPUT, Batch.LABELS));
    losses.put("MMD", new MmdLoss(OUTPUT, Batch.LABELS));
    return losses;
  }

  private static List<Rule.Case> onLogits() {
    Map<String, Loss> losses = logitLosses(3);
    losses.put("regression", LogitMseLoss.ofLogits());
    losses.put("smoothed labels", CrossEntropyLoss.ofLabels().withLabelSmoothing(0.2));
    losses.put("margins", MarginMseLoss.ofLogits());
    losses.put("arithmetic at the end", LossRules::arithmetic);
    return cases("", losses, 3, STUDENT, TEACHER);
  }

  private static LossTerms arithmetic(Signals signals) {
    Tensor logits = signals.student().logits();
    Tensor sum = logits.square().sum();
    Tensor largest = logits.max();
    Tensor share = signals.scheduled(Schedule.constant(0.25));
    Tensor scaled = sum.div(4).mul(share).sub(largest.mul(Tensor.of(1).sub(share)));
    Tensor total = scaled.add(7).sub(sum.negate().div(share)).add(logits.stopGradient().sum());
    return LossTerms.total(total).and("scaled", scaled).and("apart", largest.mul(sum).negate());
  }

  private static List<Rule.Case> temperatures() {
    return DoubleStream.of(0.05, 0.5, 20, 100)
        .boxed()
        .flatMap(t -> cases(", T = " + t, logitLosses(t), t, STUDENT, TEACHER).stream())
        .toList();
  }

  private static List<Rule.Case> onFeatures() {
    List<Rule.Case> all = new ArrayList<>(cases("", featureLosses(), 1, STUDENT, TEACHER));
    all.add(new Rule.Case("attention", LossRules::attention));
    all.addAll(HeadRules.cases());
    return all;
  }

  /**
   * One loss at one pair of logits or features.
   *
   * @param name which
   * @param spec the loss on free logits
   * @param step what is learned from
   */
  record Step(String name, LearnerSpec spec, StepInput step) {}

  /** All losses at ordinary arguments. */
  static Stream<Step> steps() {
    Map<String, Loss> losses = logitLosses(3);
    losses.putAll(featureLosses());
    losses.put("smoothed labels", CrossEntropyLoss.ofLabels().withLabelSmoothing(0.2));
    losses.put("arithmetic at the end", LossRules::arithmetic);
    return losses.entrySet().stream()
        .map(
            loss ->
                new Step(
                    loss.getKey(),
                    withDrawn(FreeLogits.spec(STUDENT, loss.getValue(), Sgd.of(1)), 6),
                    FreeLogits.step(TEACHER, LABELS, START)));
  }

  /**
   * The tolerance of a backend against the oracle.
   *
   * @param terms the allowance for loss terms
   * @param gradients the allowance for gradients
   */
  record Allowed(Tolerance terms, Tolerance gradients) {
    static Allowed at(double temperature) {
      return new Allowed(Tolerances.family(temperature), Tolerances.familyGradient(temperature));
    }
  }

  static List<Rule.Case> cases(
      String suffix,
      Map<String, Loss> losses,
      double temperature,
      HostTensor student,
      HostTensor teacher) {
    return cases(suffix, losses, Allowed.at(temperature), student, teacher);
  }

  static List<Rule.Case> cases(
      String suffix,
      Map<String, Loss> losses,
      Allowed allowed,
      HostTensor student,
      HostTensor teacher) {
    List<Rule.Case> cases = new ArrayList<>();
    losses.forEach(
        (name, loss) ->
            cases.add(
                new Rule.Case(name + suffix, s -> compare(s, loss, allowed, student, teacher))));
    return cases;
  }

  private static void compare(
      BackendUnderTest subject,
      Loss loss,
      Allowed allowed,
      HostTensor student,
      HostTensor teacher) {
    LearnerSpec spec = FreeLogits.spec(student, loss, Sgd.of(1));
    spec = withDrawn(spec, student.shape().dim(0));
    StepInput step = FreeLogits.step(teacher, LABELS.rows(0, student.shape().dim(0)), START);
    requireSame(subject, spec, step, allowed);
  }

  /** What a loss trains itself has initial weights of its own. */
  private static LearnerSpec withDrawn(LearnerSpec spec, int rows) {
    return LearnerSpec.of(
        spec.model(),
        Recorder.step(spec.model(), spec.loss(), spec.signature(), rows)
            .initialWeights(7)
            .and(spec.weights()),
        spec.loss(),
        spec.signature(),
        spec.optimizer());
  }

  static void requireSame(
      BackendUnderTest subject, LearnerSpec spec, StepInput step, Allowed allowed) {
    StepGradients actual = subject.session().gradients(spec, step);
    StepGradients expected = subject.oracle().gradients(spec, step);
    Closeness.requireTerms(actual.terms(), expected.terms(), allowed.terms());
    Closeness.requireGradients(actual.gradients(), expected.gradients(), allowed.gradients());
  }

  private static void attention(BackendUnderTest subject) {
    attention(subject, 1, Allowed.at(1));
  }

  /** Attention transfer between images of some size. */
  static void attention(BackendUnderTest subject, double size, Allowed allowed) {
    FreeImages model = new FreeImages(new FreeLogits(6, 8));
    StepSignature signature =
        new StepSignature(Map.of(), List.of(Map.of(OUTPUT, TensorSpec.floats(2, 2, 2))));
    HostTensor student = SeededValues.between(-3 * size, 3 * size, 175, 6, 8);
    LearnerSpec spec =
        LearnerSpec.of(
            model,
            Weights.of(Map.of(FreeLogits.LOGITS, student)),
            AttentionLoss.of(OUTPUT, OUTPUT),
            signature,
            Sgd.of(1));
    HostTensor teacher = SeededValues.between(-3 * size, 3 * size, 176, 6, 2, 2, 2);
    requireSame(subject, spec, FreeLogits.step(teacher, LABELS, START), allowed);
  }

  /** Logits as images of two channels and 2 by 2 pixels. */
  private record FreeImages(FreeLogits free) implements SingleInputModel {
    @Override
    public Shape inputShape() {
      return free.inputShape();
    }

    @Override
    public DType inputType() {
      return free.inputType();
    }

    @Override
    public Outputs forward(Scope scope, Tensor input) {
      Tensor rows = free.forward(scope, input).logits();
      return Outputs.logits(rows.reshape(rows.shape().dim(0), 2, 2, 2));
    }
  }

  private static void weighted(BackendUnderTest subject) {
    Loss sum =
        WeightedLosses.of("kd", DistillationLoss.of(2, 0.6), Schedule.linear(3, 1))
            .and("hint", HintLoss.of(OUTPUT, OUTPUT).through(Dense.of(5, 5)), 0.5)
            .and("similarity", SimilarityLoss.of(OUTPUT, OUTPUT), 2);
    compare(subject, sum, Allowed.at(2), STUDENT, TEACHER);
  }
}
