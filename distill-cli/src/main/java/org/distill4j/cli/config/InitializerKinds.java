package org.distill4j.cli.config;

import org.distill4j.cli.kind.Key;
import org.distill4j.cli.kind.Kind;
import org.distill4j.cli.kind.KindGroups;
import org.distill4j.cli.kind.KindRegistry;
import org.distill4j.cli.kind.ValueTypes;
import org.distill4j.core.init.Initializers;

/** First values of weights. */
final class InitializerKinds {
  private InitializerKinds() {}

  private static final Key<Double> MEAN = Key.of("mean", ValueTypes.NUMBER, 0, "the mean");
  private static final Key<Double> DEVIATION =
      Key.of("deviation", ValueTypes.NUMBER, 1, "the deviation");

  /** Adds the initializers. */
  static void addTo(KindRegistry registry) {
    registry.add(
        KindGroups.INITIALIZERS,
        Kind.of("zeros", "All 0", Initializers::zeros),
        Kind.of("ones", "All 1", Initializers::ones),
        Kind.of(
            "constant",
            "All the same",
            Initializers::constant,
            Key.required("value", ValueTypes.NUMBER, "the value")),
        Kind.of(
            "uniform",
            "Evenly spread between two numbers",
            Initializers::uniform,
            Key.required("from", ValueTypes.NUMBER, "the least value"),
            Key.required("to", ValueTypes.NUMBER, "the largest value")),
        Kind.of("normal", "Normally distributed", Initializers::normal, MEAN, DEVIATION),
        Kind.of(
            "truncated-normal",
            "Normally distributed, drawn again beyond two deviations",
            Initializers::truncatedNormal,
            MEAN,
            DEVIATION),
        Kind.of(
            "kaiming-uniform",
            "Uniform in ±1 / √fan-in, as PyTorch's layers",
            Initializers::kaimingUniform),
        Kind.of(
            "kaiming-uniform-relu",
            "He et al. 2015, uniform, for ReLU",
            Initializers::kaimingUniformRelu),
        Kind.of(
            "kaiming-normal-relu",
            "He et al. 2015, normal, for ReLU",
            Initializers::kaimingNormalRelu),
        Kind.of("xavier-uniform", "Glorot and Bengio 2010, uniform", Initializers::xavierUniform),
        Kind.of("xavier-normal", "Glorot and Bengio 2010, normal", Initializers::xavierNormal));
  }
}
