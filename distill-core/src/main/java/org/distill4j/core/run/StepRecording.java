package org.distill4j.core.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.distill4j.ir.Gradients;
import org.distill4j.ir.Program;
import org.distill4j.loss.LossTerms;
import org.distill4j.model.ParameterSpec;
import org.distill4j.program.Recording;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** A training step recorded for one batch size, as the programs that run it. */
final class StepRecording {
  private final Recording recorded;
  private final UpdateRecording update;

  StepRecording(Recording recorded, UpdateRecording update) {
    this.recorded = recorded;
    this.update = update;
  }

  /** The step on an unsplit batch. */
  Program whole() {
    int scalars = recorded.scalars().size();
    return program(scalars + update.scalars().count(), update.updates(gradients(), scalars));
  }

  /** The first micro-batch: its gradients are kept. */
  Program first() {
    return program(recorded.scalars().size(), sums(gradients()));
  }

  /** Any further micro-batch: its gradients are added. */
  Program more() {
    List<Tensor> added = new ArrayList<>();
    for (Tensor gradient : gradients()) {
      added.add(sum(update.trained().get(added.size())).add(gradient));
    }
    return program(recorded.scalars().size(), sums(added));
  }

  /** The end of a batch of several micro-batches: the gradients that were kept are applied. */
  static Program finish(UpdateRecording update) {
    List<Tensor> sums = update.trained().stream().map(StepRecording::sum).toList();
    return new Program(List.of(), update.scalars().count(), Map.of(), update.updates(sums, 0));
  }

  private Program program(int scalars, Map<String, Tensor> updates) {
    Map<String, Tensor> all = new LinkedHashMap<>(recorded.stateUpdates());
    all.putAll(updates);
    return ModelPrograms.program(recorded, scalars, all);
  }

  private Map<String, Tensor> sums(List<Tensor> values) {
    Map<String, Tensor> sums = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      sums.put(VariableNames.gradientSum(update.trained().get(i).name()), values.get(i));
    }
    return sums;
  }

  private static Tensor sum(ParameterSpec parameter) {
    return ModelPrograms.variable(VariableNames.gradientSum(parameter.name()), parameter.shape());
  }

  private List<Tensor> gradients() {
    Map<String, Tensor> used = new LinkedHashMap<>();
    for (Tensor node : recorded.nodes()) {
      if (node.op() instanceof Op.Variable variable) {
        used.put(variable.name(), node);
      }
    }
    List<Tensor> leaves = new ArrayList<>();
    for (ParameterSpec parameter : update.trained()) {
      leaves.add(
          Optional.ofNullable(used.get(parameter.name()))
              .orElseGet(() -> ModelPrograms.variable(parameter.name(), parameter.shape())));
    }
    Tensor total = Objects.requireNonNull(recorded.outputs().get(LossTerms.TOTAL));
    return Gradients.of(total, leaves);
  }
}
