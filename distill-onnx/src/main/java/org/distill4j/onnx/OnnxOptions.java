package org.distill4j.onnx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.distill4j.backend.ThreadCount;
import org.distill4j.tensor.Shape;

/**
 * How an ONNX file is used.
 *
 * @param threads the number of threads that one operation may use, at least 1
 * @param outputs what to call the outputs, by their names in the file, in the wanted order; empty
 *     for all outputs, under their own names, or as "logits" if there is just one
 * @param axes lengths for free axes other than the batch, by their names in the file
 * @param example the shape of an example's input, where free axes have no names; empty to take the
 *     file's
 */
public record OnnxOptions(
    int threads, Map<String, String> outputs, Map<String, Integer> axes, Optional<Shape> example) {
  /**
   * Checks the number of threads and takes copies.
   *
   * @param threads the number of threads
   * @param outputs the outputs
   * @param axes the axes
   * @param example the shape of an example
   * @throws IllegalArgumentException if the number of threads is below 1 or above four times the
   *     processors, or two outputs get one name
   */
  public OnnxOptions {
    ThreadCount.require("ONNX Runtime", threads);
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    if (outputs.values().stream().distinct().count() < outputs.size()) {
      throw new IllegalArgumentException(
          "Two outputs have one name in "
              + outputs
              + ", expected each name once.\nMaybe one of them was meant to keep its own.");
    }
    axes = Map.copyOf(axes);
  }

  /** {@return one thread, the outputs as the file has them, no axis given} */
  public static OnnxOptions defaults() {
    return new OnnxOptions(1, Map.of(), Map.of(), Optional.empty());
  }

  /**
   * These options with more or fewer threads. Small networks gain little from more than one.
   *
   * @param threads the number, at least 1
   * @return the changed options
   */
  public OnnxOptions withThreads(int threads) {
    return new OnnxOptions(threads, outputs, axes, example);
  }

  /**
   * These options with one more of the file's outputs; those that are not named are left out then.
   *
   * @param inFile its name in the file
   * @param name what to call it, say "logits"
   * @return the changed options
   */
  public OnnxOptions withOutput(String inFile, String name) {
    Map<String, String> more = new LinkedHashMap<>(outputs);
    more.put(inFile, name);
    return new OnnxOptions(threads, more, axes, example);
  }

  /**
   * These options with the length of a free axis, as that of a sequence.
   *
   * @param axis the axis' name in the file
   * @param length its length
   * @return the changed options
   */
  public OnnxOptions withAxis(String axis, int length) {
    Map<String, Integer> more = new LinkedHashMap<>(axes);
    more.put(axis, length);
    return new OnnxOptions(threads, outputs, more, example);
  }

  /**
   * These options with the shape of an example's input, where the file leaves axes free that it
   * gives no name to.
   *
   * @param shape the shape without the batch axis
   * @return the changed options
   */
  public OnnxOptions withExample(Shape shape) {
    return new OnnxOptions(threads, outputs, axes, Optional.of(shape));
  }
}
