package org.distill4j.cli.config;

import java.util.List;
import org.distill4j.optim.Adam;
import org.distill4j.optim.AdamW;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.LazyAdam;
import org.distill4j.optim.Lion;
import org.distill4j.optim.ParameterGroup;
import org.distill4j.optim.ParameterGroups;
import org.distill4j.optim.Sgd;

/** Optimizers, and what is done to gradients before them. */
final class OptimizerKinds {
  private OptimizerKinds() {}

  private static final Key RATE =
      Key.required("learning-rate", ScheduleKinds.ALL, "the learning rate, a number or a schedule");
  private static final Key BETA1 = Key.of("beta1", ValueTypes.NUMBER, 0.9, "decay of the mean");
  private static final Key BETA2 =
      Key.of("beta2", ValueTypes.NUMBER, 0.999, "decay of the variance");
  private static final Key EPSILON =
      Key.of("epsilon", ValueTypes.NUMBER, "1e-8", "what is added below");

  static final KindGroup ALL =
      KindGroup.of(
          "optimizer",
          Kind.created("adam", "Kingma and Ba 2015", Adam.class, RATE, BETA1, BETA2, EPSILON),
          Kind.created(
              "adamw",
              "Adam with weight decay apart (Loshchilov and Hutter 2019)",
              AdamW.class,
              RATE,
              BETA1,
              BETA2,
              EPSILON,
              Key.of("weight-decay", ValueTypes.NUMBER, 0.01, "the decay")),
          Kind.created(
              "lazy-adam",
              "Adam that changes those rows of embedding tables alone that are looked up",
              LazyAdam.class,
              RATE,
              BETA1,
              BETA2,
              EPSILON),
          Kind.created(
              "lion",
              "Steps by the sign of a momentum (Chen et al. 2023)",
              Lion.class,
              RATE,
              Key.of("beta1", ValueTypes.NUMBER, 0.9, "decay within a step"),
              Key.of("beta2", ValueTypes.NUMBER, 0.99, "decay of the momentum"),
              Key.of("weight-decay", ValueTypes.NUMBER, "0.0", "the decay")),
          Kind.of("sgd", "Gradient descent", Sgd.class, "of", RATE)
              .with(
                  "withMomentum",
                  Key.free("momentum", ValueTypes.NUMBER, "classic momentum, in [0, 1)"))
              .with(
                  "withNesterov",
                  Key.free("nesterov", ValueTypes.NUMBER, "Nesterov's momentum instead"))
              .with(
                  "withWeightDecay",
                  Key.free("weight-decay", ValueTypes.NUMBER, "times the parameter")));

  private static final Key PARAMETERS =
      Key.required("parameters", ValueTypes.TEXT, "a path, or a pattern such as \"**.bias\"");

  private static final KindGroup DECAY =
      KindGroup.of(
          "choice",
          Kind.constant("applied", "As the optimizer says", ParameterGroup.Decay.APPLIED),
          Kind.constant("none", "No weight decay", ParameterGroup.Decay.NONE));

  static final KindGroup GROUP =
      KindGroup.of(
          "parameter group",
          Kind.of("trained", "Trained otherwise", ParameterGroup.class, "of", PARAMETERS)
              .with(
                  "withRateFactor",
                  Key.free("rate-factor", ValueTypes.NUMBER, "what the learning rate is times"))
              .with("withDecay", Key.free("weight-decay", DECAY, "applied or none")),
          Kind.of("frozen", "Left as they are", ParameterGroup.class, "frozen", PARAMETERS));

  static final ValueType GROUPS =
      ValueTypes.list(
          GROUP,
          groups ->
              JavaExpression.call(
                  ParameterGroups.class,
                  "of",
                  List.of(JavaExpression.array(ParameterGroup.class, groups))));

  static final KindGroup CLIPPING =
      KindGroup.of(
          "clipping",
          Kind.of("none", "Gradients as they are", Clipping.class, "none"),
          Kind.of(
              "norm",
              "All gradients scaled to a common norm at most",
              Clipping.class,
              "byNorm",
              Key.required("limit", ValueTypes.NUMBER, "the largest norm")),
          Kind.of(
              "value",
              "Each element limited",
              Clipping.class,
              "byValue",
              Key.required("limit", ValueTypes.NUMBER, "the largest magnitude")));
}
