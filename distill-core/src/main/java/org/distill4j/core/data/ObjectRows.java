package org.distill4j.core.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.distill4j.cell.ShortText;

/**
 * Rows from objects, as in JSON: names and their values, which are texts, numbers, true or false,
 * or lists of such; "" is a missing value. A list is several columns, {@code pixels[0]} and so on,
 * as many as it has in the first object.
 */
public final class ObjectRows implements TableReader {
  /** Stands for an absent value. */
  public static final String MISSING = "";

  private static final Pattern ITEM = Pattern.compile("(.*)\\[\\d+]");
  private static final int MAX_DEPTH = 8;

  private final String file;
  private final String label;
  private final Source source;
  private final List<Field> fields;
  private final List<String> columns;
  private final int[] indexes;
  private final List<String> cells = new ArrayList<>();
  private Optional<Map<String, Object>> first;

  /** A source of objects, one after the other. */
  public interface Source extends AutoCloseable {
    /**
     * Reads the next object.
     *
     * @return its values by name, in order; empty after the last
     * @throws IllegalArgumentException if it cannot be read; the message names file and line
     */
    Optional<Map<String, Object>> next();

    /** {@return the position of the object in the file, for example a line, for messages} */
    long line();

    @Override
    void close();
  }

  /** A field and the number of its values. */
  private record Field(String name, int size, boolean isList) {
    static Field of(String name, Map<String, Object> object) {
      Object value = object.getOrDefault(name, MISSING);
      return new Field(name, ObjectRows.size(value), value instanceof List);
    }

    List<String> columns() {
      return isList
          ? IntStream.range(0, size).mapToObj(i -> name + "[" + i + "]").toList()
          : List.of(name);
    }
  }

  private ObjectRows(String file, String label, List<String> inputs, Source source) {
    this.file = file;
    this.label = label;
    this.source = source;
    this.first = source.next();
    Map<String, Object> object =
        first.orElseThrow(
            () -> refuse("there are no examples", "an object for each", "the file is empty"));
    List<String> wanted = inputs.isEmpty() ? names(object) : inputs;
    this.fields =
        wanted.stream()
            .map(name -> fieldOf(object, name))
            .distinct()
            .map(name -> Field.of(name, object))
            .toList();
    Stream<String> inputColumns = wanted.stream().flatMap(name -> columns(object, name));
    Stream<String> target = Stream.of(label).filter(name -> !name.isEmpty());
    this.columns = Stream.concat(inputColumns, target).toList();
    this.indexes = indexes();
  }

  /**
   * Reads objects as rows.
   *
   * @param file what they are from, for messages
   * @param label the field of the class; empty if there is none
   * @param inputs the fields that are inputs, or values of a list as {@code pixels[3]}; empty for
   *     all of the first object but the class
   * @param source the objects, which is closed if they are refused
   * @return the rows, before the first
   * @throws IllegalArgumentException if there are none
   */
  public static ObjectRows of(String file, String label, List<String> inputs, Source source) {
    try {
      return new ObjectRows(file, label, inputs, source);
    } catch (RuntimeException refused) {
      source.close();
      throw refused;
    }
  }

  private int[] indexes() {
    Map<String, Integer> all = new HashMap<>();
    fields.forEach(field -> field.columns().forEach(column -> all.put(column, all.size())));
    all.put(label, all.size());
    return columns.stream().mapToInt(column -> index(all, column)).toArray();
  }

  private int index(Map<String, Integer> all, String column) {
    Integer index = all.get(column);
    if (index == null) {
      throw refuse(
          "the list has no \"" + ShortText.shorten(column) + "\"",
          "one of its values",
          "it is misspelt");
    }
    return index;
  }

  private List<String> names(Map<String, Object> object) {
    List<String> names = new ArrayList<>(object.keySet());
    names.remove(label);
    return names;
  }

  /**
   * Returns the field of a column, "pixels" for "pixels[3]".
   *
   * @param object an object that has it
   * @param column the column
   * @return the name of the field
   */
  private static String fieldOf(Map<String, Object> object, String column) {
    Matcher item = ITEM.matcher(column);
    boolean isItem =
        !object.containsKey(column) && item.matches() && object.get(item.group(1)) instanceof List;
    return isItem ? item.group(1) : column;
  }

  private static Stream<String> columns(Map<String, Object> object, String name) {
    return fieldOf(object, name).equals(name)
        ? Field.of(name, object).columns().stream()
        : Stream.of(name);
  }

  private static int size(Object value) {
    return value instanceof List<?> list ? list.stream().mapToInt(ObjectRows::size).sum() : 1;
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public boolean next() {
    Optional<Map<String, Object>> object = first.isPresent() ? first : source.next();
    first = Optional.empty();
    cells.clear();
    object.ifPresent(this::read);
    return object.isPresent();
  }

  private void read(Map<String, Object> object) {
    fields.forEach(field -> add(field, object));
    if (!label.isEmpty()) {
      cells.add(object.getOrDefault(label, MISSING).toString());
    }
  }

  private void add(Field field, Map<String, Object> object) {
    Object value = object.getOrDefault(field.name(), MISSING);
    if (value.equals(MISSING)) {
      cells.addAll(Collections.nCopies(field.size(), MISSING));
    } else if (size(value) == field.size()) {
      add(field.name(), value, 0);
    } else {
      throw refuse(
          "\"" + ShortText.shorten(field.name()) + "\" has " + size(value) + " values",
          field.size() + " as in the first object",
          "lists of one length are wanted");
    }
  }

  private void add(String name, Object value, int depth) {
    if (depth > MAX_DEPTH || value instanceof Map) {
      throw refuse(
          "\"" + ShortText.shorten(name) + "\" is " + ShortText.shorten(value.toString()),
          "a number, or a list of numbers",
          "name the fields that are inputs");
    } else if (value instanceof List<?> list) {
      list.forEach(item -> add(name, item, depth + 1));
    } else {
      cells.add(value.toString());
    }
  }

  @Override
  public long line() {
    return source.line();
  }

  @Override
  public String cell(int column) {
    return cells.get(indexes[column]);
  }

  @Override
  public void close() {
    source.close();
  }

  private IllegalArgumentException refuse(String what, String expected, String wayOut) {
    return CellRules.refuse(file, line(), what, expected, wayOut);
  }
}
