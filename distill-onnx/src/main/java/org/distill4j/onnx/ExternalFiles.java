package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The files in which an ONNX model keeps weights besides its own, as PyTorch writes them. */
final class ExternalFiles {
  private static final String LOCATION = "location";

  private final SortedSet<String> names = new TreeSet<>();

  private ExternalFiles() {}

  /** Their paths from the model's folder, in order; none where the bytes are no such model. */
  static SortedSet<String> of(byte[] model) {
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
