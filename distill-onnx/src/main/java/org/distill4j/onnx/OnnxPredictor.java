package org.distill4j.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.model.InputNames;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * An ONNX file that predicts, on ONNX Runtime and the CPU. The file must take one tensor (floats of
 * 16, 32 or 64 bits, which are FLOAT32 on the host, or whole numbers or booleans, which are INT32)
 * with the batch on axis 0, and give tensors with the batch on axis 0. Where the file fixes the
 * batch size, batches are cut and filled up to it. A single output is called "logits", several keep
 * their names; {@link OnnxOptions} changes that. Opening it runs the file once, on zeros.
 *
 * <p>It may be used from any thread, one call at a time; closing it twice is fine, and what nobody
 * closes is freed when the garbage collector finds it.
 */
public final class OnnxPredictor implements Predictor {
  private static final int PROBE = 2;

  private final OrtHandle handle;
  private final OrtSignature signature;
  private final Map<String, TensorSpec> outputs;

  private OnnxPredictor(OrtHandle handle, OnnxOptions options) {
    this.handle = handle;
    this.signature =
        handle.call((env, session) -> OrtSignature.of(handle.name(), session, options));
    this.outputs = Collections.unmodifiableMap(probe());
  }

  /**
   * Loads a file.
   *
   * @param path the file
   * @return the predictor
   * @throws IllegalArgumentException if there is no such file, it is not a sound ONNX model, or it
   *     takes or gives something else than batches
   */
  public static OnnxPredictor open(Path path) {
    return open(path, OnnxOptions.defaults());
  }

  /**
   * Loads a file.
   *
   * @param path the file
   * @param options how it is used
   * @return the predictor
   * @throws IllegalArgumentException if there is no such file, it is not a sound ONNX model, or it
   *     takes or gives something else than batches
   */
  public static OnnxPredictor open(Path path, OnnxOptions options) {
    OnnxFile.requirePresent(path);
    return open(path.toString(), (env, set) -> env.createSession(path.toString(), set), options);
  }

  /**
   * Loads a model from memory.
   *
   * @param name what messages call it
   * @param model the content of an ONNX file
   * @param options how it is used
   * @return the predictor
   * @throws IllegalArgumentException if it is not a sound ONNX model, or it takes or gives
   *     something else than batches
   */
  public static OnnxPredictor of(String name, byte[] model, OnnxOptions options) {
    return open(name, (env, set) -> env.createSession(model, set), options);
  }

  private static OnnxPredictor open(String name, OrtHandle.Source source, OnnxOptions options) {
    OrtHandle handle = OrtHandle.open(name, source, options);
    try {
      return new OnnxPredictor(handle, options);
    } catch (RuntimeException refused) {
      handle.close();
      throw refused;
    }
  }

  /** {@return the engine and its version, for reports} */
  public static String engineVersion() {
    return "ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion();
  }

  /** {@return type and shape of one example's input, without the batch axis} */
  public TensorSpec input() {
    return signature.example();
  }

  /** {@return type and shape of each output for one example, without the batch axis} */
  public Map<String, TensorSpec> outputs() {
    return outputs;
  }

  /** Files often do not say the shapes of their outputs, so they are seen by trying. */
  private Map<String, TensorSpec> probe() {
    int rows = signature.batch() > 0 ? signature.batch() : PROBE;
    TensorSpec example = signature.example();
    HostTensor zeros = HostTensor.allocate(example.type(), example.shape().prepend(rows));
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    run(zeros).forEach((name, value) -> specs.put(name, perExample(name, value, rows)));
    return specs;
  }

  private TensorSpec perExample(String output, HostTensor value, int rows) {
    if (value.shape().rank() == 0 || value.shape().dim(0) != rows) {
      throw new IllegalArgumentException(
          "Output \""
              + output
              + "\" of "
              + handle.name()
              + " has shape "
              + value.shape()
              + " for a batch of "
              + rows
              + ", expected the batch on axis 0.\n"
              + "Maybe choose the others with OnnxOptions.withOutput.");
    }
    return new TensorSpec(value.type(), value.shape().withoutBatch());
  }

  @Override
  public Predictions predict(Map<String, HostTensor> inputs) {
    HostTensor input = InputNames.only(inputs);
    requireInputs(input);
    int batch = signature.batch();
    return Predictions.of(batch == 0 ? run(input) : FixedBatches.run(input, batch, this::run));
  }

  private void requireInputs(HostTensor inputs) {
    Shape shape = inputs.shape();
    TensorSpec wanted = signature.example();
    if (inputs.type() != wanted.type()
        || shape.rank() == 0
        || !shape.withoutBatch().equals(wanted.shape())) {
      throw new IllegalArgumentException(
          "The input batch of "
              + handle.name()
              + " is "
              + inputs.spec()
              + ", expected a batch of "
              + wanted
              + ".\nMaybe the data set belongs to another model.");
    }
  }

  private Map<String, HostTensor> run(HostTensor inputs) {
    return handle.call((environment, session) -> run(environment, session, inputs));
  }

  private Map<String, HostTensor> run(
      OrtEnvironment environment, OrtSession session, HostTensor inputs) throws OrtException {
    try (OnnxTensor tensor = OrtTensors.of(environment, inputs, signature.type());
        OrtSession.Result result =
            session.run(Map.of(signature.input(), tensor), signature.outputs().keySet())) {
      Map<String, HostTensor> values = new LinkedHashMap<>();
      signature
          .outputs()
          .forEach(
              (inFile, name) ->
                  values.put(
                      name, OrtTensors.toHost((OnnxTensor) result.get(inFile).orElseThrow())));
      return values;
    }
  }

  @Override
  public void close() {
    handle.close();
  }
}
