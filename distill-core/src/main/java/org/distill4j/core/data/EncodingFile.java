package org.distill4j.core.data;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.distill4j.cell.ShortText;
import org.distill4j.core.file.AtomicFiles;
import org.distill4j.core.file.NewerFormatException;

/** The encoding of a table as a JSON file. */
final class EncodingFile {
  private static final String FORMAT = "distill4j-columns-1";
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private EncodingFile() {}

  static void write(TableEncoding encoding, Path file) {
    ObjectNode root = JSON.createObjectNode().put("format", FORMAT);
    ArrayNode columns = root.putArray("columns");
    encoding.columns().forEach(column -> write(column, columns.addObject()));
    try {
      AtomicFiles.write(file, JSON.writeValueAsString(root) + "\n");
    } catch (IOException error) {
      throw new UncheckedIOException(
          "The encoding of the columns could not be written to "
              + file
              + ": "
              + error
              + ".\nMaybe the disk is full or the folder is read-only.",
          error);
    }
  }

  private static void write(ColumnEncoding column, ObjectNode node) {
    node.put("name", column.name());
    if (column instanceof ColumnEncoding.Numeric numeric) {
      node.put("mean", numeric.mean()).put("deviation", numeric.deviation());
      node.put("missing", numeric.missing().name().toLowerCase(Locale.ROOT));
    } else if (column instanceof ColumnEncoding.Categorical categorical) {
      categorical.categories().forEach(node.putArray("categories")::add);
    }
  }

  static TableEncoding read(Path file) {
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      NewerFormatException.refuse(file, root.path("format").asText(), FORMAT);
      if (!FORMAT.equals(root.path("format").asText())) {
        throw invalid(file, "its format is " + ShortText.shorten(root.path("format").toString()));
      }
      List<ColumnEncoding> columns = new ArrayList<>();
      for (JsonNode column : root.path("columns")) {
        columns.add(column(file, column));
      }
      return made(file, () -> new TableEncoding(columns));
    } catch (NoSuchFileException absent) {
      throw new IllegalArgumentException(
          "There is no file "
              + file
              + ", expected the encoding of a table.\nMaybe the path is misspelt.",
          absent);
    } catch (CharConversionException error) {
      throw invalid(
          file, "it is not JSON: " + ShortText.shorten(String.valueOf(error.getMessage())));
    } catch (JsonProcessingException error) {
      throw invalid(file, "it is not JSON: " + ShortText.shorten(error.getOriginalMessage()));
    } catch (IOException error) {
      throw new UncheckedIOException(
          file + " could not be read: " + error + ".\nMaybe it is a folder.", error);
    }
  }

  private static ColumnEncoding column(Path file, JsonNode node) {
    String name = text(file, node.path("name"));
    JsonNode categories = node.path("categories");
    if (categories.isArray()) {
      List<String> names = new ArrayList<>();
      categories.forEach(category -> names.add(text(file, category)));
      return made(file, () -> new ColumnEncoding.Categorical(name, names));
    }
    double mean = number(file, node.path("mean"));
    double deviation = number(file, node.path("deviation"));
    MissingNumbers missing = missing(file, text(file, node.path("missing")));
    return made(file, () -> new ColumnEncoding.Numeric(name, mean, deviation, missing));
  }

  private static <T> T made(Path file, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException refused) {
      throw new IllegalArgumentException(file + ": " + refused.getMessage(), refused);
    }
  }

  private static MissingNumbers missing(Path file, String text) {
    for (MissingNumbers rule : MissingNumbers.values()) {
      if (rule.name().equalsIgnoreCase(text)) {
        return rule;
      }
    }
    throw invalid(file, "it has \"" + ShortText.shorten(text) + "\" for missing numbers");
  }

  private static String text(Path file, JsonNode node) {
    if (!node.isTextual()) {
      throw invalid(file, "it has " + shown(node) + " where a text belongs");
    }
    return node.textValue();
  }

  private static double number(Path file, JsonNode node) {
    if (!node.isNumber()) {
      throw invalid(file, "it has " + shown(node) + " where a number belongs");
    }
    return node.doubleValue();
  }

  private static String shown(JsonNode node) {
    return node.isMissingNode() ? "nothing" : ShortText.shorten(node.toString());
  }

  private static IllegalArgumentException invalid(Path file, String problem) {
    return new IllegalArgumentException(
        file
            + " is not the encoding of a table, in the format "
            + FORMAT
            + ": "
            + problem
            + ".\nMaybe the file was cut short, or it is another.");
  }
}
