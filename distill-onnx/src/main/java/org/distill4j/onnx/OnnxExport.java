package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.distill4j.ir.FreeProgram;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.program.FreeRecording;
import org.distill4j.program.Recording;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A model and its weights as an ONNX file, for every batch size and every length of free axes.
 *
 * <p>The model's own {@code forward} is recorded in evaluation mode and written down primitive by
 * primitive, so dropout is gone and batch norm uses its running state. Parameters and states are
 * initializers under their own paths ({@code encoder.dense1.weight}); inputs and outputs are named
 * as the model names them, the input of a {@link org.distill4j.model.SingleInputModel} "input".
 * Axis 0 of each is the free axis "batch", and free axes of the inputs keep their names, for
 * example "length", on outputs too; an axis of an output whose length depends on them otherwise is
 * named after it ("logits.1"). The file says opset 18, IR version 8, which ONNX Runtime reads from
 * 1.14 on; GELU is written by erf, exactly. Inputs of whole numbers, such as ids and masks, are
 * INT64, as PyTorch's exports have them, so that other programs open an encoder with the inputs
 * {@code input_ids} and {@code attention_mask} as they open those. A negative id, which distill4j
 * refuses,
 * counts from a table's end in ONNX.
 *
 * <p>A model that makes something other than lengths from the batch size or from another free axis,
 * such as a constant with a row for each example, cannot be written for all of them and is refused,
 * with the name of the layer and of the operation. Positions are an exception: the whole numbers
 * from 0 on are written as such. Lengths must be sums of multiples of free ones, more or less a
 * constant, where an operation names them.
 *
 * @param model the model
 * @param weights all its parameters and states
 * @param name the name of the graph, for tools that show it
 * @param notes what to keep with it as metadata
 */
public record OnnxExport(Model model, Weights weights, String name, Map<String, String> notes) {
  /** The name of axis 0. */
  public static final String BATCH = FreeProgram.BATCH;

  static final int OPSET = 18;
  private static final int IR_VERSION = 8;
  static final String PRODUCER = "distill4j";

  /** Takes a copy of the notes. */
  public OnnxExport {
    notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
  }

  /**
   * Returns the export of a model.
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
   * Writes the file through a temporary one, so that a reader sees the old file or the new one.
   *
   * @param path the file
   * @throws IllegalArgumentException if the weights are another model's, the model cannot be
   *     written for every batch size and length, or an input and an output have one name
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public void write(Path path) {
    OnnxFile.write(path, proto());
  }

  /**
   * The content of the file.
   *
   * @return the bytes
   * @throws IllegalArgumentException if the weights are another model's, the model cannot be
   *     written for every batch size and length, or an input and an output have one name
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
    FreeRecording free = FreeRecording.inlined(model);
    Recording recording = free.first();
    recording.requireWeights(weights);
    GraphBuilder graph = new GraphBuilder(name);
    Map<String, TensorSpec> inputs = model.inputs();
    inputs.forEach((input, spec) -> graph.input(ValueInfos.input(input, spec)));
    recording.outputs().keySet().forEach(graph::reserveOutput);
    LengthLists lengths = new LengthLists(graph, inputs, free);
    Map<Tensor, String> values =
        recording.interpret(new OnnxAlgebra(free, weights, graph, lengths));
    recording
        .outputs()
        .forEach(
            (output, tensor) -> {
              graph.alias(Objects.requireNonNull(values.get(tensor)), output);
              graph.output(ValueInfos.output(output, tensor.type(), free.extents(tensor)));
            });
    return graph.build();
  }
}
