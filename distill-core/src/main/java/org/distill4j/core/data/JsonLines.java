package org.distill4j.core.data;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Examples in a file of JSON objects, one on each line (JSONL) or in one list: {@code {"age": 41,
 * "pixels": [0, 255], "label": 1}}. Inputs are all fields but the class, in the order of the first
 * object, or those that are named; later objects may have them in another order. A list of numbers
 * is as many columns, named {@code pixels[0]} and so on. Numbers, missing values (null, or no such
 * field) and classes are as {@link CsvTable} has them.
 *
 * @param label the name of the field that holds the class; empty if there is none
 * @param classes the names of the classes, in the order of their numbers; empty if the field holds
 *     numbers
 * @param inputs the names of the fields that are inputs, in order; empty for all but the class
 * @param missing the number that stands for a missing value; empty if there may be none
 */
public record JsonLines(
    String label, List<String> classes, List<String> inputs, OptionalDouble missing)
    implements TableSource {
  /** Takes copies. */
  public JsonLines {
    classes = List.copyOf(classes);
    inputs = List.copyOf(inputs);
  }

  /**
   * Returns objects with classes by number.
   *
   * @param label the name of the field that holds the class; empty if there is none
   * @return the description
   */
  public static JsonLines of(String label) {
    return new JsonLines(label, List.of(), List.of(), OptionalDouble.empty());
  }

  /**
   * Returns these objects with names in the field of the class.
   *
   * @param names the names, in the order of the classes' numbers
   * @return the changed description
   */
  public JsonLines withClasses(String... names) {
    return new JsonLines(label, List.of(names), inputs, missing);
  }

  /**
   * Returns these objects with some of their fields as inputs.
   *
   * @param names the names of the fields, in the wanted order
   * @return the changed description
   */
  public JsonLines withInputs(String... names) {
    return new JsonLines(label, classes, List.of(names), missing);
  }

  /**
   * Returns these objects with a number for missing inputs.
   *
   * @param value the number
   * @return the changed description
   */
  public JsonLines withMissing(double value) {
    return new JsonLines(label, classes, inputs, OptionalDouble.of(value));
  }

  @Override
  public TableReader open(Path file, List<String> columns) {
    return ObjectRows.of(file.toString(), label, columns, JsonObjects.open(file));
  }
}
