package org.distill4j.core.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distill4j.ir.Program;
import org.distill4j.model.ParameterSpec;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.ParameterGroup;
import org.distill4j.optim.ParameterStep;
import org.distill4j.optim.WeightAverage;
import org.distill4j.program.Recording;
import org.distill4j.tensor.Tensor;
import org.distill4j.train.LearnerSpec;

/** The update of the trained parameters from their gradients: clipping, then the optimizer. */
final class UpdateRecording {
  private final LearnerSpec spec;
  private final List<ParameterSpec> trained;
  private final Set<String> tables;
  private final UpdateScalars scalars;

  /**
   * The updates of a training.
   *
   * @param spec the training; its weights are not kept
   * @param declared the training's step for some batch size
   */
  UpdateRecording(LearnerSpec spec, Recording declared) {
    this.spec = spec;
    this.trained = spec.groups().trained(declared.parameters());
    this.tables = LookupTables.find(declared);
    List<Double> factors = trained.stream().map(one -> group(one).rateFactor()).distinct().toList();
    this.scalars = new UpdateScalars(spec.optimizer(), factors, spec.average());
  }

  private ParameterGroup group(ParameterSpec parameter) {
    return spec.groups().group(parameter.name());
  }

  List<ParameterSpec> trained() {
    return trained;
  }

  UpdateScalars scalars() {
    return scalars;
  }

  /**
   * The new values of parameters, slots and averages.
   *
   * @param gradients the gradient of each trained parameter
   * @param firstScalar the index of the first of the scalars in the program
   */
  Map<String, Tensor> updates(List<Tensor> gradients, int firstScalar) {
    List<Tensor> clipped = spec.clipping().clip(gradients);
    Map<String, Tensor> updates = new LinkedHashMap<>();
    for (int i = 0; i < trained.size(); i++) {
      ParameterSpec parameter = trained.get(i);
      List<Tensor> next = next(parameter, clipped.get(i), firstScalar);
      updates.put(parameter.name(), next.get(0));
      for (int slot = 1; slot < next.size(); slot++) {
        String name = spec.optimizer().slots().get(slot - 1);
        updates.put(VariableNames.slot(parameter.name(), name), next.get(slot));
      }
      if (spec.average().isPresent()) {
        updates.put(
            VariableNames.average(parameter.name()), average(parameter, next.get(0), firstScalar));
      }
    }
    return updates;
  }

  private Tensor average(ParameterSpec parameter, Tensor next, int firstScalar) {
    Tensor before = slot(parameter, WeightAverage.SLOT);
    return WeightAverage.update(before, next, scalars.share(firstScalar));
  }

  private List<Tensor> next(ParameterSpec parameter, Tensor gradient, int firstScalar) {
    ParameterGroup group = group(parameter);
    boolean decays = group.decay() == ParameterGroup.Decay.APPLIED;
    Optimizer optimizer = decays ? spec.optimizer() : spec.optimizer().withoutWeightDecay();
    List<Tensor> next =
        optimizer.update(
            new ParameterStep(
                use(parameter),
                ModelPrograms.variable(parameter.name(), parameter.shape()),
                gradient,
                optimizer.slots().stream().map(slot -> slot(parameter, slot)).toList(),
                scalars.rate(group.rateFactor(), firstScalar),
                scalars.numbers(firstScalar)));
    requireAll(optimizer, next.size());
    return next;
  }

  private static void requireAll(Optimizer optimizer, int given) {
    if (given != 1 + optimizer.slots().size()) {
      throw new IllegalArgumentException(
          "The optimizer "
              + optimizer
              + " gave "
              + given
              + " tensors, expected the new parameter and the new value of each slot of "
              + optimizer.slots()
              + ".\nMaybe a slot that stays as it is was left out.");
    }
  }

  private ParameterStep.Use use(ParameterSpec parameter) {
    return tables.contains(parameter.name())
        ? ParameterStep.Use.LOOKED_UP
        : ParameterStep.Use.WHOLE;
  }

  private static Tensor slot(ParameterSpec parameter, String slot) {
    return ModelPrograms.variable(VariableNames.slot(parameter.name(), slot), parameter.shape());
  }

  /** Sets negligible values in slots to 0. */
  Program flush() {
    Map<String, Tensor> updates = new LinkedHashMap<>();
    for (ParameterSpec parameter : trained) {
      for (String slot : spec.optimizer().slots()) {
        double limit = spec.optimizer().negligible(slot, use(parameter));
        if (limit > 0) {
          Tensor value = slot(parameter, slot);
          Tensor isTiny = value.abs().less(Tensor.of(limit));
          updates.put(
              VariableNames.slot(parameter.name(), slot), isTiny.where(Tensor.of(0), value));
        }
      }
    }
    return new Program(List.of(), 0, Map.of(), updates);
  }
}
