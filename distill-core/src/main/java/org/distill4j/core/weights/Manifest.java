package org.distill4j.core.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.distill4j.cell.ShortText;
import org.distill4j.core.file.JsonFields;
import org.distill4j.core.file.NewerFormatException;

/**
 * What is kept beside a safetensors file.
 *
 * @param sha256 the file's SHA-256 in hexadecimal digits
 * @param notes what the writer wanted to keep
 */
record Manifest(String sha256, Map<String, String> notes) {
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final String FORMAT = "distill4j-weights-1";

  Manifest {
    notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
  }

  /** The JSON text, in UTF-8, with what people want to see and programs need not read. */
  ByteBuffer encode(Path file, long bytes, long values) throws JsonProcessingException {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT).put("file", String.valueOf(file.getFileName()));
    root.put("bytes", bytes).put("sha256", sha256).put("values", values);
    ObjectNode kept = root.putObject("notes");
    notes.forEach(kept::put);
    return StandardCharsets.UTF_8.encode(JSON.writeValueAsString(root) + "\n");
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
    JsonNode checksum = root.path("sha256");
    if (!SHA_256.matcher(checksum.asText()).matches()) {
      throw invalid(path, "its sha256 is " + ShortText.shorten(checksum.toString()));
    }
    Map<String, String> notes = new LinkedHashMap<>();
    JsonFields.of(root.path("notes")).forEach((name, note) -> notes.put(name, note.asText()));
    return new Manifest(checksum.asText(), notes);
  }

  private static JsonNode parse(Path path) throws IOException {
    try {
      return JSON.readTree(Files.readAllBytes(path));
    } catch (JsonProcessingException error) {
      throw invalid(path, "it is not JSON: " + error.getOriginalMessage());
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
