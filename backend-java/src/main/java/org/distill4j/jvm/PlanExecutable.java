package org.distill4j.jvm;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.backend.Executable;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A program as a plan.
 *
 * @param multiplier what multiplies matrices for the plan
 * @param inputs where it finds what it is given
 * @param arrays the arrays that this and other plans of the session hold
 * @param plan the work
 * @param outputs its results
 */
record PlanExecutable(
    Multiplier multiplier, PlanInputs inputs, HeldArrays arrays, Plan plan, List<Output> outputs)
    implements Executable, PlanResource {
  /**
   * A result.
   *
   * @param slot where it lies after a run
   * @param spec its type and shape
   */
  record Output(Slot slot, TensorSpec spec) {
    HostTensor copy() {
      HostTensor copy = HostTensor.allocate(spec.type(), spec.shape());
      switch (spec.type()) {
        case INT32 -> copy.ints().put(slot.ints());
        default -> copy.floats().put(slot.floats());
      }
      return copy;
    }
  }

  @Override
  public List<HostTensor> run(List<HostTensor> feeds, double... scalars) {
    multiplier.prepare();
    inputs.give(feeds, scalars);
    arrays.use(plan);
    plan.run();
    List<HostTensor> results = new ArrayList<>(outputs.size());
    for (Output output : outputs) {
      results.add(output.copy());
    }
    return results;
  }

  /** The session holds each executable by itself, whatever its plan. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public void close() {
    plan.close();
    inputs.close();
  }
}
