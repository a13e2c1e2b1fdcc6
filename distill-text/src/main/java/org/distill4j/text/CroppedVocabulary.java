package org.distill4j.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.file.JsonFields;
import org.distill4j.core.file.StagedFile;
import org.distill4j.data.Dataset;
import org.distill4j.model.Weights;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/**
 * A subset of a vocabulary with new ids in the order of the old ones.
 *
 * @param ids the new id of each old one
 */
record CroppedVocabulary(Map<Integer, Integer> ids) {
  /** Heads that have a row for each token. */
  private static final List<String> HEADS = List.of("cls.", "lm_head.", "vocab_");

  private static final String CONFIG = "tokenizer_config.json";

  /**
   * Returns the tokens of a data set, the special ones, and those up to the id of padding, which
   * stays.
   */
  static CroppedVocabulary collect(Encoder encoder, Map<String, Integer> special, Dataset data) {
    TreeSet<Integer> kept = new TreeSet<>(special.values());
    for (int id = 0; id <= encoder.padding(); id++) {
      kept.add(id);
    }
    for (int i = 0; i < data.size(); i++) {
      for (int id : data.batch(i).input(TokenSequences.IDS).toIntArray()) {
        kept.add(id);
      }
    }
    if (kept.last() >= encoder.vocabulary()) {
      throw new IllegalArgumentException(
          "The texts have the id "
              + kept.last()
              + ", expected ids below "
              + encoder.vocabulary()
              + ".\nMaybe they were tokenized for another model.");
    }
    Map<Integer, Integer> ids = new TreeMap<>();
    kept.forEach(id -> ids.put(id, ids.size()));
    return new CroppedVocabulary(ids);
  }

  int size() {
    return ids.size();
  }

  /** Returns the weights with only those rows of the table. */
  Weights crop(Weights all, String table) {
    Map<String, HostTensor> cropped = new LinkedHashMap<>();
    all.asMap()
        .forEach(
            (name, tensor) -> {
              if (HEADS.stream().noneMatch(name::startsWith)) {
                cropped.put(name, name.equals(table) ? rows(tensor) : tensor);
              }
            });
    return Weights.of(cropped);
  }

  private HostTensor rows(HostTensor table) {
    int width = table.shape().dim(1);
    HostTensor some = HostTensor.allocate(DType.FLOAT32, Shape.of(size(), width));
    FloatBuffer to = some.floats();
    ids.keySet().forEach(id -> to.put(table.floats().slice(id * width, width)));
    return some;
  }

  /** Writes the new ids into a tokenizer's files. */
  void rewrite(Path folder) throws IOException {
    Path vocabulary = folder.resolve(TokenizerFiles.VOCABULARY);
    if (Files.exists(vocabulary)) {
      List<String> lines = Files.readAllLines(vocabulary);
      List<String> some = new ArrayList<>();
      ids.keySet().stream().filter(id -> id < lines.size()).forEach(id -> some.add(lines.get(id)));
      write(vocabulary, String.join("\n", some));
    }
    Path json = folder.resolve(TokenizerFiles.JSON);
    if (Files.exists(json)) {
      write(json, tokenizer(TensorFiles.object(json)).toPrettyString());
    }
    Path config = folder.resolve(CONFIG);
    if (Files.exists(config)) {
      ObjectNode root = TensorFiles.object(config);
      if (root.path("added_tokens_decoder") instanceof ObjectNode tokens) {
        ObjectNode some = root.putObject("added_tokens_decoder");
        JsonFields.of(tokens).forEach((id, token) -> put(some, Integer.parseInt(id), token));
      }
      write(config, root.toPrettyString());
    }
  }

  private void put(ObjectNode tokens, int id, JsonNode token) {
    if (ids.containsKey(id)) {
      tokens.set(String.valueOf(ids.get(id)), token);
    }
  }

  private ObjectNode tokenizer(ObjectNode root) {
    ObjectNode model = (ObjectNode) root.path("model");
    Map<String, JsonNode> pieces = JsonFields.of(model.path("vocab"));
    ObjectNode some = model.putObject("vocab");
    pieces.forEach(
        (piece, id) -> {
          if (ids.containsKey(id.intValue())) {
            some.put(piece, ids.get(id.intValue()));
          }
        });
    ArrayNode added = (ArrayNode) root.path("added_tokens").deepCopy();
    ArrayNode left = root.putArray("added_tokens");
    for (JsonNode token : added) {
      if (ids.containsKey(token.path("id").intValue())) {
        renumber((ObjectNode) token, "id");
        left.add(token);
      }
    }
    JsonNode processor = root.path("post_processor");
    for (JsonNode token : processor.path("special_tokens")) {
      ArrayNode old = (ArrayNode) token.path("ids").deepCopy();
      ArrayNode changed = ((ObjectNode) token).putArray("ids");
      old.forEach(id -> changed.add(ids.get(id.intValue())));
    }
    for (String end : List.of("sep", "cls")) {
      if (processor.path(end) instanceof ArrayNode pair) {
        pair.set(1, pair.numberNode(ids.get(pair.path(1).intValue())));
      }
    }
    return root;
  }

  private void renumber(ObjectNode object, String key) {
    object.put(key, ids.get(object.path(key).intValue()));
  }

  private static void write(Path file, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
    try (StagedFile staged = StagedFile.write(file, bytes)) {
      staged.publish();
    }
  }
}
