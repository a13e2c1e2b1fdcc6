package org.distill4j.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.model.Outputs;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * What a file says that it takes and gives.
 *
 * @param input the name of its input
 * @param type the type of its input in the file
 * @param example type and shape of one example on the host
 * @param batch the batch size that the file is fixed to; 0 if it is free
 * @param outputs what to call its outputs, by their names in the file
 */
record OrtSignature(
    String input, OnnxJavaType type, TensorSpec example, int batch, Map<String, String> outputs) {

  static OrtSignature of(String name, OrtSession session, OnnxOptions options) throws OrtException {
    NodeInfo input = onlyInput(name, session.getInputInfo());
    String what = "Input \"" + input.getName() + "\" of " + name;
    TensorInfo info = tensor(what, input);
    DType type = OrtTensors.hostType(what, info.type);
    TensorSpec example =
        new TensorSpec(type, options.example().orElseGet(() -> example(what, info)));
    options.example().ifPresent(given -> requireFits(what, given, info));
    Map<String, String> outputs = outputs(name, session.getOutputInfo(), options);
    return new OrtSignature(
        input.getName(), info.type, example, (int) Math.max(0, info.getShape()[0]), outputs);
  }

  private static NodeInfo onlyInput(String name, Map<String, NodeInfo> inputs) {
    if (inputs.size() != 1) {
      throw new IllegalArgumentException(
          name
              + " takes the inputs "
              + inputs.keySet()
              + ", expected a single one.\n"
              + "Maybe the others can become constants of the file when it is exported.");
    }
    return inputs.values().iterator().next();
  }

  private static TensorInfo tensor(String what, NodeInfo node) {
    if (node.getInfo() instanceof TensorInfo info) {
      return info;
    }
    throw new IllegalArgumentException(
        what
            + " is "
            + node.getInfo()
            + ", expected a tensor.\n"
            + "Maybe another output can be chosen with OnnxOptions.withOutput.");
  }

  private static Shape example(String what, TensorInfo info) {
    long[] dims = info.getShape();
    String shape = Arrays.toString(dims);
    if (dims.length == 0) {
      throw new IllegalArgumentException(
          what + " is a scalar, expected the batch on axis 0.\nMaybe it is not a batch's input.");
    }
    for (int axis = 1; axis < dims.length; axis++) {
      if (dims[axis] > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            what
                + " has shape "
                + shape
                + ", expected axes below 2³¹.\nMaybe the file is damaged.");
      }
      if (dims[axis] < 1) {
        throw new IllegalArgumentException(
            what
                + " has shape "
                + shape
                + ", of which axis "
                + axis
                + " (\""
                + info.getDimensionNames()[axis]
                + "\") is free, expected all but the batch axis to be fixed.\n"
                + (info.getDimensionNames()[axis].isEmpty()
                    ? "Maybe give the lengths of all axes but the batch with"
                        + " OnnxOptions.withExample."
                    : "Maybe give its length with OnnxOptions.withAxis."));
      }
    }
    return Shape.of(Arrays.stream(dims).skip(1).mapToInt(Math::toIntExact).toArray());
  }

  private static void requireFits(String what, Shape given, TensorInfo info) {
    long[] dims = info.getShape();
    boolean fits = dims.length == given.rank() + 1;
    for (int axis = 1; fits && axis < dims.length; axis++) {
      fits = dims[axis] < 1 || dims[axis] == given.dim(axis - 1);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          what
              + " has shape "
              + Arrays.toString(dims)
              + ", and OnnxOptions.withExample gives "
              + given
              + " without the batch, expected the same where the file fixes an axis.\n"
              + "Maybe the axes are in another order.");
    }
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
    for (String output : chosen.keySet()) {
      NodeInfo info = present.get(output);
      if (info == null) {
        throw new IllegalArgumentException(
            name
                + " has no output \""
                + output
                + "\", expected one of "
                + present.keySet()
                + ".\nMaybe the name is misspelt in OnnxOptions.withOutput.");
      }
      String what = "Output \"" + output + "\" of " + name;
      OrtTensors.hostType(what, tensor(what, info).type);
    }
    return chosen;
  }
}
