package org.distill4j.teacher;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.data.Dataset;
import org.distill4j.model.InputNames;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * Maps the free axes of a teacher to those of a data set, which may have other names, as in files
 * of other frameworks: "sequence_length" for the "length" of the data.
 */
public final class DataAxes {
  private final Map<String, Shape> axes = new HashMap<>();

  private DataAxes(Map<String, TensorSpec> inputs, Dataset data) {
    inputs.forEach(
        (name, wanted) ->
            read(wanted.shape(), InputNames.find(name, inputs.size(), data.inputs()).shape()));
  }

  /**
   * Returns a teacher's outputs with the data set's names of free axes, or with its lengths where
   * it fixes them. An axis that no input of the teacher has keeps its name.
   *
   * @param teacher the teacher
   * @param data the examples that it is asked about
   * @return type and shape of each output for one example, without the batch axis
   * @throws IllegalArgumentException if the data set lacks an input of the teacher
   */
  public static Map<String, TensorSpec> outputs(Teacher teacher, Dataset data) {
    DataAxes axes = new DataAxes(teacher.inputs(), data);
    Map<String, TensorSpec> outputs = new LinkedHashMap<>();
    teacher.outputs().forEach((name, output) -> outputs.put(name, axes.named(output)));
    return Collections.unmodifiableMap(outputs);
  }

  private void read(Shape wanted, Shape given) {
    for (int i = 0; i < Math.min(wanted.rank(), given.rank()); i++) {
      Shape axis = axis(given, i);
      wanted.freeAxis(i).ifPresent(name -> axes.putIfAbsent(name, axis));
    }
  }

  private static Shape axis(Shape shape, int axis) {
    return shape.freeAxis(axis).map(Shape::free).orElseGet(() -> Shape.of(shape.dim(axis)));
  }

  private TensorSpec named(TensorSpec output) {
    Shape shape = Shape.scalar();
    for (int i = 0; i < output.shape().rank(); i++) {
      Shape own = axis(output.shape(), i);
      String name = output.shape().freeAxis(i).orElse("");
      shape = shape.append(axes.getOrDefault(name, own));
    }
    return new TensorSpec(output.type(), shape);
  }
}
