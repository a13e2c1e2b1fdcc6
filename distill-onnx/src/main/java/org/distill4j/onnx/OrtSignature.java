package org.distill4j.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distill4j.model.Outputs;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * The declared inputs and outputs of a file.
 *
 * @param all its inputs, in order
 * @param outputs what to call its outputs, by their names in the file
 */
record OrtSignature(List<OrtInput> all, Map<String, String> outputs) {

  static OrtSignature of(String name, OrtSession session, OnnxOptions options) throws OrtException {
    Map<String, NodeInfo> present = session.getInputInfo();
    requirePresent(name, present.keySet(), options);
    List<OrtInput> all = new ArrayList<>();
    for (NodeInfo input : present.values()) {
      all.add(OrtInput.of(name, input, options, example(name, input.getName(), present, options)));
    }
    OrtSignature signature =
        new OrtSignature(List.copyOf(all), outputs(name, session.getOutputInfo(), options));
    signature.requireBatch(name);
    return signature;
  }

  private static void requirePresent(String name, Set<String> present, OnnxOptions options) {
    for (String input : options.namedInputs()) {
      if (!present.contains(input)) {
        throw new IllegalArgumentException(
            name
                + " has no input \""
                + input
                + "\", expected one of "
                + present
                + ".\nMaybe the name is misspelt in OnnxOptions.");
      }
    }
  }

  private static Optional<Shape> example(
      String name, String input, Map<String, NodeInfo> present, OnnxOptions options) {
    Optional<Shape> only = Optional.ofNullable(options.examples().get(OnnxOptions.ONLY));
    if (only.isPresent() && present.size() > 1) {
      throw new IllegalArgumentException(
          name
              + " takes the inputs "
              + present.keySet()
              + ", and OnnxOptions.withExample gives the shape of one, expected its name too.\n"
              + "Maybe use withExample(\""
              + input
              + "\", …).");
    }
    return only.or(() -> Optional.ofNullable(options.examples().get(input)));
  }

  private void requireBatch(String name) {
    List<OrtInput> fixed = fromBatch().stream().filter(input -> input.batch() > 0).toList();
    if (fixed.stream().mapToInt(OrtInput::batch).distinct().count() > 1) {
      throw new IllegalArgumentException(
          name
              + " fixes axis 0 of its inputs to "
              + fixed.stream().map(input -> input.inFile() + ": " + input.batch()).toList()
              + ", expected one batch size.\n"
              + "Maybe one of them is no batch: give it a number with OnnxOptions.withConstant, or"
              + " export the model with a free batch.");
    }
    if (fromBatch().isEmpty()) {
      throw new IllegalArgumentException(
          name
              + " takes nothing but constants of "
              + all.stream().map(OrtInput::inFile).toList()
              + ", expected an input that a batch gives.\n"
              + "Maybe leave out one OnnxOptions.withConstant.");
    }
  }

  /** Returns the inputs that come from a batch. */
  List<OrtInput> fromBatch() {
    return all.stream().filter(input -> input.constant().isEmpty()).toList();
  }

  /** Type and shape of each input for one example, by their names in a batch. */
  Map<String, TensorSpec> inputs() {
    Map<String, TensorSpec> inputs = new LinkedHashMap<>();
    fromBatch().forEach(input -> inputs.put(input.name(), input.example()));
    return Collections.unmodifiableMap(inputs);
  }

  /**
   * Returns this signature with one name for the free axes at equal positions of different inputs.
   */
  OrtSignature withSharedAxes() {
    Map<Integer, String> names = new HashMap<>();
    return new OrtSignature(all.stream().map(input -> input.withAxes(names)).toList(), outputs);
  }

  /** Returns the batch size that the file is fixed to; 0 if it is free. */
  int batch() {
    return fromBatch().stream().mapToInt(OrtInput::batch).max().orElse(0);
  }

  private static Map<String, String> outputs(
      String name, Map<String, NodeInfo> present, OnnxOptions options) {
    Map<String, String> chosen = new LinkedHashMap<>(options.outputs());
    if (chosen.isEmpty()) {
      present.keySet().forEach(output -> chosen.put(output, output));
      if (chosen.size() == 1) {
        chosen.replaceAll((inFile, same) -> Outputs.LOGITS);
      }
    }
    chosen.keySet().forEach(output -> requireOutput(name, output, present));
    return chosen;
  }

  private static void requireOutput(String name, String output, Map<String, NodeInfo> present) {
    NodeInfo node = present.get(output);
    if (node == null) {
      throw new IllegalArgumentException(
          name
              + " has no output \""
              + output
              + "\", expected one of "
              + present.keySet()
              + ".\nMaybe the name is misspelt in OnnxOptions.withOutput.");
    }
    String what = "Output \"" + output + "\" of " + name;
    if (!(node.getInfo() instanceof TensorInfo info)) {
      throw new IllegalArgumentException(
          what
              + " is "
              + node.getInfo()
              + ", expected a tensor.\n"
              + "Maybe another output can be chosen with OnnxOptions.withOutput.");
    }
    OrtTensors.hostType(what, info.type);
  }
}
