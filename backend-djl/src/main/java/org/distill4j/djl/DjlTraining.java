package org.distill4j.djl;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.distill4j.optim.OptimizerState;
import org.distill4j.program.Program;
import org.distill4j.program.StepInput;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.spi.LossValues;
import org.distill4j.tensor.TensorSpec;

/** The training step of a learner, compiled for each batch size that it meets. */
final class DjlTraining {
  private final Place place;
  private final LearnerSpec spec;
  private final DjlArrays weights;
  private final OptimizerSlots slots;
  private final Rates rates;
  private final ModuleCache modules = new ModuleCache(this::compile);
  private final List<DjlArrays> sums = new ArrayList<>();

  /**
   * Puts weights and the optimizer's memory on the device.
   *
   * @param place where they are kept
   * @param spec what is trained
   * @param program the step for some batch size
   */
  DjlTraining(Place place, LearnerSpec spec, Program program) {
    this.place = place;
    this.spec = spec;
    this.slots = new OptimizerSlots(place, spec, program);
    this.rates = new Rates(place.arena());
    this.weights = DjlArrays.weightsOf(place, program);
    weights.set(spec.weights());
    weights.of(program.parameters()).forEach(array -> array.setRequiresGradient(true));
  }

  DjlArrays weights() {
    return weights;
  }

  OptimizerState optimizerState() {
    return slots.toState();
  }

  private ProgramModule compile(int batchSize) {
    Program program = spec.record(batchSize).inlined();
    ProgramScript script = new ProgramScript(program, place.device());
    UpdateScript update = new UpdateScript(spec, place.device(), program.parameters().size());
    String methods = update.methods() + new StepScript(script).methods();
    List<TensorSpec> terms = Collections.nCopies(program.outputs().size(), TensorSpec.floats());
    ProgramModule module =
        new ProgramModule(place, script, spec.seed(), methods, attributes(), terms);
    module.bind("parameters", weights.of(program.parameters()));
    module.bind("states", weights.of(program.states()));
    module.bind(UpdateScript.RATES, rates.arrays());
    slots.bindTo(module);
    return module;
  }

  private List<String> attributes() {
    List<String> attributes = new ArrayList<>(List.of(UpdateScript.RATES, StepScript.SUMS));
    int count = spec.optimizer().slots().size();
    IntStream.range(0, count).forEach(i -> attributes.add(UpdateScript.slot(i)));
    return attributes;
  }

  LossValues step(StepInput input) {
    int parts = input.parts().size();
    for (int part = 1; part < parts; part++) {
      // Reading checks: nothing may have changed when a later part is refused.
      module(input, part).reader().read(input, part);
    }
    Map<String, Double> terms = new LinkedHashMap<>();
    for (int part = 0; part < parts; part++) {
      ProgramModule module = module(input, part);
      fill(module, input, part);
      module.run(method(part, parts));
      addTerms(module, terms);
    }
    finish(module(input, parts - 1), parts);
    return new LossValues(terms);
  }

  private ProgramModule module(StepInput input, int part) {
    return modules.get(input.parts().get(part).batch().size());
  }

  private void fill(ProgramModule module, StepInput input, int part) {
    module.setFeeds(module.reader().read(input, part));
    module.setScalars(module.reader().scalars(input));
    rates.set(spec.optimizer().learningRate().at(input.progress()), slots.step() + 1);
    if (input.parts().size() > 1) {
      module.bindOnce(StepScript.SUMS, () -> sums(module.program()));
    }
  }

  private static String method(int part, int parts) {
    if (parts == 1) {
      return "step";
    }
    return part == 0 ? "first" : "more";
  }

  private List<NDArray> sums(Program program) {
    if (sums.isEmpty()) {
      sums.add(new DjlArrays(place, program.parameters()));
    }
    return sums.get(0).of(program.parameters());
  }

  private static void addTerms(ProgramModule module, Map<String, Double> terms) {
    int index = 0;
    for (String name : module.program().outputs().keySet()) {
      terms.merge(name, (double) module.result(index).get(0), Double::sum);
      index++;
    }
  }

  private void finish(ProgramModule module, int parts) {
    if (parts > 1) {
      module.run("finish");
    }
    slots.count();
    if (slots.step() % UpdateScript.FLUSH_PERIOD == 0) {
      module.run("flush");
    }
  }
}
