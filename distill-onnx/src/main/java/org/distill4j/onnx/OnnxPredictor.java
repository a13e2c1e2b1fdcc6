package org.distill4j.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.model.InputNames;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/**
 * An ONNX file that predicts, on ONNX Runtime and the CPU. The file takes tensors (floats of 16, 32
 * or 64 bits, which are FLOAT32 on the host, or whole numbers or booleans, which are INT32) with
 * the batch on axis 0, and gives tensors with the batch on axis 0. A batch gives the inputs by
 * their names in the file, a single one whatever its name; {@link OnnxOptions} gives them other
 * names, or makes them constant. Axes that the file leaves free are free here, under its names for
 * them; one without a name is called "length". Where the file fixes the batch size, batches are cut
 * and filled up to it. A single output is called "logits", several keep their names; {@link
 * OnnxOptions} changes that. Opening it runs the file on zeros, twice more for each free axis.
 *
 * <p>It may be used from any thread, one call at a time; closing it twice is fine, and what nobody
 * closes is freed when the garbage collector finds it.
 */
public final class OnnxPredictor implements Predictor {
  private final OrtHandle handle;
  private final OrtSignature signature;
  private final OrtFeeds feeds;
  private final Map<String, TensorSpec> outputs;

  private OnnxPredictor(OrtHandle handle, OrtSignature signature, Duration limit) {
    this.handle = handle;
    this.signature = signature;
    this.feeds = new OrtFeeds(handle.name(), signature, limit);
    this.outputs = new OutputTrial(handle.name(), signature, this::run).outputs();
  }

  /** Some files name axes differently that are always of one length. */
  private static OnnxPredictor load(OrtHandle handle, OrtSignature signature, Duration limit) {
    try {
      return new OnnxPredictor(handle, signature, limit);
    } catch (IllegalArgumentException refused) {
      OrtSignature shared = signature.withSharedAxes();
      if (shared.equals(signature)) {
        throw refused;
      }
      return new OnnxPredictor(handle, shared, limit);
    }
  }

  /**
   * Loads a file.
   *
   * @param path the file
   * @return the predictor
   * @throws IllegalArgumentException if there is no such file, it is not a valid ONNX model, or it
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
   * @throws IllegalArgumentException if there is no such file, it is not a valid ONNX model, or it
   *     takes or gives something else than batches
   */
  public static OnnxPredictor open(Path path, OnnxOptions options) {
    OnnxFile.requireOwnFiles(path);
    return open(path.toString(), (env, set) -> env.createSession(path.toString(), set), options);
  }

  /**
   * Loads a model from memory.
   *
   * @param name what messages call it
   * @param model the content of an ONNX file
   * @param options how it is used
   * @return the predictor
   * @throws IllegalArgumentException if it is not a valid ONNX model, or it takes or gives
   *     something else than batches
   */
  public static OnnxPredictor load(String name, byte[] model, OnnxOptions options) {
    return open(name, (env, set) -> env.createSession(model, set), options);
  }

  private static OnnxPredictor open(String name, OrtHandle.Source source, OnnxOptions options) {
    OrtHandle handle = OrtHandle.open(name, source, options);
    try {
      OrtSignature signature = handle.call((env, ort) -> OrtSignature.of(name, ort, options));
      return load(handle, signature, options.timeLimit());
    } catch (RuntimeException refused) {
      handle.close();
      throw refused;
    }
  }

  /** {@return the engine and its version, for reports} */
  public static String engineVersion() {
    return "ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion();
  }

  /**
   * Returns type and shape of one example's only input.
   *
   * @return the specification, without the batch axis
   * @throws IllegalArgumentException if there are several
   */
  public TensorSpec input() {
    return InputNames.only(inputs());
  }

  /** {@return type and shape of each input for one example, by the names in a batch} */
  public Map<String, TensorSpec> inputs() {
    return signature.inputs();
  }

  /** {@return type and shape of each output for one example, without the batch axis} */
  public Map<String, TensorSpec> outputs() {
    return outputs;
  }

  @Override
  public Predictions predict(Map<String, HostTensor> inputs) {
    Map<String, HostTensor> given = feeds.of(inputs);
    int batch = signature.batch();
    return Predictions.of(batch == 0 ? run(given) : FixedBatches.run(given, batch, this::run));
  }

  private Map<String, HostTensor> run(Map<String, HostTensor> inputs) {
    Map<String, String> names = signature.outputs();
    Map<String, HostTensor> given =
        handle.call((env, session) -> feeds.run(env, session, inputs, names.keySet()));
    Map<String, HostTensor> named = new LinkedHashMap<>();
    given.forEach((inFile, value) -> named.put(names.getOrDefault(inFile, inFile), value));
    return named;
  }

  @Override
  public void close() {
    handle.close();
  }
}
