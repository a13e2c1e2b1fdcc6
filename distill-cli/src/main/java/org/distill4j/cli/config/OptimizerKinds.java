package org.distill4j.cli.config;

import static org.distill4j.cli.kind.Expression.call;
import static org.distill4j.cli.kind.Key.free;
import static org.distill4j.cli.kind.Key.required;
import static org.distill4j.cli.kind.ValueTypes.NUMBER;
import static org.distill4j.cli.kind.ValueTypes.TEXT;

import org.distill4j.cli.kind.Expression;
import org.distill4j.cli.kind.Key;
import org.distill4j.cli.kind.Kind;
import org.distill4j.cli.kind.KindGroup;
import org.distill4j.cli.kind.KindGroups;
import org.distill4j.cli.kind.KindRegistry;
import org.distill4j.cli.kind.ValueType;
import org.distill4j.cli.kind.ValueTypes;
import org.distill4j.optim.Adam;
import org.distill4j.optim.AdamW;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.LazyAdam;
import org.distill4j.optim.Lion;
import org.distill4j.optim.ParameterGroup;
import org.distill4j.optim.ParameterGroups;
import org.distill4j.optim.Schedule;
import org.distill4j.optim.Sgd;

/** Optimizers, and what is done to gradients before them. */
final class OptimizerKinds {
  private OptimizerKinds() {}

  private static final Key<Schedule> RATE =
      required("learning-rate", KindGroups.SCHEDULES, "the learning rate, a number or a schedule");
  private static final Key<Double> BETA1 = Key.of("beta1", NUMBER, 0.9, "decay of the mean");
  private static final Key<Double> BETA2 = Key.of("beta2", NUMBER, 0.999, "decay of the variance");
  private static final Key<Double> EPSILON =
      Key.of("epsilon", NUMBER, "1e-8", "what is added below");

  private static final Key<String> PARAMETERS =
      required("parameters", TEXT, "a path, or a pattern such as \"**.bias\"");

  private static final KindGroup<ParameterGroup.Decay> DECAY =
      KindGroup.of(
          "choice",
          Kind.constant("applied", "As the optimizer says", ParameterGroup.Decay.APPLIED),
          Kind.constant("none", "No weight decay", ParameterGroup.Decay.NONE));

  static final ValueType<ParameterGroups> GROUPS =
      ValueTypes.list(
          KindGroups.PARAMETER_GROUPS,
          groups -> call(ParameterGroups::of, Expression.array(ParameterGroup.class, groups)));

  /** Adds the optimizers and what is done to gradients. */
  static void addTo(KindRegistry registry) {
    registry.add(
        KindGroups.OPTIMIZERS,
        Kind.of("adam", "Kingma and Ba 2015", call(Adam::new, RATE, BETA1, BETA2, EPSILON)),
        Kind.of(
            "adamw",
            "Adam with weight decay apart (Loshchilov and Hutter 2019)",
            call(
                AdamW::new,
                RATE,
                BETA1,
                BETA2,
                EPSILON,
                Key.of("weight-decay", NUMBER, 0.01, "the decay"))),
        Kind.of(
            "lazy-adam",
            "Adam that changes those rows of embedding tables alone that are looked up",
            call(LazyAdam::new, RATE, BETA1, BETA2, EPSILON)),
        Kind.of(
            "lion",
            "Steps by the sign of a momentum (Chen et al. 2023)",
            call(
                Lion::new,
                RATE,
                Key.of("beta1", NUMBER, 0.9, "decay within a step"),
                Key.of("beta2", NUMBER, 0.99, "decay of the momentum"),
                Key.of("weight-decay", NUMBER, "0.0", "the decay"))),
        Kind.of(
            "sgd",
            "Gradient descent",
            call(Sgd::of, RATE)
                .with(Sgd::withMomentum, free("momentum", NUMBER, "classic momentum, in [0, 1)"))
                .with(Sgd::withNesterov, free("nesterov", NUMBER, "Nesterov's momentum instead"))
                .with(Sgd::withWeightDecay, free("weight-decay", NUMBER, "times the parameter"))));
    registry.add(
        KindGroups.PARAMETER_GROUPS,
        Kind.of(
            "trained",
            "Trained otherwise",
            call(ParameterGroup::of, PARAMETERS)
                .with(
                    ParameterGroup::withRateFactor,
                    free("rate-factor", NUMBER, "what the learning rate is times"))
                .with(ParameterGroup::withDecay, free("weight-decay", DECAY, "applied or none"))),
        Kind.of("frozen", "Left as they are", call(ParameterGroup::frozen, PARAMETERS)));
    registry.add(
        KindGroups.CLIPPING,
        Kind.of("none", "Gradients as they are", call(Clipping::none)),
        Kind.of(
            "norm",
            "All gradients scaled to a common norm at most",
            call(Clipping::byNorm, required("limit", NUMBER, "the largest norm"))),
        Kind.of(
            "value",
            "Each element limited",
            call(Clipping::byValue, required("limit", NUMBER, "the largest magnitude"))));
  }
}
