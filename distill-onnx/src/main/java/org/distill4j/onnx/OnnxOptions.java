package org.distill4j.onnx;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.distill4j.backend.ThreadCount;
import org.distill4j.tensor.Shape;

/**
 * How an ONNX file is used.
 *
 * @param threads the number of threads that one operation may use, at least 1
 * @param inputs what a batch calls inputs, by their names in the file; those that are not here have
 *     the same name
 * @param constants the number that an input is filled with, by its name in the file
 * @param examples the shape of one example of an input, by its name in the file; "" stands for the
 *     only input
 * @param axes lengths for free axes other than the batch, by their names in the file; those that
 *     are not here stay free
 * @param outputs what to call the outputs, by their names in the file, in the wanted order; empty
 *     for all outputs, under their own names, or as "logits" if there is just one
 * @param timeLimit the most that a run of the file may take, on one batch
 */
public record OnnxOptions(
    int threads,
    Map<String, String> inputs,
    Map<String, Double> constants,
    Map<String, Shape> examples,
    Map<String, Integer> axes,
    Map<String, String> outputs,
    Duration timeLimit) {
  private static final Duration USUAL_LIMIT = Duration.ofMinutes(10);

  /** The only input. */
  static final String ONLY = "";

  /**
   * Checks the number of threads and takes copies.
   *
   * @throws IllegalArgumentException if the number of threads is below 1 or above four times the
   *     processors, two inputs or two outputs get one name, or the limit is not positive
   */
  public OnnxOptions {
    ThreadCount.require("ONNX Runtime", threads);
    inputs = named("inputs", inputs);
    constants = Map.copyOf(constants);
    examples = Map.copyOf(examples);
    axes = Map.copyOf(axes);
    outputs = named("outputs", outputs);
    if (timeLimit.isZero() || timeLimit.isNegative()) {
      throw new IllegalArgumentException(
          "The time limit of a run is "
              + timeLimit
              + ", expected more than 0.\nMaybe leave it out; it is "
              + USUAL_LIMIT
              + " then.");
    }
  }

  private static Map<String, String> named(String what, Map<String, String> names) {
    if (names.values().stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException(
          "Two "
              + what
              + " have one name in "
              + names
              + ", expected each name once.\nMaybe one of them was meant to keep its own.");
    }
    return Collections.unmodifiableMap(new LinkedHashMap<>(names));
  }

  /**
   * These options with another limit of time. A file from elsewhere may have loops of any length;
   * the engine is told to end between two operations. A single operation on large tensors is not
   * ended, nor is what the engine computes ahead when it loads the file.
   *
   * @param limit the most that a run of the file may take, on one batch
   * @return the changed options
   */
  public OnnxOptions withTimeLimit(Duration limit) {
    return new OnnxOptions(threads, inputs, constants, examples, axes, outputs, limit);
  }

  /** {@return one thread; inputs, axes and outputs as the file has them; ten minutes for a run} */
  public static OnnxOptions defaults() {
    return new OnnxOptions(1, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), USUAL_LIMIT);
  }

  /**
   * These options with more or fewer threads. Small networks gain little from more than one.
   *
   * @param threads the number, at least 1
   * @return the changed options
   */
  public OnnxOptions withThreads(int threads) {
    return new OnnxOptions(threads, inputs, constants, examples, axes, outputs, timeLimit);
  }

  /**
   * These options with one more of the file's outputs; those that are not named are left out then.
   *
   * @param inFile its name in the file
   * @param name what to call it, say "logits"
   * @return the changed options
   */
  public OnnxOptions withOutput(String inFile, String name) {
    return new OnnxOptions(
        threads, inputs, constants, examples, axes, with(outputs, inFile, name), timeLimit);
  }

  /**
   * These options with an input that batches have under another name than the file.
   *
   * @param inFile its name in the file
   * @param inBatch its name in a batch
   * @return the changed options
   */
  public OnnxOptions withInput(String inFile, String inBatch) {
    return new OnnxOptions(
        threads, with(inputs, inFile, inBatch), constants, examples, axes, outputs, timeLimit);
  }

  /**
   * These options with an input that is one number everywhere, such as the token types of texts
   * that are not pairs, which are 0. Its free axes are as long as those of the same names of other
   * inputs.
   *
   * @param inFile its name in the file
   * @param number what it is filled with; the whole part of it for whole numbers
   * @return the changed options
   */
  public OnnxOptions withConstant(String inFile, double number) {
    return new OnnxOptions(
        threads, inputs, with(constants, inFile, number), examples, axes, outputs, timeLimit);
  }

  /**
   * These options with the length of a free axis, as that of a sequence.
   *
   * @param axis the axis' name in the file
   * @param length its length
   * @return the changed options
   */
  public OnnxOptions withAxis(String axis, int length) {
    return new OnnxOptions(
        threads, inputs, constants, examples, with(axes, axis, length), outputs, timeLimit);
  }

  /**
   * These options with the shape of an example, for a file of one input.
   *
   * @param shape the shape without the batch axis; axes may be free where the file leaves them so,
   *     for example {@code Shape.of(3).append(Shape.free("height", "width"))}
   * @return the changed options
   */
  public OnnxOptions withExample(Shape shape) {
    return withExample(ONLY, shape);
  }

  /**
   * These options with the shape of an example's input: for free axes that have no names in the
   * file, or different names though they are always of one length.
   *
   * @param inFile the input's name in the file
   * @param shape the shape without the batch axis; axes may be free where the file leaves them so
   * @return the changed options
   */
  public OnnxOptions withExample(String inFile, Shape shape) {
    return new OnnxOptions(
        threads, inputs, constants, with(examples, inFile, shape), axes, outputs, timeLimit);
  }

  private static <T> Map<String, T> with(Map<String, T> map, String name, T value) {
    Map<String, T> more = new LinkedHashMap<>(map);
    more.put(name, value);
    return more;
  }

  /** The inputs of the file for which an option is set. */
  Set<String> namedInputs() {
    Set<String> named = new LinkedHashSet<>(inputs.keySet());
    named.addAll(constants.keySet());
    named.addAll(examples.keySet());
    named.remove(ONLY);
    return named;
  }
}
