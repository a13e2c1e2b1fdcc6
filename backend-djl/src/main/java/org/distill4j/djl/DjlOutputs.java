package org.distill4j.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * The outputs of something that was not recorded here, by name.
 *
 * @param what what gives them, for messages
 * @param names a name for each output, in order
 */
record DjlOutputs(String what, List<String> names) {
  Predictions download(HostTransfer transfer, NDList outputs) {
    requireCount(outputs.size());
    Map<String, HostTensor> named = new LinkedHashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      String name = names.get(i);
      TensorSpec spec = spec("Output \"" + name + "\" of " + what, outputs.get(i));
      named.put(name, transfer.download(outputs.get(i), spec));
    }
    return Predictions.of(named);
  }

  private void requireCount(int found) {
    if (found != names.size()) {
      throw new IllegalArgumentException(
          what
              + " gives "
              + found
              + " outputs, and the names "
              + names
              + " were given, expected one for each.\nMaybe name those that are not used too.");
    }
  }

  /** Type and shape of an array of the engine. */
  static TensorSpec spec(String what, NDArray array) {
    DType type =
        switch (array.getDataType()) {
          case FLOAT32 -> DType.FLOAT32;
          case INT32 -> DType.INT32;
          default ->
              throw new IllegalArgumentException(
                  what
                      + " is "
                      + array.getDataType().name()
                      + ", expected FLOAT32 or INT32.\nMaybe cast it at the end of the forward.");
        };
    return new TensorSpec(type, Shape.ofLongs(array.getShape().getShape()));
  }
}
