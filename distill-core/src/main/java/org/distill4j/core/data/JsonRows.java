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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows of {@link JsonLines}: an object is a row, a list in it several columns. */
final class JsonRows implements TableReader {
  private static final ObjectReader OBJECTS = new ObjectMapper().readerFor(JsonNode.class);
  private static final Pattern ITEM = Pattern.compile("(.*)\\[\\d+]");
  private static final int MAX_DEPTH = 8;

  private final Path file;
  private final String label;
  private final MappingIterator<JsonNode> objects;
  private final List<Field> fields;
  private final List<String> columns;
  private final int[] places;
  private final List<String> cells = new ArrayList<>();
  private @Nullable JsonNode first;
  private long line = 1;

  /** A field and the number of its values. */
  private record Field(String name, int size, boolean isList) {
    static Field of(String name, JsonNode value) {
      return new Field(name, JsonRows.size(value), value.isArray());
    }

    List<String> columns() {
      return isList
          ? IntStream.range(0, size).mapToObj(i -> name + "[" + i + "]").toList()
          : List.of(name);
    }
  }

  private JsonRows(
      Path file, String label, List<String> inputs, MappingIterator<JsonNode> objects) {
    this.file = file;
    this.label = label;
    this.objects = objects;
    JsonNode object = advance();
    if (object == null) {
      throw refuse("there are no examples", "an object on each line", "the file is empty");
    }
    this.first = object;
    List<String> wanted = inputs.isEmpty() ? names(object) : inputs;
    this.fields =
        wanted.stream()
            .map(name -> fieldOf(object, name))
            .distinct()
            .map(name -> Field.of(name, object.path(name)))
            .toList();
    Stream<String> inputColumns = wanted.stream().flatMap(name -> columns(object, name));
    Stream<String> target = Stream.of(label).filter(name -> !name.isEmpty());
    this.columns = Stream.concat(inputColumns, target).toList();
    this.places = places();
  }

  private int[] places() {
    Map<String, Integer> all = new HashMap<>();
    fields.forEach(field -> field.columns().forEach(column -> all.put(column, all.size())));
    all.put(label, all.size());
    return columns.stream().mapToInt(column -> place(all, column)).toArray();
  }

  private int place(Map<String, Integer> all, String column) {
    Integer place = all.get(column);
    if (place == null) {
      throw refuse(
          "the list has no \"" + Brief.of(column) + "\"", "one of its values", "it is misspelt");
    }
    return place;
  }

  private List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    names.remove(label);
    return names;
  }

  /** The field of a column, "pixels" of "pixels[3]". */
  private static String fieldOf(JsonNode object, String column) {
    Matcher item = ITEM.matcher(column);
    boolean isItem = !object.has(column) && item.matches() && object.path(item.group(1)).isArray();
    return isItem ? item.group(1) : column;
  }

  private static Stream<String> columns(JsonNode object, String name) {
    return fieldOf(object, name).equals(name)
        ? Field.of(name, object.path(name)).columns().stream()
        : Stream.of(name);
  }

  static JsonRows open(JsonLines lines, Path file, List<String> inputs) {
    try {
      InputStream in = new BufferedInputStream(Files.newInputStream(file));
      try {
        return new JsonRows(file, lines.label(), inputs, OBJECTS.readValues(in));
      } catch (IOException | RuntimeException refused) {
        in.close();
        throw refused;
      }
    } catch (NoSuchFileException error) {
      throw new IllegalArgumentException(
          "There is no file " + file + ", expected JSON lines.\nMaybe the path is misspelt.",
          error);
    } catch (IOException error) {
      throw unreadable(file, error);
    }
  }

  private static UncheckedIOException unreadable(Path file, IOException error) {
    return new UncheckedIOException(
        file + " could not be read: " + error + ".\nMaybe it is a folder.", error);
  }

  private @Nullable JsonNode advance() {
    try {
      if (!objects.hasNextValue()) {
        return null;
      }
      JsonNode object = objects.nextValue();
      line = objects.getCurrentLocation().getLineNr();
      if (!object.isObject()) {
        throw refuse("this is " + Brief.of(object.toString()), "an object", "it is another file");
      }
      return object;
    } catch (JsonProcessingException error) {
      line = error.getLocation() == null ? line : error.getLocation().getLineNr();
      throw refuse(
          "this is not JSON (" + Brief.of(error.getOriginalMessage()) + ")",
          "an object on each line",
          "a quote or a bracket is missing, or it is another file");
    } catch (IOException error) {
      throw unreadable(file, error);
    }
  }

  private static int size(JsonNode value) {
    int size = value.isArray() ? 0 : 1;
    for (JsonNode item : value) {
      size += size(item);
    }
    return size;
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public boolean next() {
    JsonNode object = first == null ? advance() : first;
    first = null;
    cells.clear();
    if (object == null) {
      return false;
    }
    fields.forEach(field -> add(field, object.path(field.name())));
    if (!label.isEmpty()) {
      cells.add(object.path(label).asText());
    }
    return true;
  }

  private void add(Field field, JsonNode value) {
    if (value.isMissingNode()) {
      cells.addAll(Collections.nCopies(field.size(), ""));
    } else if (size(value) == field.size()) {
      add(field.name(), value, 0);
    } else {
      throw refuse(
          "\"" + Brief.of(field.name()) + "\" has " + size(value) + " values",
          field.size() + " as in the first object",
          "lists of one length are wanted");
    }
  }

  private void add(String name, JsonNode value, int depth) {
    if (depth > MAX_DEPTH || value.isObject()) {
      throw refuse(
          "\"" + Brief.of(name) + "\" is " + Brief.of(value.toString()),
          "a number, or a list of numbers",
          "name the fields that are inputs");
    } else if (value.isArray()) {
      value.forEach(item -> add(name, item, depth + 1));
    } else {
      cells.add(value.asText());
    }
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public String cell(int column) {
    return cells.get(places[column]);
  }

  @Override
  public void close() {
    try {
      objects.close();
    } catch (IOException error) {
      throw unreadable(file, error);
    }
  }

  private IllegalArgumentException refuse(String what, String expected, String wayOut) {
    return CellRules.refuse(file.toString(), line, what, expected, wayOut);
  }
}
