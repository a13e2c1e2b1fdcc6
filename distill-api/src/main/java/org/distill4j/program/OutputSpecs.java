package org.distill4j.program;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * Finds the outputs of a function whose inputs have free axes: it tries two lengths of each axis.
 * An axis of an output that is always as long as a free axis of the inputs has that one's name; one
 * whose length depends on it otherwise is named after the output ("logits.1").
 */
public final class OutputSpecs {
  private static final int EXAMPLES = 2;

  private final Function<BatchShape, Map<String, TensorSpec>> function;
  private final BatchShape tried;
  private final Map<String, TensorSpec> found;
  private final Map<String, String> freeAxes = new HashMap<>();

  private OutputSpecs(Function<BatchShape, Map<String, TensorSpec>> function, BatchShape tried) {
    this.function = function;
    this.tried = tried;
    this.found = function.apply(tried);
  }

  /**
   * Returns the outputs of a model.
   *
   * @param model the model
   * @return type and shape of each output for one example, without the batch axis
   * @throws IllegalArgumentException if the model can't be recorded
   */
  public static Map<String, TensorSpec> find(Model model) {
    return find(
        model.inputs(),
        shape -> Recorder.forward(model, Mode.EVALUATION, shape).outputsPerExample());
  }

  /**
   * Returns the outputs of any function of named inputs.
   *
   * @param inputs type and shape of each input for one example
   * @param function gives type and shape of each output for one example, for a batch of some shape
   * @return type and shape of each output for one example, without the batch axis
   * @throws IllegalArgumentException if the function fails for all lengths that are tried
   */
  public static Map<String, TensorSpec> find(
      Map<String, TensorSpec> inputs, Function<BatchShape, Map<String, TensorSpec>> function) {
    Set<String> axes = AxisLengthSearch.freeAxes(inputs.values());
    return AxisLengthSearch.run(
        EXAMPLES, axes, shape -> new OutputSpecs(function, shape).compared());
  }

  private Map<String, TensorSpec> compared() {
    tried.lengths().forEach(this::lengthen);
    Map<String, TensorSpec> outputs = new LinkedHashMap<>();
    found.forEach((name, spec) -> outputs.put(name, named(name, spec)));
    return Collections.unmodifiableMap(outputs);
  }

  private void lengthen(String axis, int length) {
    Map<String, TensorSpec> longer = function.apply(tried.with(axis, 2 * length));
    found.forEach(
        (name, spec) -> {
          Shape other = Objects.requireNonNull(longer.get(name)).shape();
          for (int i = 0; i < spec.shape().rank(); i++) {
            compare(name + "." + (i + 1), axis, length, spec.shape().dim(i), other.dim(i));
          }
        });
  }

  private void compare(String key, String axis, int length, int before, int after) {
    if (after != before) {
      boolean same = before == length && after == 2 * length && !freeAxes.containsKey(key);
      freeAxes.put(key, same ? axis : key);
    }
  }

  private TensorSpec named(String name, TensorSpec spec) {
    Shape shape = Shape.scalar();
    for (int i = 0; i < spec.shape().rank(); i++) {
      String free = freeAxes.get(name + "." + (i + 1));
      shape = shape.append(free == null ? Shape.of(spec.shape().dim(i)) : Shape.free(free));
    }
    return new TensorSpec(spec.type(), shape);
  }
}
