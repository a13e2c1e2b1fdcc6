package org.distill4j.cli.config;

import java.util.List;
import org.distill4j.core.data.ClassSampling;
import org.distill4j.data.Batch;

/** How often a training takes the examples of each class. */
public final class SamplingKinds {
  private SamplingKinds() {}

  /** Makes the examples of a training of others. */
  @FunctionalInterface
  public interface Sampling {
    /**
     * Returns the examples, some of them several times.
     *
     * @param data the data set
     * @param seed the seed that decides about fractions
     * @return the changed data set
     */
    JavaExpression of(JavaExpression data, JavaExpression seed);
  }

  private static final Key LABELS =
      Key.of("labels", ValueTypes.TEXT, Batch.LABELS, "the labels that hold the classes");
  private static final Key WEIGHTS =
      Key.required(
          "weights",
          ValueTypes.list(
              ValueTypes.NUMBER, weights -> JavaExpression.array(double.class, weights)),
          "how often each class is taken, 2.5 being twice or three times");

  static final KindGroup ALL =
      KindGroup.of(
          "sampling",
          Kind.made(
              "balanced",
              "Each class as often as the most frequent one",
              values ->
                  sampling(
                      (data, seed) ->
                          JavaExpression.call(
                              ClassSampling.class,
                              "balanced",
                              List.of(data, values.get(LABELS), seed))),
              LABELS),
          Kind.made(
              "by-class",
              "Each class as often as its weight says",
              values ->
                  sampling(
                      (data, seed) ->
                          JavaExpression.call(
                              ClassSampling.class,
                              "byClass",
                              List.of(data, values.get(LABELS), seed, values.get(WEIGHTS)))),
              WEIGHTS,
              LABELS));

  private static JavaExpression sampling(Sampling sampling) {
    return JavaExpression.literal(sampling, "sampling");
  }
}
