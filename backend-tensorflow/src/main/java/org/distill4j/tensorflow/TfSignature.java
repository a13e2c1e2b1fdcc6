package org.distill4j.tensorflow;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.distill4j.backend.Device;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.TensorSpec;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Signature;
import org.tensorflow.Signature.TensorDescription;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;

/** What a signature of a SavedModel takes and gives: one input, and outputs by name. */
final class TfSignature {
  private final String what;
  private final TensorDescription input;
  private final Map<String, TensorDescription> outputs;

  private TfSignature(
      String what, TensorDescription input, Map<String, TensorDescription> outputs) {
    this.what = what;
    this.input = input;
    this.outputs = outputs;
  }

  static TfSignature of(SavedModelBundle bundle, Path folder, String key) {
    Map<String, Signature> all = new TreeMap<>();
    bundle.signatures().forEach(signature -> all.put(signature.key(), signature));
    Signature found = all.get(key);
    if (found == null) {
      throw new IllegalArgumentException(
          folder
              + " has no signature \""
              + key
              + "\", expected one of "
              + all.keySet()
              + ".\nMaybe save the model with signatures={\""
              + key
              + "\": function}.");
    }
    String what = "The signature \"" + key + "\" of " + folder;
    Map<String, TensorDescription> inputs = found.getInputs();
    if (inputs.size() != 1) {
      throw new IllegalArgumentException(
          what
              + " takes the inputs "
              + new TreeSet<>(inputs.keySet())
              + ", expected one.\nMaybe save a function of one tensor that splits it.");
    }
    return new TfSignature(
        what, inputs.values().iterator().next(), new TreeMap<>(found.getOutputs()));
  }

  /** Refuses a later GPU: a SavedModel comes without placement, and runs on the first. */
  static void requireFirst(Device device) {
    if (device.index() != 0) {
      throw new IllegalArgumentException(
          "The session is on "
              + device
              + ", expected the CPU or cuda:0 for a SavedModel.\n"
              + "Maybe hide the other GPUs by the environment variable CUDA_VISIBLE_DEVICES.");
    }
  }

  /** The graph's name of the input. */
  String input() {
    return input.name;
  }

  /** TensorFlow lets a placeholder be fed with any shape, so it is checked here. */
  void requireInput(TensorSpec example) {
    Shape declared = input.shape;
    Shape batch = TfMemory.shape(example.shape().prepend(1));
    boolean free = declared.isUnknown() || declared.numDimensions() == 0 || declared.get(0) < 0;
    if (input.dataType != TfMemory.type(example.type())
        || !declared.isCompatibleWith(batch)
        || !free) {
      throw new IllegalArgumentException(
          what
              + " takes "
              + input.dataType
              + " of shape "
              + declared
              + ", expected "
              + TfMemory.type(example.type())
              + " with a batch of any length on axis 0 and "
              + example.shape()
              + " after it.\nMaybe it was saved for a fixed batch, or the data need a reshape.");
    }
  }

  /**
   * The graph's name of an output.
   *
   * @param name the signature's name of it, or nothing for the only one
   */
  String output(String name) {
    boolean only = name.isEmpty() && outputs.size() == 1;
    TensorDescription found = outputs.get(only ? outputs.keySet().iterator().next() : name);
    if (found == null) {
      throw new IllegalArgumentException(
          what
              + " gives the outputs "
              + outputs.keySet()
              + ", expected "
              + (name.isEmpty() ? "one alone" : "\"" + name + "\" among them")
              + ".\nMaybe choose by the method that takes names of outputs.");
    }
    if (found.dataType != DataType.DT_FLOAT && found.dataType != DataType.DT_INT32) {
      throw new IllegalArgumentException(
          what
              + " gives "
              + found.dataType
              + " as \""
              + name
              + "\", expected "
              + TfMemory.type(DType.FLOAT32)
              + " or "
              + TfMemory.type(DType.INT32)
              + ".\nMaybe cast it at the end of the function.");
    }
    requireComputed(name, found);
    return found.name;
  }

  /** TensorFlow refuses to give back what it is fed. */
  private void requireComputed(String name, TensorDescription found) {
    if (found.name.equals(input.name)) {
      throw new IllegalArgumentException(
          what
              + " gives its input as \""
              + name
              + "\", expected something that it computes.\n"
              + "Maybe save the function with an identity behind it.");
    }
  }

  @Override
  public String toString() {
    return what;
  }
}
