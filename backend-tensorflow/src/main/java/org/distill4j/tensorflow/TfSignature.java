package org.distill4j.tensorflow;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.distill4j.backend.Device;
import org.distill4j.model.InputNames;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.TensorSpec;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Signature;
import org.tensorflow.Signature.TensorDescription;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;

/** The inputs and outputs of a SavedModel's signature, by name. */
final class TfSignature {
  private final String what;
  private final Map<String, TensorDescription> inputs;
  private final Map<String, TensorDescription> outputs;

  private TfSignature(
      String what, Map<String, TensorDescription> inputs, Map<String, TensorDescription> outputs) {
    this.what = what;
    this.inputs = inputs;
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
    return new TfSignature(
        "The signature \"" + key + "\" of " + folder,
        new TreeMap<>(found.getInputs()),
        new TreeMap<>(found.getOutputs()));
  }

  /** Refuses a later GPU: a SavedModel has no placement, and runs on the first. */
  static void requireFirst(Device device) {
    if (device.index() != 0) {
      throw new IllegalArgumentException(
          "The session is on "
              + device
              + ", expected the CPU or cuda:0 for a SavedModel.\n"
              + "Maybe hide the other GPUs by the environment variable CUDA_VISIBLE_DEVICES.");
    }
  }

  /** Returns the graph's name of an input. */
  String input(String name) {
    return InputNames.find(name, inputs.size(), inputs).name;
  }

  /** Checks the signature against the declared inputs; a single one may have any name. */
  void requireInputs(Map<String, TensorSpec> examples) {
    boolean named = inputs.size() == 1 || inputs.keySet().equals(examples.keySet());
    if (!named || examples.size() != inputs.size()) {
      throw new IllegalArgumentException(
          what
              + " takes the inputs "
              + inputs.keySet()
              + ", and "
              + examples.keySet()
              + " were given, expected the same.\n"
              + "Maybe give a map with type and shape of each, by these names.");
    }
    examples.forEach(
        (name, example) -> requireInput(InputNames.find(name, inputs.size(), inputs), example));
  }

  /** Checks shapes, as TensorFlow lets a placeholder be fed with any shape. */
  private void requireInput(TensorDescription input, TensorSpec example) {
    Shape declared = input.shape;
    Shape batch = TfMemory.batchShape(example.shape());
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
   * Returns the graph's name of an output.
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

  /** Copies inputs that are outputs, as TensorFlow refuses to return what it is fed. */
  private void requireComputed(String name, TensorDescription found) {
    if (inputs.values().stream().anyMatch(input -> input.name.equals(found.name))) {
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
