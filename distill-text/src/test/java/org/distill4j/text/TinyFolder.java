package org.distill4j.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.model.Weights;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/** A small encoder of random weights, in the names in which the Transformers library saves it. */
final class TinyFolder {
  static final int VOCABULARY = 11;
  static final int WIDTH = 4;
  static final int HIDDEN = 6;
  static final int CLASSES = 3;

  final String type;
  final Map<String, Object> config = new LinkedHashMap<>();
  final Map<String, HostTensor> tensors = new LinkedHashMap<>();
  private final SplittableRandom random = new SplittableRandom(7);

  TinyFolder(String type) {
    this.type = type;
    config.put("model_type", type);
    config.put("vocab_size", VOCABULARY);
  }

  static TinyFolder bert() {
    TinyFolder folder = new TinyFolder("bert");
    folder.bertConfig(8, 2, 0);
    folder.config.put("layer_norm_eps", 1e-12);
    folder.bertTensors("", 8, 2);
    return folder;
  }

  /** With a classifier of texts. */
  static TinyFolder bertClassifier() {
    TinyFolder folder = new TinyFolder("bert");
    folder.bertConfig(8, 2, 0);
    folder.classifies("BertForSequenceClassification");
    folder.bertTensors("bert.", 8, 2);
    folder.dense("bert.pooler.dense", WIDTH, WIDTH);
    folder.dense("classifier", WIDTH, CLASSES);
    return folder;
  }

  static TinyFolder bertTagger() {
    TinyFolder folder = new TinyFolder("bert");
    folder.bertConfig(8, 2, 0);
    folder.classifies("BertForTokenClassification");
    folder.bertTensors("bert.", 8, 2);
    folder.dense("classifier", WIDTH, CLASSES);
    return folder;
  }

  static TinyFolder robertaClassifier() {
    TinyFolder folder = new TinyFolder("roberta");
    folder.bertConfig(10, 1, 1);
    folder.config.put("layer_norm_eps", 1e-5);
    folder.classifies("RobertaForSequenceClassification");
    folder.bertTensors("roberta.", 10, 1);
    folder.dense("classifier.dense", WIDTH, WIDTH);
    folder.dense("classifier.out_proj", WIDTH, CLASSES);
    return folder;
  }

  static TinyFolder mpnetClassifier() {
    TinyFolder folder = new TinyFolder("mpnet");
    folder.bertConfig(10, 1, 1);
    folder.config.remove("type_vocab_size");
    folder.config.put("layer_norm_eps", 1e-5);
    folder.config.put("relative_attention_num_buckets", 8);
    folder.classifies("MPNetForSequenceClassification");
    folder.embeddings("mpnet.", 10, 0);
    folder.tensor("mpnet.encoder.relative_attention_bias.weight", 0, 8, 2);
    for (int i = 0; i < 3; i++) {
      String name = "mpnet.encoder.layer." + i + ".";
      for (String part : List.of("q", "k", "v", "o")) {
        folder.dense(name + "attention.attn." + part, WIDTH, WIDTH);
      }
      folder.norm(name + "attention.LayerNorm");
      folder.dense(name + "intermediate.dense", WIDTH, HIDDEN);
      folder.dense(name + "output.dense", HIDDEN, WIDTH);
      folder.norm(name + "output.LayerNorm");
    }
    folder.dense("classifier.dense", WIDTH, WIDTH);
    folder.dense("classifier.out_proj", WIDTH, CLASSES);
    return folder;
  }

  static TinyFolder distilbertClassifier() {
    TinyFolder folder = new TinyFolder("distilbert");
    folder.config.putAll(
        Map.of(
            "dim", WIDTH, "n_layers", 3, "n_heads", 2, "hidden_dim", HIDDEN, "activation", "gelu"));
    folder.config.putAll(
        Map.of("max_position_embeddings", 8, "dropout", 0.1, "attention_dropout", 0.1));
    folder.classifies("DistilBertForSequenceClassification");
    folder.embeddings("distilbert.", 8, 0);
    for (int i = 0; i < 3; i++) {
      String name = "distilbert.transformer.layer." + i + ".";
      for (String part : List.of("q_lin", "k_lin", "v_lin", "out_lin")) {
        folder.dense(name + "attention." + part, WIDTH, WIDTH);
      }
      folder.norm(name + "sa_layer_norm");
      folder.dense(name + "ffn.lin1", WIDTH, HIDDEN);
      folder.dense(name + "ffn.lin2", HIDDEN, WIDTH);
      folder.norm(name + "output_layer_norm");
    }
    folder.dense("pre_classifier", WIDTH, WIDTH);
    folder.dense("classifier", WIDTH, CLASSES);
    return folder;
  }

  private void bertConfig(int positions, int types, int padding) {
    config.put("hidden_size", WIDTH);
    config.put("num_hidden_layers", 3);
    config.put("num_attention_heads", 2);
    config.put("intermediate_size", HIDDEN);
    config.put("hidden_act", "gelu");
    config.put("max_position_embeddings", positions);
    config.put("type_vocab_size", types);
    config.put("pad_token_id", padding);
  }

  private void classifies(String architecture) {
    config.put("architectures", List.of(architecture));
    config.put("id2label", Map.of("0", "no", "1", "yes", "2", "both"));
  }

  private void bertTensors(String prefix, int positions, int types) {
    embeddings(prefix, positions, types);
    for (int i = 0; i < 3; i++) {
      String name = prefix + "encoder.layer." + i + ".";
      for (String part : List.of("self.query", "self.key", "self.value", "output.dense")) {
        dense(name + "attention." + part, WIDTH, WIDTH);
      }
      norm(name + "attention.output.LayerNorm");
      dense(name + "intermediate.dense", WIDTH, HIDDEN);
      dense(name + "output.dense", HIDDEN, WIDTH);
      norm(name + "output.LayerNorm");
    }
  }

  private void embeddings(String prefix, int positions, int types) {
    tensor(prefix + "embeddings.word_embeddings.weight", 0, VOCABULARY, WIDTH);
    tensor(prefix + "embeddings.position_embeddings.weight", 0, positions, WIDTH);
    if (types > 0) {
      tensor(prefix + "embeddings.token_type_embeddings.weight", 0, types, WIDTH);
    }
    norm(prefix + "embeddings.LayerNorm");
  }

  void dense(String name, int in, int out) {
    tensor(name + ".weight", 0, out, in);
    tensor(name + ".bias", 0, out);
  }

  void norm(String name) {
    tensor(name + ".weight", 1, WIDTH);
    tensor(name + ".bias", 0, WIDTH);
  }

  /** Values around a mean that BF16 holds exactly, and F16 too. */
  void tensor(String name, double mean, int... dims) {
    HostTensor tensor = HostTensor.ofFloats(Shape.of(dims), new float[(int) Shape.of(dims).size()]);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats().put(i, (float) (mean + random.nextInt(-63, 64) / 64.0));
    }
    tensors.put(name, tensor);
  }

  TinyFolder write(Path folder) throws IOException {
    config(folder);
    WeightsFile.write(folder.resolve("model.safetensors"), Weights.of(tensors));
    return this;
  }

  /** In a type that has half of float32's bits. */
  TinyFolder writeHalf(Path folder, String dtype) throws IOException {
    config(folder);
    StringBuilder header = new StringBuilder();
    int at = 0;
    ByteBuffer data = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    for (Map.Entry<String, HostTensor> entry : tensors.entrySet()) {
      int end = at + 2 * entry.getValue().size();
      header
          .append(header.isEmpty() ? "{" : ",")
          .append(json(entry.getKey()) + ":{\"dtype\":" + json(dtype) + ",\"shape\":")
          .append(json(entry.getValue().shape().dims()))
          .append(",\"data_offsets\":[" + at + "," + end + "]}");
      for (float value : entry.getValue().toFloatArray()) {
        int bits = Float.floatToIntBits(value);
        data.putShort(dtype.equals("BF16") ? (short) (bits >> 16) : half(bits));
      }
      at = end;
    }
    byte[] text = header.append("}").toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer file = ByteBuffer.allocate(8 + text.length + at).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(text.length).put(text).put(data.flip());
    Files.write(folder.resolve("model.safetensors"), file.array());
    return this;
  }

  /** IEEE 754 of a number that F16 holds exactly, no subnormal. */
  private static short half(int bits) {
    int exponent = ((bits >> 23) & 0xff) - 127 + 15;
    int size = (bits & 0x7fffffff) == 0 ? 0 : (exponent << 10) | ((bits >> 13) & 0x3ff);
    return (short) (size | ((bits >>> 16) & 0x8000));
  }

  /** In two files and an index. */
  TinyFolder writeSharded(Path folder) throws IOException {
    config(folder);
    Map<String, HostTensor> first = new LinkedHashMap<>();
    Map<String, HostTensor> second = new LinkedHashMap<>();
    Map<String, Object> map = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          boolean late = name.contains("layer.");
          (late ? second : first).put(name, tensor);
          map.put(name, "model-0000" + (late ? 2 : 1) + "-of-00002.safetensors");
        });
    WeightsFile.write(folder.resolve("model-00001-of-00002.safetensors"), Weights.of(first));
    WeightsFile.write(folder.resolve("model-00002-of-00002.safetensors"), Weights.of(second));
    Files.writeString(
        folder.resolve("model.safetensors.index.json"), json(Map.of("weight_map", map)));
    return this;
  }

  private void config(Path folder) throws IOException {
    Files.writeString(folder.resolve("config.json"), json(config));
  }

  /** JSON that is written as it is. */
  record Bare(String json) {
    @Override
    public String toString() {
      return json;
    }
  }

  static String json(Object value) {
    if (value instanceof Map<?, ?> map) {
      StringBuilder text = new StringBuilder();
      map.forEach(
          (key, inner) ->
              text.append(text.isEmpty() ? "" : ",").append(json(key) + ":" + json(inner)));
      return "{" + text + "}";
    }
    if (value instanceof List<?> list) {
      return list.stream().map(TinyFolder::json).toList().toString();
    }
    if (value instanceof int[] numbers) {
      return java.util.Arrays.toString(numbers);
    }
    return value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
  }
}
