package org.distill4j.onnx;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.TensorSpec;

/**
 * An ONNX file as a teacher, through ONNX Runtime, whatever framework made it and whatever engine
 * the student is on. {@link OnnxPredictor} describes what the file must take and give.
 *
 * <p>Its memory is freed when it is closed, or when the garbage collector finds it.
 */
public final class OnnxTeacher implements Teacher, AutoCloseable {
  private final OnnxPredictor predictor;
  private final String fingerprint;

  private OnnxTeacher(OnnxPredictor predictor, String fingerprint) {
    this.predictor = predictor;
    this.fingerprint = fingerprint;
  }

  /**
   * Loads a file.
   *
   * @param path the file
   * @return the teacher
   * @throws IllegalArgumentException if there is no such file, it is not a valid ONNX model, or it
   *     takes or gives something else than batches
   */
  public static OnnxTeacher open(Path path) {
    return open(path, OnnxOptions.defaults());
  }

  /**
   * Loads a file.
   *
   * @param path the file
   * @param options how it is used
   * @return the teacher
   * @throws IllegalArgumentException if there is no such file, it is not a valid ONNX model, or it
   *     takes or gives something else than batches
   */
  public static OnnxTeacher open(Path path, OnnxOptions options) {
    return new OnnxTeacher(
        OnnxPredictor.open(path, options), OnnxFile.fingerprint(path) + settings(options));
  }

  /** Adds the chosen inputs, outputs and lengths to the fingerprint, as they change the outputs. */
  private static String settings(OnnxOptions options) {
    return Stream.of(
            options.outputs(),
            options.axes(),
            options.examples(),
            options.inputs(),
            options.constants())
        .map(part -> part.isEmpty() ? "" : " " + new TreeMap<>(part))
        .collect(Collectors.joining());
  }

  @Override
  public Map<String, TensorSpec> outputs() {
    return predictor.outputs();
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return predictor.inputs();
  }

  /**
   * Returns what the file says.
   *
   * @throws IllegalArgumentException if type or shape of the inputs differ
   * @throws IllegalStateException if this was closed
   */
  @Override
  public Predictions predict(Batch batch) {
    return predictor.predict(batch.inputs());
  }

  /**
   * Returns the SHA-256 of the file, of the files beside it in which it keeps weights, and of the
   * options.
   */
  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public void close() {
    predictor.close();
  }
}
