package org.distill4j.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.distill4j.core.layer.Activation;

/** The checked content of config.json. */
final class EncoderConfig {
  static final String VOCABULARY = "vocab_size";
  static final String WIDTH = "hidden_size";
  static final String LAYERS = "num_hidden_layers";
  static final String HEADS = "num_attention_heads";
  static final String HIDDEN = "intermediate_size";
  static final String ACTIVATION = "hidden_act";
  static final String DROPOUT = "hidden_dropout_prob";
  static final String ATTENTION_DROPOUT = "attention_probs_dropout_prob";
  static final String HEAD_DROPOUT = "classifier_dropout";
  static final String BUCKETS = "relative_attention_num_buckets";
  static final String ARCHITECTURES = "architectures";

  /** Two of short distances, in both directions. */
  private static final int LEAST_BUCKETS = 4;

  private final String source;
  private final JsonNode root;
  private final EncoderFamily family;

  private EncoderConfig(String source, JsonNode root, EncoderFamily family) {
    this.source = source;
    this.root = root;
    this.family = family;
  }

  /** The network that a file describes; {@code source} names the file in messages. */
  static Network read(String source, ObjectNode root) {
    JsonNode type = root.path("model_type");
    EncoderFamily family =
        EncoderFamily.named(type.asText())
            .orElseThrow(
                () ->
                    wrong(
                        source,
                        "model_type",
                        type,
                        "one of " + EncoderFamily.allTypes(),
                        "Maybe export it to ONNX, which OnnxTeacher reads."));
    EncoderConfig settings = new EncoderConfig(source, root, family);
    return family.equals(EncoderFamily.VIT) ? settings.imageEncoder() : settings.encoder();
  }

  private ImageEncoder imageEncoder() {
    requireText("qkv_bias", "true");
    int size = count("image_size");
    int patch = count("patch_size");
    if (size % patch != 0) {
      throw wrong("patch_size", "a divisor of image_size, " + size);
    }
    int width = count(WIDTH);
    return new ImageEncoder(
        family,
        whole("num_channels", 1, Optional.of(3)),
        size,
        patch,
        width,
        whole(LAYERS, 0, Optional.empty()),
        heads(width),
        count(HIDDEN),
        activation(),
        number("layer_norm_eps", 1e-12),
        rate(DROPOUT, 0),
        rate(ATTENTION_DROPOUT, 0),
        head(),
        classes());
  }

  private int heads(int width) {
    int heads = count(HEADS);
    if (width % heads != 0) {
      throw wrong(HEADS, "a divisor of " + family.key(WIDTH) + ", " + width);
    }
    return heads;
  }

  private Encoder encoder() {
    requireText("position_embedding_type", "absolute");
    requireText("is_decoder", "false");
    int width = count(WIDTH);
    double dropout = rate(DROPOUT, 0.1);
    return new Encoder(
        family,
        count(VOCABULARY),
        width,
        whole(LAYERS, 0, Optional.empty()),
        heads(width),
        count(HIDDEN),
        activation(),
        count("max_position_embeddings"),
        types(),
        family.equals(EncoderFamily.MPNET) ? whole(BUCKETS, LEAST_BUCKETS, Optional.of(32)) : 0,
        family.equals(EncoderFamily.DISTILBERT) ? 1e-12 : number("layer_norm_eps", 1e-12),
        whole("pad_token_id", 0, Optional.of(family.countsTokens() ? 1 : 0)),
        dropout,
        rate(ATTENTION_DROPOUT, 0.1),
        rate(HEAD_DROPOUT, family.equals(EncoderFamily.DISTILBERT) ? 0.2 : dropout),
        head(),
        classes());
  }

  private int types() {
    return !family.hasTypes() ? 0 : whole("type_vocab_size", 1, Optional.of(2));
  }

  private Activation activation() {
    return switch (node(ACTIVATION).asText("gelu")) {
      case "gelu" -> Activation.GELU;
      case "relu" -> Activation.RELU;
      default -> throw wrong(ACTIVATION, "one of [gelu, relu]");
    };
  }

  private EncoderHead head() {
    String architecture = root.path(ARCHITECTURES).path(0).asText();
    String whole =
        family.equals(EncoderFamily.VIT) ? "ForImageClassification" : "ForSequenceClassification";
    return architecture.endsWith(whole)
        ? EncoderHead.EXAMPLE
        : architecture.endsWith("ForTokenClassification")
            ? EncoderHead.POSITIONS
            : EncoderHead.NONE;
  }

  /** Counts parameters as the Transformers library does. */
  private int classes() {
    JsonNode names = root.path("id2label");
    return names.isObject() && names.size() > 0
        ? names.size()
        : whole("num_labels", 1, Optional.of(2));
  }

  private void requireText(String key, String expected) {
    if (!node(key).asText(expected).equals(expected)) {
      throw wrong(key, expected);
    }
  }

  private int count(String key) {
    return whole(key, 1, Optional.empty());
  }

  private int whole(String key, int least, Optional<Integer> absent) {
    JsonNode node = node(key);
    if (isAbsent(node) && absent.isPresent()) {
      return absent.get();
    }
    if (!node.isInt() || node.intValue() < least) {
      throw wrong(key, "a whole number of at least " + least);
    }
    return node.intValue();
  }

  private double rate(String key, double absent) {
    double rate = number(key, absent);
    if (rate < 0 || rate >= 1) {
      throw wrong(key, "a number in [0, 1)");
    }
    return rate;
  }

  private double number(String key, double absent) {
    JsonNode node = node(key);
    if (!isAbsent(node) && !node.isNumber()) {
      throw wrong(key, "a number");
    }
    return isAbsent(node) ? absent : node.doubleValue();
  }

  private JsonNode node(String key) {
    return root.path(family.key(key));
  }

  private static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private IllegalArgumentException wrong(String key, String expected) {
    String way = "Maybe it is a folder of another kind of network.";
    return wrong(source, family.key(key), node(key), expected, way);
  }

  private static IllegalArgumentException wrong(
      String source, String key, JsonNode found, String expected, String way) {
    return new IllegalArgumentException(
        source
            + " has "
            + key
            + " "
            + (found.isMissingNode() ? "missing" : found)
            + ", expected "
            + expected
            + ".\n"
            + way);
  }
}
