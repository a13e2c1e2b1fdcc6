package org.distill4j.cli.config;

import org.distill4j.core.init.Initializers;

/** First values of weights. */
final class InitializerKinds {
  private InitializerKinds() {}

  private static final Key MEAN = Key.of("mean", ValueTypes.NUMBER, 0, "the mean");
  private static final Key DEVIATION = Key.of("deviation", ValueTypes.NUMBER, 1, "the deviation");

  static final KindGroup ALL =
      KindGroup.of(
          "initializer",
          plain("zeros", "All 0", "zeros"),
          plain("ones", "All 1", "ones"),
          Kind.of(
              "constant",
              "All the same",
              Initializers.class,
              "constant",
              Key.required("value", ValueTypes.NUMBER, "the value")),
          Kind.of(
              "uniform",
              "Evenly spread between two numbers",
              Initializers.class,
              "uniform",
              Key.required("from", ValueTypes.NUMBER, "the least value"),
              Key.required("to", ValueTypes.NUMBER, "the largest value")),
          Kind.of("normal", "Normally distributed", Initializers.class, "normal", MEAN, DEVIATION),
          Kind.of(
              "truncated-normal",
              "Normally distributed, drawn again beyond two deviations",
              Initializers.class,
              "truncatedNormal",
              MEAN,
              DEVIATION),
          plain(
              "kaiming-uniform", "Uniform in ±1 / √fan-in, as PyTorch's layers", "kaimingUniform"),
          plain("kaiming-uniform-relu", "He et al. 2015, uniform, for ReLU", "kaimingUniformRelu"),
          plain("kaiming-normal-relu", "He et al. 2015, normal, for ReLU", "kaimingNormalRelu"),
          plain("xavier-uniform", "Glorot and Bengio 2010, uniform", "xavierUniform"),
          plain("xavier-normal", "Glorot and Bengio 2010, normal", "xavierNormal"));

  private static Kind plain(String name, String doc, String method) {
    return Kind.of(name, doc, Initializers.class, method);
  }
}
