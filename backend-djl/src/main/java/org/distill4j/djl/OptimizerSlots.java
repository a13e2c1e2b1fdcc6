package org.distill4j.djl;

import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.program.Program;
import org.distill4j.spi.LearnerSpec;

/** What an optimizer remembers, on the device. */
final class OptimizerSlots {
  private final Map<String, DjlArrays> slots = new LinkedHashMap<>();
  private long step;

  OptimizerSlots(Place place, LearnerSpec spec, Program program) {
    OptimizerState state = spec.firstOptimizerState(program);
    this.step = state.step();
    for (String name : spec.optimizer().slots()) {
      DjlArrays arrays = new DjlArrays(place, program.parameters());
      arrays.set(state.slot(name));
      slots.put(name, arrays);
    }
  }

  /** The number of steps taken. */
  long step() {
    return step;
  }

  void count() {
    step++;
  }

  void bindTo(ProgramModule module) {
    int index = 0;
    for (DjlArrays arrays : slots.values()) {
      module.bind(UpdateScript.slot(index), arrays.of(module.program().parameters()));
      index++;
    }
  }

  OptimizerState toState() {
    Map<String, Weights> values = new LinkedHashMap<>();
    slots.forEach((name, arrays) -> values.put(name, arrays.toWeights()));
    return new OptimizerState(step, values);
  }
}
