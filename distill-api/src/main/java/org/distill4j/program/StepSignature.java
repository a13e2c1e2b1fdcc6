package org.distill4j.program;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.data.Dataset;
import org.distill4j.tensor.TensorSpec;

/**
 * The inputs of a training step besides the model's, as types and shapes of one example.
 *
 * @param labels the labels by name
 * @param teachers each teacher's outputs by name
 * @param inputs the inputs of the data set by name, those that the model does not take too: a loss
 *     may weigh positions by one
 * @param padding the name of the input that is 0 at padding; empty if there is none
 */
public record StepSignature(
    Map<String, TensorSpec> labels,
    List<Map<String, TensorSpec>> teachers,
    Map<String, TensorSpec> inputs,
    Optional<String> padding) {
  /** Takes copies. */
  public StepSignature {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    teachers =
        teachers.stream()
            .map(outputs -> Collections.unmodifiableMap(new LinkedHashMap<>(outputs)))
            .toList();
  }

  /**
   * Creates the signature of a step whose loss reads no more than the model's own inputs.
   *
   * @param labels the labels by name
   * @param teachers each teacher's outputs by name
   */
  public StepSignature(Map<String, TensorSpec> labels, List<Map<String, TensorSpec>> teachers) {
    this(labels, teachers, Map.of(), Optional.empty());
  }

  /**
   * Returns the signature of a step on the examples of a data set.
   *
   * @param data the data set
   * @param teachers each teacher's outputs by name
   * @return the signature
   */
  public static StepSignature of(Dataset data, List<Map<String, TensorSpec>> teachers) {
    return new StepSignature(data.labels(), teachers, data.inputs(), data.padding());
  }
}
