package org.distill4j.conformance.broken;

import java.util.function.Function;
import java.util.stream.Stream;
import org.distill4j.conformance.DrivenBackend;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.loss.Weighting;
import org.distill4j.tensor.Tensor;

/** A backend that replaces the objective by a kernel of its own, and the wrong one. */
final class LossBreakages {
  /** What a formula is made of. */
  private record Parts(
      Signals signals, Tensor student, Tensor teacher, Tensor t, Tensor alpha, String labels) {
    Tensor given() {
      return student.div(t).logSoftmax(1);
    }

    Tensor wanted() {
      return teacher.div(t).logSoftmax(1);
    }

    Tensor soft() {
      return mean(wanted().exp().mul(wanted().sub(given())).sum(1)).mul(t.square());
    }

    Tensor hard() {
      return signals.mean(crossEntropy(student), Weighting.labelled(labels));
    }

    Tensor crossEntropy(Tensor logits) {
      int classes = logits.shape().dim(1);
      Tensor picked = signals.classLabels(labels, classes).oneHot(classes);
      return picked.mul(logits.logSoftmax(1)).sum(1).negate();
    }

    Tensor mean(Tensor perExample) {
      return signals.meanOverBatch(perExample);
    }

    LossTerms terms(Tensor soft, Tensor hard) {
      return weighted(alpha, soft, hard);
    }

    LossTerms weighted(Tensor weight, Tensor soft, Tensor hard) {
      return LossTerms.total(weight.mul(soft).add(Tensor.of(1).sub(weight).mul(hard)))
          .and("soft", soft)
          .and("hard", hard);
    }

    Parts with(Tensor another) {
      return new Parts(signals, another, teacher, t, alpha, labels);
    }
  }

  private LossBreakages() {}

  private static Breakage loss(String name, Function<Parts, LossTerms> formula, String... rules) {
    return Breakage.of(name, () -> backend(formula), rules);
  }

  private static DrivenBackend backend(Function<Parts, LossTerms> formula) {
    return PassingBackend.specs(
        spec ->
            spec.loss() instanceof DistillationLoss right
                ? Specs.withLoss(spec, replaced(right, formula))
                : spec);
  }

  private static Loss replaced(DistillationLoss right, Function<Parts, LossTerms> formula) {
    return signals ->
        formula.apply(
            new Parts(
                signals,
                signals.student().get(right.output()),
                signals.teacher().get(right.output()),
                signals.scheduled(right.temperature()),
                signals.scheduled(right.alpha()),
                right.labels()));
  }

  static Stream<Breakage> all() {
    return Stream.of(
        loss("T² is missing", p -> p.terms(p.soft().div(p.t().square()), p.hard()), all("03")),
        loss("KL is averaged over elements too", LossBreakages::elementMean, all("05")),
        loss("KL's arguments are swapped", LossBreakages::swapped, all("03")),
        loss(
            "soft cross-entropy is sold as KL",
            LossBreakages::softCrossEntropy,
            "OBJ-01",
            "OBJ-07"),
        loss(
            "α weighs the hard term",
            p -> p.weighted(Tensor.of(1).sub(p.alpha()), p.soft(), p.hard()),
            all("10")),
        loss("the student's softmax has no T", LossBreakages::coldStudent, all("07")),
        loss(
            "the hard term is averaged over all rows",
            p -> p.terms(p.soft(), p.mean(p.crossEntropy(p.student()))),
            "OBJ-05"),
        loss("no label is 0 / 0", LossBreakages::undefined, "OBJ-06"),
        loss("logits are cut off at 20", LossBreakages::cutOff, "OBJ-04", "OBJ-08"),
        loss(
            "terms are reported after they were weighted",
            p ->
                LossTerms.total(p.terms(p.soft(), p.hard()).total())
                    .and("soft", p.soft().mul(p.alpha()))
                    .and("hard", p.hard()),
            "OBJ-01"));
  }

  /** Value and gradient, and one more. */
  private static String[] all(String another) {
    return new String[] {"OBJ-01", "OBJ-02", "OBJ-" + another};
  }

  private static LossTerms elementMean(Parts p) {
    return p.terms(p.soft().div(p.student().shape().dim(1)), p.hard());
  }

  private static LossTerms swapped(Parts p) {
    Tensor divergence = p.given().exp().mul(p.given().sub(p.wanted())).sum(1);
    return p.terms(p.mean(divergence).mul(p.t().square()), p.hard());
  }

  private static LossTerms softCrossEntropy(Parts p) {
    Tensor crossEntropy = p.wanted().exp().mul(p.given()).sum(1).negate();
    return p.terms(p.mean(crossEntropy).mul(p.t().square()), p.hard());
  }

  private static LossTerms coldStudent(Parts p) {
    return p.terms(p.with(p.student().mul(p.t())).soft(), p.hard());
  }

  private static LossTerms undefined(Parts p) {
    Tensor labelled = p.signals().labels(p.labels()).greaterOrEqual(Tensor.of(0).toInt()).toFloat();
    return p.terms(p.soft(), p.hard().div(labelled.sum().minimum(Tensor.of(1))));
  }

  private static LossTerms cutOff(Parts p) {
    Tensor limit = Tensor.of(20);
    Parts cut = p.with(p.student().minimum(limit).maximum(limit.negate()));
    return p.terms(cut.soft(), cut.hard());
  }
}
