package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.distill4j.model.InputNames;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.program.Recording;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A model and its weights as an ONNX file, for every batch size.
 *
 * <p>The model's own {@code forward} is recorded in evaluation mode and written down primitive by
 * primitive, so dropout is gone and batch norm uses its running state. Parameters and states are
 * initializers under their own paths ({@code encoder.dense1.weight}); the input is named "input",
 * the outputs are named as the model names them, and axis 0 of each is the free axis "batch". The
 * file says opset 18, IR version 8, which ONNX Runtime reads from 1.14 on; GELU is written by erf,
 * exactly. Ids are INT32; a negative one, which distill4j refuses, counts from a table's end in
 * ONNX.
 *
 * <p>A model that makes something other than lengths from the batch size, such as a constant with a
 * row for each example, cannot be written for every batch size and is refused, with the name of the
 * layer and of the operation.
 *
 * @param model the model
 * @param weights all its parameters and states
 * @param name the name of the graph, for tools that show it
 * @param notes what to keep with it as metadata
 */
public record OnnxExport(Model model, Weights weights, String name, Map<String, String> notes) {
  /** The name of the input. */
  public static final String INPUT = "input";

  /** The name of the free axis. */
  public static final String BATCH = "batch";

  static final int OPSET = 18;
  private static final int IR_VERSION = 8;
  private static final String PRODUCER = "distill4j";

  /**
   * Takes a copy of the notes.
   *
   * @param model the model
   * @param weights the weights
   * @param name the name
   * @param notes the notes
   */
  public OnnxExport {
    notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
  }

  /**
   * A model to be written.
   *
   * @param model the model
   * @param weights all its parameters and states
   * @return the export, named "student" and without notes
   */
  public static OnnxExport of(Model model, Weights weights) {
    return new OnnxExport(model, weights, "student", Map.of());
  }

  /**
   * This export with another name of the graph.
   *
   * @param name the name
   * @return the changed export
   */
  public OnnxExport named(String name) {
    return new OnnxExport(model, weights, name, notes);
  }

  /**
   * This export with notes, which ONNX calls metadata properties.
   *
   * @param notes what to keep
   * @return the changed export
   */
  public OnnxExport withNotes(Map<String, String> notes) {
    return new OnnxExport(model, weights, name, notes);
  }

  /**
   * Writes the file, by way of a temporary one, so that a reader sees the old file or the new one.
   *
   * @param path the file
   * @throws IllegalArgumentException if the weights are another model's, or the model cannot be
   *     written for every batch size
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public void write(Path path) {
    OnnxFile.write(path, proto());
  }

  /**
   * The content of the file.
   *
   * @return the bytes
   * @throws IllegalArgumentException if the weights are another model's, or the model cannot be
   *     written for every batch size
   */
  public byte[] toBytes() {
    return proto().toByteArray();
  }

  ModelProto proto() {
    ModelProto.Builder file =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName(PRODUCER)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
            .setGraph(graph());
    notes.forEach(
        (key, value) ->
            file.addMetadataProps(StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return file.build();
  }

  private GraphProto graph() {
    BatchFree sizes = BatchFree.of(model);
    Recording recording = sizes.first();
    recording.requireWeights(weights);
    GraphBuilder graph = new GraphBuilder(name);
    recording.outputs().keySet().forEach(graph::reserve);
    String input = graph.name(INPUT);
    TensorSpec spec = InputNames.only(model.inputs());
    graph.input(info(input, Tensors.type(spec.type()), spec.shape().prepend(1).toLongs()));
    Map<Tensor, String> values = recording.interpret(new OnnxAlgebra(sizes, weights, graph, input));
    recording
        .outputs()
        .forEach(
            (output, tensor) -> {
              graph.alias(Objects.requireNonNull(values.get(tensor)), output);
              graph.output(output(output, tensor, sizes.extents(tensor)));
            });
    return graph.build();
  }

  private static ValueInfoProto output(String name, Tensor tensor, List<Extent> extents) {
    long[] dims =
        extents.stream()
            .mapToLong(extent -> extent instanceof Extent.Fixed fixed ? fixed.length() : 0)
            .toArray();
    return info(name, Tensors.type(tensor.type()), dims);
  }

  /** Axis 0 is the batch, and a length of 0 is not known. */
  private static ValueInfoProto info(String name, TensorProto.DataType type, long[] dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(BATCH));
    for (int axis = 1; axis < dims.length; axis++) {
      TensorShapeProto.Dimension.Builder dim = shape.addDimBuilder();
      if (dims[axis] > 0) {
        dim.setDimValue(dims[axis]);
      }
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape)))
        .build();
  }
}
