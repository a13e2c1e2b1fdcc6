package org.distill4j.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.distill4j.program.BatchShape;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * An input of a file.
 *
 * @param inFile its name in the file
 * @param name its name in a batch
 * @param type its type in the file
 * @param whole its type and shape on the host; axis 0 is free under the name {@link
 *     OnnxExport#BATCH}, or as long as the file fixes it
 * @param constant the number that it is filled with; empty if a batch gives it
 */
record OrtInput(
    String inFile, String name, OnnxJavaType type, TensorSpec whole, Optional<Double> constant) {
  private static final String LENGTH = "length";

  static OrtInput of(String model, NodeInfo node, OnnxOptions options, Optional<Shape> example) {
    String inFile = node.getName();
    String what = "Input \"" + inFile + "\" of " + model;
    if (!(node.getInfo() instanceof TensorInfo info)) {
      throw new IllegalArgumentException(
          what
              + " is "
              + node.getInfo()
              + ", expected a tensor.\nMaybe the model can be exported without it.");
    }
    Optional<Double> constant = Optional.ofNullable(options.constants().get(inFile));
    Shape shape = shape(what, inFile, info, constant.isPresent());
    if (example.isPresent()) {
      requireFits(what, example.get(), info);
      shape = shape.rank() == 0 ? shape : batched(shape).append(example.get());
    }
    return new OrtInput(
        inFile,
        options.inputs().getOrDefault(inFile, inFile),
        info.type,
        new TensorSpec(OrtTensors.hostType(what, info.type), shape),
        constant);
  }

  /** Returns the shape of axis 0 alone. */
  private static Shape batched(Shape whole) {
    return whole.freeAxis(0).isPresent() ? Shape.free(OnnxExport.BATCH) : Shape.of(whole.dim(0));
  }

  private static Shape shape(String what, String inFile, TensorInfo info, boolean constant) {
    long[] dims = info.getShape();
    if (dims.length == 0 && !constant) {
      throw new IllegalArgumentException(
          what
              + " is a scalar, expected the batch on axis 0.\n"
              + "Maybe it is a setting: give it a number with OnnxOptions.withConstant.");
    }
    Shape shape = Shape.scalar();
    for (int axis = 0; axis < dims.length; axis++) {
      requireLength(what, dims, axis);
      shape =
          shape.append(
              dims[axis] > 0
                  ? Shape.of((int) dims[axis])
                  : Shape.free(axis == 0 ? OnnxExport.BATCH : free(inFile, info, axis)));
    }
    return shape;
  }

  private static void requireLength(String what, long[] dims, int axis) {
    if (dims[axis] > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          what
              + " has shape "
              + Arrays.toString(dims)
              + ", expected axes below 2³¹.\nMaybe the file is damaged.");
    }
  }

  /** Returns the name of a free axis: the file's, or "length" for the only one without. */
  private static String free(String inFile, TensorInfo info, int axis) {
    String[] names = info.getDimensionNames();
    if (!names[axis].isBlank()) {
      return names[axis];
    }
    long[] dims = info.getShape();
    long unnamed = 0;
    for (int i = 1; i < dims.length; i++) {
      unnamed += dims[i] < 1 && names[i].isBlank() ? 1 : 0;
    }
    return unnamed == 1 ? LENGTH : inFile + "." + axis;
  }

  private static void requireFits(String what, Shape given, TensorInfo info) {
    long[] dims = info.getShape();
    boolean fits = dims.length == given.rank() + 1;
    for (int axis = 1; fits && axis < dims.length; axis++) {
      boolean free = dims[axis] < 1;
      fits = free || (given.freeAxis(axis - 1).isEmpty() && dims[axis] == given.dim(axis - 1));
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

  /**
   * Returns this input with other names of its free axes.
   *
   * @param names the name of each axis by its place; those that are missing are added
   */
  OrtInput withAxes(Map<Integer, String> names) {
    Shape shape = Shape.scalar();
    for (int i = 0; i < whole.shape().rank(); i++) {
      int axis = i;
      shape =
          shape.append(
              whole
                  .shape()
                  .freeAxis(axis)
                  .map(own -> Shape.free(names.computeIfAbsent(axis, none -> own)))
                  .orElseGet(() -> Shape.of(whole.shape().dim(axis))));
    }
    return new OrtInput(inFile, name, type, new TensorSpec(whole.type(), shape), constant);
  }

  /** Type and shape of one example, without the batch axis. */
  TensorSpec example() {
    return whole.withoutBatch();
  }

  /** Returns the batch size that the file is fixed to; 0 if it is free. */
  int batch() {
    return whole.shape().freeAxis(0).isPresent() ? 0 : whole.shape().dim(0);
  }

  /**
   * Returns its values if they are constant.
   *
   * @param batch the shape of the batch that it goes along with
   */
  HostTensor filled(BatchShape batch) {
    double number = constant.orElseThrow();
    HostTensor values = HostTensor.allocate(whole.type(), fixed(batch));
    for (int i = 0; i < values.size(); i++) {
      if (values.type() == DType.FLOAT32) {
        values.floats().put(i, (float) number);
      } else {
        values.ints().put(i, (int) number);
      }
    }
    return values;
  }

  private Shape fixed(BatchShape batch) {
    try {
      return whole.shape().fixed(batch.with(OnnxExport.BATCH, batch.examples()).lengths());
    } catch (IllegalArgumentException unknown) {
      throw new IllegalArgumentException(
          "Input \""
              + inFile
              + "\" is constant, of shape "
              + whole.shape()
              + ", and no other input has its free axes, expected them among "
              + batch.lengths().keySet()
              + ".\nMaybe give their lengths with OnnxOptions.withAxis.",
          unknown);
    }
  }
}
