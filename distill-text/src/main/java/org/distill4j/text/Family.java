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
record Family(
    String prefix,
    Block block,
    String pooler,
    String classifier,
    Activation pooling,
    Map<String, String> keys,
    List<String> types) {
  /** Devlin et al. 2019; MiniLM (Wang et al. 2020) is one too. */
  static final Family BERT =
      new Family(
          "bert.",
          Block.BERT,
          "bert.pooler.dense",
          "classifier",
          Activation.TANH,
          Map.of(),
          List.of("bert"));

  /** Liu et al. 2019: positions count the tokens, from the padding's id on. */
  static final Family ROBERTA =
      new Family(
          "roberta.",
          Block.BERT,
          "classifier.dense",
          "classifier.out_proj",
          Activation.TANH,
          Map.of(),
          List.of("roberta", "xlm-roberta", "camembert"));

  /** Sanh et al. 2019: no types of tokens. */
  static final Family DISTILBERT =
      new Family(
          "distilbert.",
          Block.DISTILBERT,
          "pre_classifier",
          "classifier",
          Activation.RELU,
          Map.of(
              Settings.WIDTH, "dim",
              Settings.LAYERS, "n_layers",
              Settings.HEADS, "n_heads",
              Settings.HIDDEN, "hidden_dim",
              Settings.ACTIVATION, "activation",
              Settings.DROPOUT, "dropout",
              Settings.ATTENTION_DROPOUT, "attention_dropout",
              Settings.HEAD_DROPOUT, "seq_classif_dropout"),
          List.of("distilbert"));

  /** Song et al. 2020: positions as RoBERTa has them, and a bias of each distance. */
  static final Family MPNET =
      new Family(
          "mpnet.",
          Block.MPNET,
          "classifier.dense",
          "classifier.out_proj",
          Activation.TANH,
          Map.of(),
          List.of("mpnet"));

  /** Dosovitskiy et al. 2021: images in patches, classified by a class token, without a pooler. */
  static final Family VIT =
      new Family(
          "vit.",
          Block.VIT,
          "pooler.dense",
          "classifier",
          Activation.TANH,
          Map.of(),
          List.of("vit"));

  private static final List<Family> ALL = List.of(BERT, ROBERTA, DISTILBERT, MPNET, VIT);

  /** The family that calls itself so in "model_type". */
  static Optional<Family> named(String type) {
    return ALL.stream().filter(family -> family.types.contains(type)).findFirst();
  }

  /** All that "model_type" may be. */
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

  /** The key of config.json that this family has in place of BERT's. */
  String key(String bert) {
    return keys.getOrDefault(bert, bert);
  }
}
