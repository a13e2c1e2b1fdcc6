package org.distill4j.dl4j;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.program.Program;
import org.distill4j.program.StepInput;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.spi.LossValues;
import org.distill4j.tensor.HostTensor;

/** Steps of an optimizer. */
final class Dl4jTraining implements AutoCloseable {
  private final LearnerSpec spec;
  private final Dl4jWeights weights;
  private final CompiledSizes sizes;
  private final GradientSums sums;
  private final Clipper clipper;
  private final Update update;
  private final OptimizerSlots slots;

  Dl4jTraining(LearnerSpec spec) {
    spec.requireKnownUpdate();
    Program program = spec.declared();
    this.spec = spec;
    this.weights = new Dl4jWeights(program, spec.weights());
    this.sizes =
        new CompiledSizes(
            batch -> Compiler.step(spec.record(batch).inlined(), weights, spec.seed()));
    this.sums = new GradientSums(weights.parameters());
    this.clipper = new Clipper(spec.clipping(), weights.parameters().size());
    this.update = Update.of(spec.optimizer());
    this.slots = new OptimizerSlots(weights.parameters(), spec.firstOptimizerState(program));
  }

  LossValues step(StepInput input) {
    int parts = input.parts().size();
    Map<String, Double> losses = new LinkedHashMap<>();
    if (parts == 1) {
      sums.only(runPart(input, 0, losses));
    } else {
      check(input);
      sums.clear();
      for (int i = 0; i < parts; i++) {
        sums.add(runPart(input, i, losses));
      }
    }
    update(spec.optimizer().learningRate().at(input.progress()));
    return new LossValues(losses);
  }

  /** Reads all parts, so that a bad one is refused before the first has changed a state. */
  private void check(StepInput input) {
    for (int i = 0; i < input.parts().size(); i++) {
      Compiled compiled = compiled(input, i);
      compiled.reader().read(input, i);
      compiled.reader().scalars(input);
    }
  }

  private Compiled compiled(StepInput input, int part) {
    return sizes.of(input.parts().get(part).batch().size());
  }

  private Compiled runPart(StepInput input, int part, Map<String, Double> losses) {
    Compiled compiled = compiled(input, part);
    List<HostTensor> values = compiled.reader().read(input, part);
    compiled.run(values, compiled.reader().scalars(input));
    compiled
        .outputs()
        .forEach(
            (name, value) -> losses.merge(name, (double) value.slot().floats()[0], Double::sum));
    weights.take(compiled.updates());
    return compiled;
  }

  private void update(double rate) {
    float[][] gradients = clipper.clip(sums.total());
    long step = slots.nextStep();
    List<ParameterSpec> parameters = weights.parameters();
    for (int i = 0; i < gradients.length; i++) {
      float[] elements = weights.memory(parameters.get(i).name()).floatsToUpdate();
      update.apply(elements, gradients[i], slots.of(i), step, rate);
    }
  }

  Dl4jWeights weights() {
    return weights;
  }

  Weights snapshot() {
    return weights.toWeights();
  }

  OptimizerState optimizerState() {
    return slots.toState();
  }

  @Override
  public void close() {
    sizes.close();
    weights.close();
  }
}
