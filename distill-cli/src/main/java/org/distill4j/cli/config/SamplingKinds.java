package org.distill4j.cli.config;

import static org.distill4j.cli.kind.Expression.call;
import static org.distill4j.cli.kind.Key.required;
import static org.distill4j.cli.kind.ValueTypes.TEXT;

import java.util.function.Function;
import org.distill4j.cli.kind.Expression;
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
      Key.of("labels", TEXT, Batch.LABELS, "the labels that hold the classes");
  private static final Key<double[]> WEIGHTS =
      required(
          "weights",
          ValueTypes.NUMBERS,
          "how often each class is taken, 2.5 being twice or three times");

  /** Adds the kinds of sampling. */
  static void addTo(KindRegistry registry) {
    registry.add(
        KindGroups.SAMPLING,
        kind(
            "balanced",
            "Each class as often as the most frequent one",
            values -> (data, seed) -> call(ClassSampling::balanced, data, values.get(LABELS), seed),
            LABELS),
        kind(
            "by-class",
            "Each class as often as its weight says",
            values ->
                (data, seed) ->
                    call(
                        ClassSampling::byClass,
                        data,
                        values.get(LABELS),
                        seed,
                        values.get(WEIGHTS)),
            WEIGHTS,
            LABELS));
  }

  private static Kind<Sampling> kind(
      String name, String doc, Function<KeyValues, Sampling> sampling, Key<?>... keys) {
    return Kind.built(
        name, doc, values -> Expression.literal(sampling.apply(values), "sampling"), keys);
  }
}
