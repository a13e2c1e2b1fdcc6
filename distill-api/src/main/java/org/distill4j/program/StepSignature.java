package org.distill4j.program;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.tensor.TensorSpec;

/**
 * What a training step will be given besides the inputs, as types and shapes of one example.
 *
 * @param labels the labels by name
 * @param teachers each teacher's outputs by name
 */
public record StepSignature(
    Map<String, TensorSpec> labels, List<Map<String, TensorSpec>> teachers) {
  /**
   * Takes copies.
   *
   * @param labels the labels
   * @param teachers the teachers' outputs
   */
  public StepSignature {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    teachers =
        teachers.stream()
            .map(outputs -> Collections.unmodifiableMap(new LinkedHashMap<>(outputs)))
            .toList();
  }
}
