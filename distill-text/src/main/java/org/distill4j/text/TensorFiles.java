package org.distill4j.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.cell.ShortText;
import org.distill4j.core.file.JsonFields;
import org.distill4j.core.file.StagedFile;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.model.Weights;

/** The files of a folder: JSON, and weights in one file or in several. */
final class TensorFiles {
  /** File systems have no longer names. */
  private static final int LONGEST_NAME = 255;

  static final String CONFIG = "config.json";
  static final String WHOLE = "model.safetensors";
  static final String INDEX = "model.safetensors.index.json";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private TensorFiles() {}

  /** The weights of a folder, in the names of its files. */
  static Weights read(Path folder) {
    if (Files.exists(folder.resolve(WHOLE))) {
      return WeightsFile.read(folder.resolve(WHOLE));
    }
    Path index = folder.resolve(INDEX);
    if (!Files.exists(index)) {
      throw new IllegalArgumentException(
          folder
              + " has neither "
              + WHOLE
              + " nor "
              + INDEX
              + ", expected one of them.\nMaybe its weights are in pytorch_model.bin, which runs"
              + " code when it is read: save the model again as safetensors.");
    }
    return sharded(index);
  }

  private static Weights sharded(Path index) {
    Map<String, Weights> shards = new LinkedHashMap<>();
    Weights all = Weights.of(Map.of());
    for (Map.Entry<String, JsonNode> entry : map(index).entrySet()) {
      String name = entry.getKey();
      String file = file(index, name, entry.getValue());
      Weights shard =
          shards.computeIfAbsent(file, key -> WeightsFile.read(index.resolveSibling(key)));
      if (!shard.names().contains(name)) {
        throw new IllegalArgumentException(
            index
                + " says that "
                + ShortText.shorten(name)
                + " is in "
                + file
                + ", which has "
                + MessageWords.some(shard.names())
                + ".\nMaybe the file is of another version of the model.");
      }
    }
    for (Weights shard : shards.values()) {
      all = all.and(shard);
    }
    return all;
  }

  private static Map<String, JsonNode> map(Path index) {
    JsonNode map = object(index).path("weight_map");
    if (!map.isObject() || map.size() == 0) {
      throw new IllegalArgumentException(
          index
              + " has no \"weight_map\", expected an object that names a file for each tensor.\n"
              + "Maybe it is the index of another program.");
    }
    return JsonFields.of(map);
  }

  /** Copies what lies beside the weights. */
  interface Copying {
    void to(Path folder) throws IOException;
  }

  /** Writes a folder with the weights in one file. */
  static void write(Path folder, ObjectNode config, Weights weights, Copying others) {
    byte[] text = (config.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    try (StagedFile staged = StagedFile.write(folder.resolve(CONFIG), ByteBuffer.wrap(text))) {
      others.to(folder);
      WeightsFile.write(folder.resolve(WHOLE), weights);
      // Last: a new folder without it is no model, so nobody opens a part of one.
      staged.publish();
    } catch (IOException error) {
      throw new UncheckedIOException(
          "The folder "
              + folder
              + " could not be written: "
              + error
              + ".\nMaybe the disk is full or the folder is read-only.",
          error);
    }
  }

  /** A file in the folder itself, so that an index reaches nothing else. */
  private static String file(Path index, String name, JsonNode given) {
    String file = given.asText();
    List<String> apart = List.of("/", "\\", ":");
    if (!file.endsWith(".safetensors")
        || file.length() > LONGEST_NAME
        || apart.stream().anyMatch(file::contains)) {
      throw new IllegalArgumentException(
          index
              + " says that "
              + ShortText.shorten(name)
              + " is in "
              + ShortText.shorten(given.toString())
              + ", expected the name of a .safetensors file in the same folder.\n"
              + "Maybe the index was damaged.");
    }
    return file;
  }

  /** A file that holds a JSON object. */
  static ObjectNode object(Path file) {
    try {
      if (!Files.exists(file)) {
        throw invalid(file, "is not there");
      }
      if (JSON.readTree(Files.readString(file)) instanceof ObjectNode object) {
        return object;
      }
      throw invalid(file, "is not a JSON object");
    } catch (JsonProcessingException error) {
      throw invalid(file, "is not valid JSON: " + ShortText.shorten(error.getOriginalMessage()));
    } catch (IOException error) {
      throw new UncheckedIOException(
          file + " could not be read: " + error + ".\nMaybe it is a folder, or not UTF-8 text.",
          error);
    }
  }

  private static IllegalArgumentException invalid(Path file, String problem) {
    return new IllegalArgumentException(
        file
            + " "
            + problem
            + ", expected the JSON object of a Hugging Face folder.\n"
            + "Maybe the path is that of a file, or a download was cut short.");
  }
}
