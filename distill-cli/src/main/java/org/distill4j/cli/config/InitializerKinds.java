package org.distill4j.cli.config;

import static org.distill4j.cli.kind.Expression.call;
import static org.distill4j.cli.kind.Key.required;
import static org.distill4j.cli.kind.ValueTypes.NUMBER;

import org.distill4j.cli.kind.Key;
import org.distill4j.cli.kind.Kind;
import org.distill4j.cli.kind.KindGroups;
import org.distill4j.cli.kind.KindRegistry;
import org.distill4j.core.init.Initializers;

/** First values of weights. */
final class InitializerKinds {
  private InitializerKinds() {}

  private static final Key<Double> MEAN = Key.of("mean", NUMBER, 0, "the mean");
  private static final Key<Double> DEVIATION = Key.of("deviation", NUMBER, 1, "the deviation");

  /** Adds the initializers. */
  static void addTo(KindRegistry registry) {
    registry.add(
        KindGroups.INITIALIZERS,
        Kind.of("zeros", "All 0", call(Initializers::zeros)),
        Kind.of("ones", "All 1", call(Initializers::ones)),
        Kind.of(
            "constant",
            "All the same",
            call(Initializers::constant, required("value", NUMBER, "the value"))),
        Kind.of(
            "uniform",
            "Evenly spread between two numbers",
            call(
                Initializers::uniform,
                required("from", NUMBER, "the least value"),
                required("to", NUMBER, "the largest value"))),
        Kind.of("normal", "Normally distributed", call(Initializers::normal, MEAN, DEVIATION)),
        Kind.of(
            "truncated-normal",
            "Normally distributed, drawn again beyond two deviations",
            call(Initializers::truncatedNormal, MEAN, DEVIATION)),
        Kind.of(
            "kaiming-uniform",
            "Uniform in ±1 / √fan-in, as PyTorch's layers",
            call(Initializers::kaimingUniform)),
        Kind.of(
            "kaiming-uniform-relu",
            "He et al. 2015, uniform, for ReLU",
            call(Initializers::kaimingUniformRelu)),
        Kind.of(
            "kaiming-normal-relu",
            "He et al. 2015, normal, for ReLU",
            call(Initializers::kaimingNormalRelu)),
        Kind.of(
            "xavier-uniform", "Glorot and Bengio 2010, uniform", call(Initializers::xavierUniform)),
        Kind.of(
            "xavier-normal", "Glorot and Bengio 2010, normal", call(Initializers::xavierNormal)));
  }
}
