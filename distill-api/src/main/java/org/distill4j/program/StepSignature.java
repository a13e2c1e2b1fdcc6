package org.distill4j.program;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.tensor.TensorSpec;

/**
 * What a training step will be given besides the model's inputs, as types and shapes of one
 * example.
 *
 * @param labels the labels by name
 * @param teachers each teacher's outputs by name
 * @param inputs the inputs of the data set by name, those that the model does not take too: a loss
 *     may weigh positions by one
 */
public record StepSignature(
    Map<String, TensorSpec> labels,
    List<Map<String, TensorSpec>> teachers,
    Map<String, TensorSpec> inputs) {
  /**
   * Takes copies.
   *
   * @param labels the labels
   * @param teachers the teachers' outputs
   * @param inputs the data set's inputs
   */
  public StepSignature {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    teachers =
        teachers.stream()
            .map(outputs -> Collections.unmodifiableMap(new LinkedHashMap<>(outputs)))
            .toList();
  }

  /**
   * A step whose loss looks at the model's own inputs at most.
   *
   * @param labels the labels by name
   * @param teachers each teacher's outputs by name
   */
  public StepSignature(Map<String, TensorSpec> labels, List<Map<String, TensorSpec>> teachers) {
    this(labels, teachers, Map.of());
  }
}
