package org.distill4j.jvm;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.distill4j.tensor.Composite;

/** Lays down the steps of the composites that are computed whole. */
final class PlanComposites {
  private final StepList steps;
  private final SoftmaxSteps softmaxes;
  private final AttentionSteps attentions;

  PlanComposites(StepList steps, SoftmaxSteps softmaxes, Set<Composite> unreadProbabilities) {
    this.steps = steps;
    this.softmaxes = softmaxes;
    this.attentions = new AttentionSteps(steps, unreadProbabilities);
  }

  /** The composite's results; empty if it has no steps of its own. */
  Optional<List<Value>> whole(Composite composite, List<Value> in) {
    List<Value> results =
        switch (composite.name()) {
          case "softmax-gradient", "log-softmax-gradient" -> softmaxGradient(composite, in);
          case "softmax-cross-entropy" -> crossEntropy(in.get(0), in.get(1));
          case "softmax-cross-entropy-gradient" -> crossEntropyGradient(in);
          case "kl-divergence" -> divergence(in.get(0), in.get(1));
          case "batch-norm" -> BatchNormSteps.normalize(steps, in, composite.number("epsilon"));
          case "batch-norm-gradient" ->
              BatchNormSteps.gradients(steps, in, composite.number("epsilon"));
          case "layer-norm" -> LayerNormSteps.normalize(steps, in, composite.number("epsilon"));
          case "layer-norm-gradient" -> LayerNormSteps.gradients(steps, in);
          case "adam", "adamw" -> OptimizerSteps.adam(steps, composite, in);
          case "row-adam" -> OptimizerSteps.rowAdam(steps, composite, in);
          case "sgd" -> OptimizerSteps.sgd(steps, composite, in);
          case "clip-by-norm" -> OptimizerSteps.clipByNorm(steps, in, composite.number("limit"));
          case "attention" -> attentions.attention(composite, in);
          case "attention-gradient" -> attentions.gradients(composite, in);
          case "gelu-gradient" -> geluGradient(in.get(0), in.get(1));
          default -> activationGradient(composite, in);
        };
    return Optional.of(results).filter(all -> !all.isEmpty());
  }

  private List<Value> activationGradient(Composite composite, List<Value> in) {
    BinaryLoop loop = ActivationGradients.loops().get(composite.name());
    return loop == null
        ? List.of()
        : List.of(steps.elementwise(in.get(0).shape(), BlockLoop.of(loop), in.get(0), in.get(1)));
  }

  private List<Value> geluGradient(Value gradient, Value x) {
    return List.of(steps.elementwise(NormalFormulas.geluGradient(gradient.shape(), gradient, x)));
  }

  private List<Value> softmaxGradient(Composite composite, List<Value> in) {
    int axis = (int) composite.number("axis");
    return List.of(
        composite.name().equals("softmax-gradient")
            ? SoftmaxSteps.softmaxGradient(steps, in.get(1), in.get(0), axis)
            : SoftmaxSteps.logSoftmaxGradient(steps, softmaxes.exp(in.get(1)), in.get(0), axis));
  }

  private List<Value> crossEntropy(Value logits, Value labels) {
    Value logs = softmaxes.logSoftmax(logits, logits.shape().rank() - 1);
    return List.of(LossSteps.crossEntropy(steps, logs, labels), logs);
  }

  private List<Value> crossEntropyGradient(List<Value> in) {
    Value logs = in.get(1);
    Value softmax = softmaxes.exp(logs);
    return List.of(
        LossSteps.crossEntropyGradient(steps, in.get(0), softmax, in.get(2), logs.shape()));
  }

  private List<Value> divergence(Value logP, Value logQ) {
    return List.of(LossSteps.divergence(steps, softmaxes.exp(logP), logP, logQ));
  }
}
