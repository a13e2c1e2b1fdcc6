package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads a model with the weights that it keeps in files beside it. */
final class StoredElsewhere {
  private StoredElsewhere() {}

  static ModelProto read(Path path) {
    ModelProto model = OnnxFile.read(path);
    boolean whole =
        model.getGraph().getInitializerList().stream().noneMatch(StoredElsewhere::isElsewhere);
    if (whole) {
      return model;
    }
    GraphProto.Builder graph = model.getGraph().toBuilder();
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      if (isElsewhere(graph.getInitializer(i))) {
        graph.setInitializer(i, loaded(path, graph.getInitializer(i)));
      }
    }
    return model.toBuilder().setGraph(graph).build();
  }

  private static boolean isElsewhere(TensorProto tensor) {
    return tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
  }

  private static TensorProto loaded(Path model, TensorProto tensor) {
    Map<String, String> where =
        tensor.getExternalDataList().stream()
            .collect(
                Collectors.toMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue));
    String location = where.getOrDefault("location", "");
    Path folder = model.toAbsolutePath().normalize().getParent();
    Path file = model.toAbsolutePath().resolveSibling(location).normalize();
    if (location.isEmpty() || folder == null || !file.startsWith(folder)) {
      throw OnnxFile.notOnnx(
          model.toString(), tensor.getName() + " is in \"" + location + "\", outside its folder");
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long offset = Long.parseLong(where.getOrDefault("offset", "0"));
      long length =
          Long.parseLong(where.getOrDefault("length", Long.toString(in.length() - offset)));
      if (offset < 0 || length < 0 || offset + length > in.length()) {
        throw OnnxFile.notOnnx(
            model.toString(), file + " ends before " + tensor.getName() + " does");
      }
      byte[] bytes = new byte[Math.toIntExact(length)];
      in.seek(offset);
      in.readFully(bytes);
      return tensor.toBuilder()
          .clearDataLocation()
          .clearExternalData()
          .setRawData(ByteString.copyFrom(bytes))
          .build();
    } catch (IOException error) {
      throw OnnxFile.unreadable(file, model, error);
    }
  }
}
