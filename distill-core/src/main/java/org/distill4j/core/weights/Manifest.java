package org.distill4j.core.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.distill4j.cell.ShortText;
import org.distill4j.core.file.JsonFields;
import org.distill4j.core.file.NewerFormatException;

/**
 * The manifest of a safetensors file.
 *
 * @param sha256 the file's SHA-256 in hexadecimal digits
 * @param notes what the writer added
 * @param replaced the manifest of the file that this one is about to replace. It is there only
 *     between two steps of a write, or after a kill between them
 */
record Manifest(String sha256, Map<String, String> notes, Optional<Manifest> replaced) {
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final String SHA = "sha256";
  private static final String REPLACED = "replaced";
  private static final String FORMAT = "distill4j-weights-1";

  Manifest(String sha256, Map<String, String> notes) {
    this(sha256, notes, Optional.empty());
  }

  Manifest {
    notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
  }

  /** Returns a manifest that describes the file before and after it is replaced. */
  Manifest replacing(Optional<Manifest> before) {
    return new Manifest(sha256, notes, before.map(old -> new Manifest(old.sha256, old.notes)));
  }

  /** Returns the one of the two manifests that describes a file. */
  Optional<Manifest> describing(String found) {
    return sha256.equals(found)
        ? Optional.of(this)
        : replaced.filter(old -> old.sha256.equals(found));
  }

  /**
   * Returns the JSON text in UTF-8, with information that people want and programs need not read.
   */
  ByteBuffer encode(Path file, long bytes, long values) throws JsonProcessingException {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT).put("file", String.valueOf(file.getFileName()));
    root.put("bytes", bytes).put(SHA, sha256).put("values", values);
    putNotes(root);
    replaced.ifPresent(old -> old.putNotes(root.putObject(REPLACED).put(SHA, old.sha256)));
    return StandardCharsets.UTF_8.encode(JSON.writeValueAsString(root) + "\n");
  }

  private void putNotes(ObjectNode node) {
    ObjectNode added = node.putObject("notes");
    notes.forEach(added::put);
  }

  static Manifest read(Path path) throws IOException {
    JsonNode root = parse(path);
    JsonNode format = root.path("format");
    NewerFormatException.refuse(path, format.asText(), FORMAT);
    if (!FORMAT.equals(format.asText())) {
      throw invalid(
          path,
          "its format is "
              + (format.isMissingNode() ? "not given" : ShortText.shorten(format.toString())));
    }
    Manifest current = described(path, root);
    JsonNode old = root.path(REPLACED);
    return old.isMissingNode() ? current : current.replacing(Optional.of(described(path, old)));
  }

  private static Manifest described(Path path, JsonNode node) {
    JsonNode checksum = node.path(SHA);
    if (!SHA_256.matcher(checksum.asText()).matches()) {
      throw invalid(path, "its sha256 is " + ShortText.shorten(checksum.toString()));
    }
    Map<String, String> notes = new LinkedHashMap<>();
    JsonFields.of(node.path("notes")).forEach((name, note) -> notes.put(name, note.asText()));
    return new Manifest(checksum.asText(), notes);
  }

  private static JsonNode parse(Path path) throws IOException {
    try {
      return JSON.readTree(Files.readAllBytes(path));
    } catch (JsonProcessingException error) {
      throw invalid(path, "it is not JSON: " + ShortText.shorten(error.getOriginalMessage()));
    } catch (CharConversionException error) {
      throw invalid(
          path, "it is not JSON: " + ShortText.shorten(String.valueOf(error.getMessage())));
    }
  }

  private static IllegalArgumentException invalid(Path path, String problem) {
    return new IllegalArgumentException(
        path
            + " is not a manifest of the format "
            + FORMAT
            + ": "
            + problem
            + ".\nMaybe the file was cut short; delete it to read the weights nevertheless.");
  }
}
