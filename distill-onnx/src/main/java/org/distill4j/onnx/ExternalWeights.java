package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads a model and the weights in files beside it. */
final class ExternalWeights {
  /** Weights that are used twice may be stored once. */
  private static final int MOST_READINGS = 2;

  private final Map<Path, Long> sizes = new HashMap<>();
  private long loaded;

  private ExternalWeights() {}

  static ModelProto read(Path path) {
    ModelProto model = OnnxFile.read(path);
    boolean whole =
        model.getGraph().getInitializerList().stream().noneMatch(ExternalWeights::isElsewhere);
    if (whole) {
      return model;
    }
    ExternalWeights files = new ExternalWeights();
    GraphProto.Builder graph = model.getGraph().toBuilder();
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      if (isElsewhere(graph.getInitializer(i))) {
        graph.setInitializer(i, files.loaded(path, graph.getInitializer(i)));
      }
    }
    return model.toBuilder().setGraph(graph).build();
  }

  private static boolean isElsewhere(TensorProto tensor) {
    return tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
  }

  private TensorProto loaded(Path model, TensorProto tensor) {
    Map<String, String> where =
        tensor.getExternalDataList().stream()
            .collect(
                Collectors.toMap(
                    StringStringEntryProto::getKey,
                    StringStringEntryProto::getValue,
                    (first, second) -> second));
    Path file = ExternalFiles.inside(model, where.getOrDefault("location", ""));
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long offset = number(model, tensor, where.getOrDefault("offset", "0"));
      String rest = Long.toString(in.length() - offset);
      long length = number(model, tensor, where.getOrDefault("length", rest));
      if (offset > in.length() || length > in.length() - offset) {
        throw OnnxFile.notOnnx(
            model.toString(), file + " ends before " + tensor.getName() + " does");
      }
      loaded += length;
      if (length > Integer.MAX_VALUE - Long.BYTES || loaded > MOST_READINGS * bytes(file)) {
        throw OnnxFile.notOnnx(
            model.toString(), tensor.getName() + " takes " + length + " bytes of " + file);
      }
      byte[] bytes = new byte[(int) length];
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

  /** Returns the bytes of all files read. */
  private long bytes(Path file) throws IOException {
    sizes.put(file, Files.size(file));
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  private static long number(Path model, TensorProto tensor, String text) {
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException none) {
      throw OnnxFile.notOnnx(model.toString(), tensor.getName() + " is not at a number");
    }
    throw OnnxFile.notOnnx(model.toString(), tensor.getName() + " has its data at " + text);
  }
}
