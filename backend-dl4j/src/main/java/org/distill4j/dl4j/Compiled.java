package org.distill4j.dl4j;

import java.util.List;
import java.util.Map;
import org.distill4j.program.FeedReader;
import org.distill4j.tensor.HostTensor;

/**
 * A program made ready to run for its batch size.
 *
 * @param reader collects what it is given
 * @param leaves where that is put
 * @param outputs its results by name
 * @param updates the new values of states by name
 * @param gradients the gradients of the parameters that the total depends on, by name
 * @param plan the work
 */
record Compiled(
    FeedReader reader,
    Leaves leaves,
    Map<String, Value> outputs,
    Map<String, Value> updates,
    Map<String, Value> gradients,
    Plan plan)
    implements AutoCloseable {
  void run(List<HostTensor> values, double[] numbers) {
    leaves.give(values, numbers);
    plan.run();
  }

  @Override
  public void close() {
    leaves.close();
    plan.close();
  }
}
