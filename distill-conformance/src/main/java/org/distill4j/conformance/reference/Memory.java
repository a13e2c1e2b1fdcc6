package org.distill4j.conformance.reference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Weights;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.OptimizerState;
import org.distill4j.program.Program;
import org.distill4j.spi.LearnerSpec;

/** All that changes from step to step. */
final class Memory {
  final Named parameters;
  final Named states;
  private final List<ParameterSpec> parameterSpecs;
  private final List<ParameterSpec> stateSpecs;
  private final Optimizer optimizer;
  private final Map<String, Named> slots = new LinkedHashMap<>();
  private long step;

  Memory(LearnerSpec spec, Program program) {
    this.parameterSpecs = program.parameters();
    this.stateSpecs = program.states();
    this.optimizer = spec.optimizer();
    this.parameters = Named.of(parameterSpecs, spec.weights());
    this.states = Named.of(stateSpecs, spec.weights());
    OptimizerState first = spec.firstOptimizerState(program);
    this.step = first.step();
    first.slots().forEach((slot, arrays) -> slots.put(slot, Named.of(parameterSpecs, arrays)));
  }

  /** Counts one more step, at a learning rate. */
  Update nextUpdate(double rate) {
    step++;
    return new Update(optimizer, rate, step, slots);
  }

  Weights weights() {
    return parameters.snapshot(parameterSpecs).and(states.snapshot(stateSpecs));
  }

  OptimizerState optimizerState() {
    Map<String, Weights> snapshot = new LinkedHashMap<>();
    slots.forEach((name, values) -> snapshot.put(name, values.snapshot(parameterSpecs)));
    return new OptimizerState(step, snapshot);
  }
}
