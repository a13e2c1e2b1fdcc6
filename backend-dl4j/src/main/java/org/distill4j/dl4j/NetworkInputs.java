package org.distill4j.dl4j;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.distill4j.model.InputNames;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The inputs of the engine's own networks, which it takes by their order. */
final class NetworkInputs {
  private NetworkInputs() {}

  /**
   * Refuses a network that takes other inputs, or gives another number of outputs.
   *
   * @param what the network, for the message
   * @param own the names of its inputs
   * @param found the number of its outputs
   * @param inputs the declared inputs; a single one may have any name
   * @param outputs the names that its outputs are given
   */
  static void requireFits(
      String what,
      List<String> own,
      int found,
      Map<String, TensorSpec> inputs,
      List<String> outputs) {
    boolean named = own.size() == 1 || new TreeSet<>(own).equals(new TreeSet<>(inputs.keySet()));
    if (own.size() != inputs.size() || !named || found != outputs.size()) {
      throw new IllegalArgumentException(
          what
              + " takes the inputs "
              + own
              + " and gives "
              + found
              + " outputs, and the inputs "
              + inputs.keySet()
              + " and the outputs "
              + outputs
              + " were given, expected each of its inputs and a name for each output.\n"
              + "Maybe name those that are not used too.");
    }
  }

  /** What is given for a network's inputs, in its order. */
  static Map<String, HostTensor> inOrder(
      List<String> own, Map<String, TensorSpec> inputs, Map<String, HostTensor> given) {
    return InputNames.findAll(own.size() == 1 ? inputs.keySet() : own, given);
  }

  static INDArray[] toEngine(Collection<HostTensor> given) {
    return given.stream().map(NetworkArrays::toEngine).toArray(INDArray[]::new);
  }
}
