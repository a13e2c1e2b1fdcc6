package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.distill4j.data.Dataset;
import org.distill4j.tensor.HostTensor;

/** Runs a model on examples to see the range of some of its values. */
final class Calibration implements AutoCloseable {
  private static final int BATCH = 64;

  private final OrtHandle handle;
  private final OrtSignature signature;
  private final Set<String> values;
  private final ActivationRange range;
  private final Map<String, ActivationRange.Bounds> bounds = new LinkedHashMap<>();
  private int batches;

  Calibration(String name, ModelProto model, Set<String> values, ActivationRange range) {
    byte[] observed = observed(model, values).toByteArray();
    OnnxOptions options = OnnxOptions.defaults();
    this.handle =
        OrtHandle.open(name, (env, settings) -> env.createSession(observed, settings), options);
    this.signature = handle.call((env, session) -> OrtSignature.of(name, session, options));
    this.values = values;
    this.range = range;
  }

  /** The model with some inner values among its outputs. */
  private static ModelProto observed(ModelProto model, Set<String> values) {
    GraphProto.Builder graph = model.getGraph().toBuilder();
    Set<String> inner = new LinkedHashSet<>(values);
    graph.getInputList().forEach(input -> inner.remove(input.getName()));
    graph.getOutputList().forEach(output -> inner.remove(output.getName()));
    for (String value : inner) {
      TypeProto.Tensor floats =
          TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT.getNumber()).build();
      graph.addOutput(
          ValueInfoProto.newBuilder()
              .setName(value)
              .setType(TypeProto.newBuilder().setTensorType(floats)));
    }
    return model.toBuilder().setGraph(graph).build();
  }

  /** The range of each value over the first examples of a data set. */
  Map<String, ActivationRange.Bounds> over(Dataset data, int examples) {
    requireExamples(data);
    int size = signature.batch() > 0 ? signature.batch() : BATCH;
    int most = Math.min(examples, data.size());
    for (int from = 0; from < most; from += size) {
      // A file of a fixed batch size is given examples from the start again to fill the last batch.
      int length = signature.batch() > 0 ? size : Math.min(size, most - from);
      int first = from;
      int[] places = IntStream.range(0, length).map(i -> (first + i) % data.size()).toArray();
      see(data.batch(places).input());
    }
    return bounds;
  }

  private void requireExamples(Dataset data) {
    if (!data.input().equals(signature.example())) {
      throw new IllegalArgumentException(
          "The calibration examples are "
              + data.input()
              + ", but "
              + handle.name()
              + " takes "
              + signature.example()
              + ", expected the same.\nMaybe the data set belongs to another model.");
    }
  }

  private void see(HostTensor inputs) {
    handle.call(
        (environment, session) -> {
          run(environment, session, inputs);
          return batches++;
        });
  }

  private void run(OrtEnvironment environment, OrtSession session, HostTensor inputs)
      throws OrtException {
    Set<String> inner = new LinkedHashSet<>(values);
    if (inner.remove(signature.input())) {
      see(signature.input(), inputs.toFloatArray());
    }
    if (inner.isEmpty()) {
      return;
    }
    try (OnnxTensor tensor = OrtTensors.of(environment, inputs, signature.type());
        OrtSession.Result result = session.run(Map.of(signature.input(), tensor), inner)) {
      for (String value : inner) {
        OnnxTensor seen = (OnnxTensor) result.get(value).orElseThrow();
        see(value, OrtTensors.toHost(seen).toFloatArray());
      }
    }
  }

  private void see(String value, float... numbers) {
    ActivationRange.Bounds next = range.of(numbers);
    bounds.merge(value, next, (seen, added) -> range.join(seen, added, batches));
  }

  @Override
  public void close() {
    handle.close();
  }
}
