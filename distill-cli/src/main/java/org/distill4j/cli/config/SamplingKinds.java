package org.distill4j.cli.config;

import org.distill4j.cli.kind.JavaExpression;
import org.distill4j.cli.kind.Key;
import org.distill4j.cli.kind.KeyValues;
import org.distill4j.cli.kind.Kind;
import org.distill4j.cli.kind.KindGroups;
import org.distill4j.cli.kind.KindRegistry;
import org.distill4j.cli.kind.Sampling;
import org.distill4j.cli.kind.ValueTypes;
import org.distill4j.core.data.ClassSampling;
import org.distill4j.data.Batch;

/** How often a training takes the examples of each class. */
final class SamplingKinds {
  private SamplingKinds() {}

  private static final Key<String> LABELS =
      Key.of("labels", ValueTypes.TEXT, Batch.LABELS, "the labels that hold the classes");
  private static final Key<double[]> WEIGHTS =
      Key.required(
          "weights",
          ValueTypes.NUMBERS,
          "how often each class is taken, 2.5 being twice or three times");

  /** Adds the kinds of sampling. */
  static void addTo(KindRegistry registry) {
    registry.add(
        KindGroups.SAMPLING,
        Kind.built(
            "balanced",
            "Each class as often as the most frequent one",
            values -> JavaExpression.literal(balanced(values), "sampling"),
            LABELS),
        Kind.built(
            "by-class",
            "Each class as often as its weight says",
            values -> JavaExpression.literal(byClass(values), "sampling"),
            WEIGHTS,
            LABELS));
  }

  private static Sampling balanced(KeyValues values) {
    return (data, seed) ->
        JavaExpression.call(ClassSampling::balanced, data, values.get(LABELS), seed);
  }

  private static Sampling byClass(KeyValues values) {
    return (data, seed) ->
        JavaExpression.call(
            ClassSampling::byClass, data, values.get(LABELS), seed, values.get(WEIGHTS));
  }
}
