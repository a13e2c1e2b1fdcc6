package org.distill4j.text;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.core.layer.Activation;

/**
 * Encoders that differ in the names of their files, in their positions and in their classifier.
 *
 * @param prefix what stands before the encoder's names where the file has a head too
 * @param block the names of a block's parts
 * @param pooler the dense layer of the first position, before the classifier of a text
 * @param classifier the dense layer that gives the scores of a text
 * @param pooling the function between the two
 * @param keys keys of config.json that this family has in place of BERT's
 * @param types all that "model_type" may be
 */
record EncoderFamily(
    String prefix,
    BlockNames block,
    String pooler,
    String classifier,
    Activation pooling,
    Map<String, String> keys,
    List<String> types) {
  /** Devlin et al. 2019; MiniLM (Wang et al. 2020) is one too. */
  static final EncoderFamily BERT =
      new EncoderFamily(
          "bert.",
          BlockNames.BERT,
          "bert.pooler.dense",
          "classifier",
          Activation.TANH,
          Map.of(),
          List.of("bert"));

  /** Liu et al. 2019: positions count the tokens, from the padding's id on. */
  static final EncoderFamily ROBERTA =
      new EncoderFamily(
          "roberta.",
          BlockNames.BERT,
          "classifier.dense",
          "classifier.out_proj",
          Activation.TANH,
          Map.of(),
          List.of("roberta", "xlm-roberta", "camembert"));

  /** Sanh et al. 2019: no types of tokens. */
  static final EncoderFamily DISTILBERT =
      new EncoderFamily(
          "distilbert.",
          BlockNames.DISTILBERT,
          "pre_classifier",
          "classifier",
          Activation.RELU,
          Map.of(
              EncoderConfig.WIDTH, "dim",
              EncoderConfig.LAYERS, "n_layers",
              EncoderConfig.HEADS, "n_heads",
              EncoderConfig.HIDDEN, "hidden_dim",
              EncoderConfig.ACTIVATION, "activation",
              EncoderConfig.DROPOUT, "dropout",
              EncoderConfig.ATTENTION_DROPOUT, "attention_dropout",
              EncoderConfig.HEAD_DROPOUT, "seq_classif_dropout"),
          List.of("distilbert"));

  /** Song et al. 2020: positions as in RoBERTa, and a bias for each distance. */
  static final EncoderFamily MPNET =
      new EncoderFamily(
          "mpnet.",
          BlockNames.MPNET,
          "classifier.dense",
          "classifier.out_proj",
          Activation.TANH,
          Map.of(),
          List.of("mpnet"));

  /** Dosovitskiy et al. 2021: images in patches, classified by a class token, without a pooler. */
  static final EncoderFamily VIT =
      new EncoderFamily(
          "vit.",
          BlockNames.VIT,
          "pooler.dense",
          "classifier",
          Activation.TANH,
          Map.of(),
          List.of("vit"));

  private static final List<EncoderFamily> ALL = List.of(BERT, ROBERTA, DISTILBERT, MPNET, VIT);

  /** Returns the family with a name in "model_type". */
  static Optional<EncoderFamily> named(String type) {
    return ALL.stream().filter(family -> family.types.contains(type)).findFirst();
  }

  /** Returns all supported values of "model_type". */
  static List<String> allTypes() {
    return ALL.stream().flatMap(family -> family.types.stream()).toList();
  }

  /** Whether positions count the tokens, from the padding's id on. */
  boolean countsTokens() {
    return equals(ROBERTA) || equals(MPNET);
  }

  /** Whether tokens have types. */
  boolean hasTypes() {
    return equals(BERT) || equals(ROBERTA);
  }

  /** Returns the key of config.json that this family has in place of BERT's. */
  String key(String bert) {
    return keys.getOrDefault(bert, bert);
  }
}
