package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.distill4j.cell.ShortText;
import org.jspecify.annotations.Nullable;

/** The files in which an ONNX model keeps weights besides its own, as PyTorch writes them. */
final class ExternalFiles {
  private static final String LOCATION = "location";

  private final SortedSet<String> names = new TreeSet<>();

  private ExternalFiles() {}

  /**
   * Returns their paths from the model's folder, in order; none where the bytes are no such model.
   */
  static SortedSet<String> find(byte[] model) {
    ExternalFiles files = new ExternalFiles();
    try {
      // Weights inside are not copied.
      CodedInputStream in = UnsafeByteOperations.unsafeWrap(model).newCodedInput();
      in.enableAliasing(true);
      files.graph(ModelProto.parseFrom(in).getGraph());
    } catch (IOException other) {
      return new TreeSet<>();
    }
    return files.names;
  }

  /**
   * Finds a file in the folder of a model.
   *
   * @throws IllegalArgumentException if it is elsewhere
   */
  static Path inside(Path model, String location) {
    try {
      Path folder = model.toAbsolutePath().normalize().getParent();
      Path file = model.toAbsolutePath().resolveSibling(location).normalize();
      if (!location.isEmpty() && folder != null && file.startsWith(folder)) {
        return file;
      }
    } catch (InvalidPathException none) {
      throw outside(model, location, none);
    }
    throw outside(model, location, null);
  }

  private static IllegalArgumentException outside(
      Path model, String location, @Nullable Exception cause) {
    IllegalArgumentException error =
        OnnxFile.notOnnx(
            model.toString(),
            "it keeps weights in \"" + ShortText.shorten(location) + "\", outside its folder");
    error.initCause(cause);
    return error;
  }

  private void graph(GraphProto graph) {
    tensors(graph.getInitializerList());
    graph
        .getSparseInitializerList()
        .forEach(sparse -> tensors(List.of(sparse.getValues(), sparse.getIndices())));
    graph.getNodeList().forEach(node -> node.getAttributeList().forEach(this::attribute));
  }

  private void attribute(AttributeProto attribute) {
    tensors(List.of(attribute.getT()));
    tensors(attribute.getTensorsList());
    if (attribute.hasG()) {
      graph(attribute.getG());
    }
    attribute.getGraphsList().forEach(this::graph);
  }

  private void tensors(List<TensorProto> tensors) {
    tensors.forEach(
        tensor ->
            tensor.getExternalDataList().stream()
                .filter(entry -> entry.getKey().equals(LOCATION))
                .forEach(entry -> names.add(entry.getValue())));
  }
}
