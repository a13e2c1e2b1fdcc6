package org.distill4j.core.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.tensor.TensorSpec;

/**
 * The inputs of a model in order, for {@link Models}:
 *
 * <pre>{@code
 * ModelInputs.of("input_ids", TensorSpec.freeInts("length"))
 *     .and("attention_mask", TensorSpec.freeInts("length"))
 * }</pre>
 *
 * @param specs type and shape of each input for one example, by name; axes may be free
 */
public record ModelInputs(Map<String, TensorSpec> specs) {
  /** Takes a copy. */
  public ModelInputs {
    specs = Collections.unmodifiableMap(new LinkedHashMap<>(specs));
  }

  /**
   * Returns the first input, which becomes the input of the first layer.
   *
   * @param name its name
   * @param spec type and shape for one example
   * @return the inputs
   */
  public static ModelInputs of(String name, TensorSpec spec) {
    return new ModelInputs(Map.of(name, spec));
  }

  /**
   * Returns these inputs and one more, which layers request by its name.
   *
   * @param name its name
   * @param spec type and shape for one example
   * @return all of them
   * @throws IllegalArgumentException if there is one of that name
   */
  public ModelInputs and(String name, TensorSpec spec) {
    Map<String, TensorSpec> more = new LinkedHashMap<>(specs);
    if (more.put(name, spec) != null) {
      throw new IllegalArgumentException(
          "The input \""
              + name
              + "\" was given twice, expected each name once.\nMaybe rename one.");
    }
    return new ModelInputs(more);
  }
}
