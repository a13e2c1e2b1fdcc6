package org.distill4j.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.distill4j.cell.ShortText;

/** Reads the files of tokenizers. */
final class TokenizerFiles {
  static final String JSON = "tokenizer.json";
  static final String VOCABULARY = "vocab.txt";
  private static final String CONFIG = "tokenizer_config.json";

  /** The texts of BERT, and of most of its relatives. */
  private static final int LONGEST = 512;

  /** A larger length means that there is no limit. */
  private static final int NO_LIMIT = 1_000_000;

  private TokenizerFiles() {}

  /** The file that a tokenizer is read from. */
  static Path find(Path path) {
    if (Files.isRegularFile(path)) {
      return path;
    }
    return List.of(JSON, VOCABULARY).stream()
        .map(path::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    path
                        + " has no tokenizer, expected a folder with "
                        + JSON
                        + " or "
                        + VOCABULARY
                        + ", or such a file.\nMaybe the path is misspelt, or the tokenizer was"
                        + " not saved with the model."));
  }

  /**
   * Returns the content of the tokenizer_config.json beside a file; an empty object if there is
   * none.
   */
  static JsonNode config(Path file) {
    Path config = file.resolveSibling(CONFIG);
    return Files.exists(config)
        ? TensorFiles.object(config)
        : JsonNodeFactory.instance.objectNode();
  }

  /** Returns the most tokens of a text that the files allow. */
  static int longest(Path file, JsonNode truncation) {
    double config = config(file).path("model_max_length").asDouble(0);
    int own = truncation.path("max_length").asInt(0);
    return own > 0 ? own : config >= 1 && config <= NO_LIMIT ? (int) config : LONGEST;
  }

  /** The content of a tokenizer's file and of what lies beside it, by the usual names. */
  static Map<String, byte[]> contents(Path file) {
    try {
      Map<String, byte[]> contents = new TreeMap<>();
      contents.put(file.toString().endsWith(".json") ? JSON : VOCABULARY, Files.readAllBytes(file));
      Path config = file.resolveSibling(CONFIG);
      if (Files.exists(config)) {
        contents.put(CONFIG, Files.readAllBytes(config));
      }
      return contents;
    } catch (IOException error) {
      throw new UncheckedIOException(
          "The tokenizer " + file + " could not be read again: " + error + ".\nMaybe it is gone.",
          error);
    }
  }

  static void requireRoom(int length, int added) {
    if (length <= added) {
      throw new IllegalArgumentException(
          "Texts were to have at most "
              + length
              + " tokens, expected at least "
              + (added + 1)
              + ", as "
              + added
              + " are special ones.\nMaybe the length is counted in words.");
    }
  }

  /** Refuses files that leave no token to a text. */
  static void requireRoom(Path file, int longest, int added) {
    if (longest <= added) {
      throw refuse(
          file,
          "texts of at most " + longest + " tokens, here or in its " + CONFIG,
          "at least " + (added + 1) + ", as " + added + " are special ones",
          "a length was changed by hand");
    }
  }

  static IllegalArgumentException refuse(Path file, String what, String expected, String wayOut) {
    return new IllegalArgumentException(
        file
            + " has "
            + ShortText.shorten(what)
            + ", expected "
            + expected
            + ".\nMaybe "
            + wayOut
            + ".");
  }
}
