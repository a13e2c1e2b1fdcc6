package org.distill4j.core.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
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
    String label, List<String> classes, List<String> inputs, OptionalDouble missing) {
  private static final ObjectReader OBJECTS = new ObjectMapper().readerFor(JsonNode.class);
  private static final int UNKNOWN = -1;
  private static final int MAX_DEPTH = 8;

  /**
   * Takes copies.
   *
   * @param label the field of the class
   * @param classes the names of the classes
   * @param inputs the fields of the inputs
   * @param missing what stands for a missing value
   */
  public JsonLines {
    classes = List.copyOf(classes);
    inputs = List.copyOf(inputs);
  }

  /**
   * Objects with classes by number.
   *
   * @param label the name of the field that holds the class; empty if there is none
   * @return the description
   */
  public static JsonLines of(String label) {
    return new JsonLines(label, List.of(), List.of(), OptionalDouble.empty());
  }

  /**
   * These objects with names in the field of the class.
   *
   * @param names the names, in the order of the classes' numbers
   * @return the changed description
   */
  public JsonLines withClasses(String... names) {
    return new JsonLines(label, List.of(names), inputs, missing);
  }

  /**
   * These objects with some of their fields as inputs.
   *
   * @param names the names of the fields, in the wanted order
   * @return the changed description
   */
  public JsonLines withInputs(String... names) {
    return new JsonLines(label, classes, List.of(names), missing);
  }

  /**
   * These objects with a number for missing inputs.
   *
   * @param value the number
   * @return the changed description
   */
  public JsonLines withMissing(double value) {
    return new JsonLines(label, classes, inputs, OptionalDouble.of(value));
  }

  /**
   * Reads a file in UTF-8, object by object.
   *
   * @param file the file
   * @return a data set with inputs (columns)
   * @throws IllegalArgumentException if there is no such file, an object has other fields than the
   *     first, or a value is no finite number or no known class; the message names file and line
   * @throws UncheckedIOException if it cannot be read
   */
  public InMemoryDataset read(Path file) {
    CellRules rules = new CellRules(file.toString(), label, classes, missing, '.');
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
        MappingIterator<JsonNode> objects = OBJECTS.readValues(in)) {
      return read(rules, objects);
    } catch (NoSuchFileException error) {
      throw new IllegalArgumentException(
          "There is no file " + file + ", expected JSON lines.\nMaybe the path is misspelt.",
          error);
    } catch (JsonProcessingException error) {
      long line = error.getLocation() == null ? 1 : error.getLocation().getLineNr();
      throw rules.refuse(
          line,
          "this is not JSON (" + Brief.of(error.getOriginalMessage()) + ")",
          "an object on each line",
          "a quote or a bracket is missing, or it is another file");
    } catch (IOException error) {
      throw new UncheckedIOException(
          file + " could not be read: " + error + ".\nMaybe it is a folder.", error);
    }
  }

  private InMemoryDataset read(CellRules rules, MappingIterator<JsonNode> objects)
      throws IOException {
    if (!objects.hasNextValue()) {
      throw rules.refuse(1, "there are no examples", "an object on each line", "the file is empty");
    }
    JsonNode object = object(rules, objects);
    List<Field> fields = fields(object);
    try (TableRows rows = new TableRows(rules, columns(fields), TableRows.budget())) {
      add(place(rules, objects), object, fields, rows);
      while (objects.hasNextValue()) {
        JsonNode next = object(rules, objects);
        add(place(rules, objects), next, fields, rows);
      }
      return rows.dataset();
    }
  }

  private static JsonNode object(CellRules rules, MappingIterator<JsonNode> objects)
      throws IOException {
    JsonNode object = objects.nextValue();
    if (!object.isObject()) {
      throw rules.refuse(
          place(rules, objects).line(),
          "this is " + Brief.of(object.toString()),
          "an object",
          "it is another file");
    }
    return object;
  }

  private static Place place(CellRules rules, MappingIterator<JsonNode> objects) {
    return new Place(rules, objects.getCurrentLocation().getLineNr());
  }

  /** A field and the number of its values. */
  private record Field(String name, int size, boolean isList) {}

  private record Place(CellRules rules, long line) {}

  private List<Field> fields(JsonNode object) {
    List<String> names = new ArrayList<>(inputs);
    if (inputs.isEmpty()) {
      object.fieldNames().forEachRemaining(names::add);
      names.remove(label);
    }
    return names.stream()
        .map(name -> new Field(name, size(object.path(name)), object.path(name).isArray()))
        .toList();
  }

  private static int size(JsonNode value) {
    int size = value.isArray() ? 0 : 1;
    for (JsonNode item : value) {
      size += size(item);
    }
    return size;
  }

  private static List<String> columns(List<Field> fields) {
    List<String> columns = new ArrayList<>();
    for (Field field : fields) {
      for (int i = 0; i < field.size(); i++) {
        columns.add(field.isList() ? field.name() + "[" + i + "]" : field.name());
      }
    }
    return columns;
  }

  private void add(Place place, JsonNode object, List<Field> fields, TableRows rows) {
    int target =
        label.isEmpty() || object.path(label).isMissingNode()
            ? UNKNOWN
            : place.rules().target(place.line(), object.path(label).asText());
    FloatBuffer values = rows.next(target);
    for (Field field : fields) {
      JsonNode value = object.path(field.name());
      if (!value.isMissingNode() && size(value) != field.size()) {
        throw place
            .rules()
            .refuse(
                place.line(),
                "\"" + Brief.of(field.name()) + "\" has " + size(value) + " values",
                field.size() + " as in the first object",
                "lists of one length are wanted");
      }
      put(place, field.name(), value, values, 0);
    }
  }

  private static void put(Place place, String name, JsonNode value, FloatBuffer values, int depth) {
    if (depth > MAX_DEPTH || value.isObject()) {
      throw place
          .rules()
          .refuse(
              place.line(),
              "\"" + Brief.of(name) + "\" is " + Brief.of(value.toString()),
              "a number, or a list of numbers",
              "name the fields that are inputs");
    } else if (value.isArray()) {
      value.forEach(item -> put(place, name, item, values, depth + 1));
    } else {
      values.put(place.rules().number(place.line(), name, value.asText()));
    }
  }
}
