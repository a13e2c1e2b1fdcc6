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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.cell.ShortText;
import org.distill4j.core.file.JsonFields;

/** The objects of a file of {@link JsonLines}. */
final class JsonObjects implements ObjectRows.Source {
  private static final ObjectReader OBJECTS = new ObjectMapper().readerFor(JsonNode.class);

  private final Path file;
  private final MappingIterator<JsonNode> objects;
  private long line = 1;

  private JsonObjects(Path file, MappingIterator<JsonNode> objects) {
    this.file = file;
    this.objects = objects;
  }

  static JsonObjects open(Path file) {
    try {
      InputStream in = new BufferedInputStream(Files.newInputStream(file));
      try {
        return new JsonObjects(file, OBJECTS.readValues(in));
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

  @Override
  public Optional<Map<String, Object>> next() {
    try {
      if (!objects.hasNextValue()) {
        return Optional.empty();
      }
      JsonNode object = objects.nextValue();
      line = objects.getCurrentLocation().getLineNr();
      if (!object.isObject()) {
        throw refuse(
            "this is " + ShortText.shorten(object.toString()), "an object", "it is another file");
      }
      return Optional.of(values(object));
    } catch (JsonProcessingException error) {
      line = error.getLocation() == null ? line : error.getLocation().getLineNr();
      throw refuse(
          "this is not JSON (" + ShortText.shorten(error.getOriginalMessage()) + ")",
          "an object on each line",
          "a quote or a bracket is missing, or it is another file");
    } catch (IOException error) {
      throw unreadable(file, error);
    }
  }

  private static Map<String, Object> values(JsonNode object) {
    Map<String, Object> values = new LinkedHashMap<>();
    JsonFields.of(object).forEach((name, value) -> values.put(name, value(value)));
    return values;
  }

  private static Object value(JsonNode node) {
    if (node.isArray()) {
      List<Object> items = new ArrayList<>();
      node.forEach(item -> items.add(value(item)));
      return items;
    } else if (node.isObject()) {
      return values(node);
    }
    if (node.isNumber()) {
      return node.numberValue();
    }
    return node.isNull() ? ObjectRows.MISSING : node.asText();
  }

  @Override
  public long line() {
    return line;
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
