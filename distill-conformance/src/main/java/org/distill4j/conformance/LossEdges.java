package org.distill4j.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.distill4j.core.loss.MmdLoss;
import org.distill4j.core.loss.ProbabilisticTransferLoss;
import org.distill4j.core.loss.RelationalLoss;
import org.distill4j.core.loss.SimilarityLoss;
import org.distill4j.core.loss.SoftTargetLoss;
import org.distill4j.core.loss.StandardizedLogits;
import org.distill4j.data.Batch;
import org.distill4j.loss.Loss;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/** Losses at arguments that overflow, vanish or cancel in careless computations. */
final class LossEdges {
  private static final double HOT = 1000;

  private LossEdges() {}

  static List<Rule.Case> logits() {
    HostTensor equal = HostTensor.ofFloats(Shape.of(6, 5), new float[30]);
    return Stream.of(
            large(", large", 1e4),
            large(", huge", 1e30),
            LossRules.cases(", equal", LossRules.logitLosses(2), 2, equal, LossRules.TEACHER),
            LossRules.cases(
                ", of an equal teacher", LossRules.logitLosses(2), 2, LossRules.STUDENT, equal))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Rule.Case> large(String suffix, double size) {
    HostTensor student = SeededValues.between(-size, size, 173, 6, 5);
    HostTensor teacher = SeededValues.between(-size, size, 174, 6, 5);
    return LossRules.cases(suffix, LossRules.logitLosses(2), 2, student, teacher);
  }

  static List<Rule.Case> features() {
    HostTensor alike = HostTensor.ofFloats(Shape.of(6, 5), multiples(1, 1, 1, 1, 1, 1));
    HostTensor opposite = HostTensor.ofFloats(Shape.of(6, 5), multiples(1, -3, 0.7, -1, 11, -0.3));
    HostTensor zero = HostTensor.ofFloats(Shape.of(6, 5), new float[30]);
    HostTensor student = LossRules.STUDENT;
    HostTensor teacher = LossRules.TEACHER;
    Map<String, Loss> losses = LossRules.featureLosses();
    return Stream.of(
            LossRules.cases(", all equal", losses, 1, alike, teacher),
            LossRules.cases(", opposite", losses, 1, opposite, teacher),
            LossRules.cases(", zeros", losses, 1, zero, teacher),
            LossRules.cases(", of zeros", losses, 1, student, zero),
            LossRules.cases(", one row", losses, 1, student.rows(0, 1), teacher.rows(0, 1)))
        .flatMap(List::stream)
        .toList();
  }

  /** One vector times some factors. */
  private static float[] multiples(double... factors) {
    double[] vector = {1, -2, 3, 0.5, 4};
    float[] rows = new float[factors.length * vector.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) (factors[i / vector.length] * vector[i % vector.length]);
    }
    return rows;
  }

  static List<Rule.Case> hot() {
    LossRules.Allowed allowed =
        new LossRules.Allowed(Tolerances.THOUSANDTH, Tolerances.THOUSANDTH.times(5));
    Map<String, Loss> losses = LossRules.logitLosses(HOT);
    return Stream.of(
            LossRules.cases("", losses, allowed, LossRules.STUDENT, LossRules.TEACHER),
            LossRules.cases(" of itself", losses, allowed, LossRules.STUDENT, LossRules.STUDENT))
        .flatMap(List::stream)
        .toList();
  }

  static List<Rule.Case> sizes() {
    return Stream.of(1e-12, 1e12, 1e30).flatMap(size -> sizes(size).stream()).toList();
  }

  private static List<Rule.Case> sizes(double size) {
    Map<String, Loss> losses = new LinkedHashMap<>();
    losses.put("similarity", SimilarityLoss.of(LossRules.OUTPUT, LossRules.OUTPUT));
    losses.put("relational", RelationalLoss.of(LossRules.OUTPUT, LossRules.OUTPUT));
    losses.put(
        "probabilistic transfer", ProbabilisticTransferLoss.of(LossRules.OUTPUT, LossRules.OUTPUT));
    losses.put("MMD", new MmdLoss(LossRules.OUTPUT, Batch.LABELS));
    losses.put("standardised", StandardizedLogits.of(SoftTargetLoss.of(2)));
    LossRules.Allowed allowed =
        new LossRules.Allowed(Tolerances.THOUSANDTH, Tolerances.THOUSANDTH.ofSize(1 / size));
    String suffix = " of " + size;
    List<Rule.Case> cases =
        new ArrayList<>(
            LossRules.cases(
                suffix,
                losses,
                allowed,
                SeededValues.between(-size, size, 177, 6, 5),
                SeededValues.between(-size, size, 178, 6, 5)));
    cases.add(
        new Rule.Case(
            "attention" + suffix, subject -> LossRules.attention(subject, size, allowed)));
    return cases;
  }
}
