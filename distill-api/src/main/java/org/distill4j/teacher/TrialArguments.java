package org.distill4j.teacher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * What a program that tries a file is given, as the arguments of its main method.
 *
 * @param file the file or folder
 * @param inputs type and shape of each input for one example
 * @param rest texts that the engine adds
 */
public record TrialArguments(Path file, Map<String, TensorSpec> inputs, List<String> rest) {
  private static final int TEXTS_OF_INPUT = 3;

  /** Takes copies. */
  public TrialArguments {
    file = file.toAbsolutePath();
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    rest = List.copyOf(rest);
  }

  /** {@return the arguments of the main method} */
  public List<String> texts() {
    List<String> texts = new ArrayList<>(List.of(file.toString(), String.valueOf(inputs.size())));
    inputs.forEach(
        (name, spec) -> texts.addAll(List.of(name, spec.type().name(), axes(spec.shape()))));
    texts.addAll(rest);
    return texts;
  }

  private static String axes(Shape shape) {
    List<String> axes = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      int index = axis;
      axes.add(shape.freeAxis(axis).orElseGet(() -> String.valueOf(shape.dim(index))));
    }
    return String.join(",", axes);
  }

  /**
   * Reads the arguments of a main method.
   *
   * @param texts what {@link #texts} gave
   * @return the arguments
   */
  public static TrialArguments parse(String... texts) {
    Map<String, TensorSpec> inputs = new LinkedHashMap<>();
    int end = 2 + TEXTS_OF_INPUT * Integer.parseInt(texts[1]);
    for (int i = 2; i < end; i += TEXTS_OF_INPUT) {
      inputs.put(texts[i], new TensorSpec(DType.valueOf(texts[i + 1]), shape(texts[i + 2])));
    }
    return new TrialArguments(
        Path.of(texts[0]), inputs, Arrays.asList(texts).subList(end, texts.length));
  }

  private static Shape shape(String axes) {
    Shape shape = Shape.scalar();
    for (String axis : axes.isEmpty() ? new String[0] : axes.split(",", -1)) {
      boolean fixed = axis.chars().allMatch(Character::isDigit);
      shape = shape.append(fixed ? Shape.of(Integer.parseInt(axis)) : Shape.free(axis));
    }
    return shape;
  }
}
