package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.distill4j.data.Dataset;
import org.distill4j.model.InputNames;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/** Runs a model on examples and records the range of some of its values. */
final class Calibration implements AutoCloseable {
  private static final int BATCH = 64;

  private final OrtHandle handle;
  private final OrtSignature signature;
  private final OrtFeeds feeds;
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
    this.feeds = new OrtFeeds(name, signature, options.timeLimit());
    this.values = values;
    this.range = range;
  }

  /** Returns the model with some inner values among its outputs. */
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

  /** Returns the range of each value over the first examples of a data set. */
  Map<String, ActivationRange.Bounds> over(Dataset data, int examples) {
    requireExamples(data);
    int size = signature.batch() > 0 ? signature.batch() : BATCH;
    int most = Math.min(examples, data.size());
    for (int from = 0; from < most; from += size) {
      // A file of a fixed batch size is given examples from the start again to fill the last batch.
      int length = signature.batch() > 0 ? size : Math.min(size, most - from);
      int first = from;
      int[] places = IntStream.range(0, length).map(i -> (first + i) % data.size()).toArray();
      see(data.batch(places).inputs());
    }
    return bounds;
  }

  private void requireExamples(Dataset data) {
    Map<String, TensorSpec> wanted = signature.inputs();
    wanted.forEach(
        (name, spec) -> {
          TensorSpec given = InputNames.find(name, wanted.size(), data.inputs());
          if (!spec.accepts(given)) {
            throw new IllegalArgumentException(
                "The calibration examples are "
                    + given
                    + ", but "
                    + handle.name()
                    + " takes "
                    + spec
                    + ", expected the same.\nMaybe the data set belongs to another model.");
          }
        });
  }

  private void see(Map<String, HostTensor> inputs) {
    handle.call(
        (environment, session) -> {
          run(environment, session, feeds.of(inputs));
          return batches++;
        });
  }

  private void run(OrtEnvironment environment, OrtSession session, Map<String, HostTensor> inputs)
      throws OrtException {
    Set<String> inner = new LinkedHashSet<>(values);
    for (OrtInput input : signature.fromBatch()) {
      if (inner.remove(input.inFile())) {
        see(input.inFile(), Objects.requireNonNull(inputs.get(input.name())).toFloatArray());
      }
    }
    if (!inner.isEmpty()) {
      feeds
          .run(environment, session, inputs, inner)
          .forEach((name, value) -> see(name, value.toFloatArray()));
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
