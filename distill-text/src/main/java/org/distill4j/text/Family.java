package org.distill4j.text;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.core.layer.Activation;

/** Encoders that differ in the names of their files, in their positions and in their classifier. */
enum Family {
  /** Devlin et al. 2019; MiniLM (Wang et al. 2020) is one too. */
  BERT(
      "bert.",
      Block.BERT,
      "bert.pooler.dense",
      "classifier",
      Activation.TANH,
      Map.of(),
      List.of("bert")),
  /** Liu et al. 2019: positions count the tokens, from the padding's id on. */
  ROBERTA(
      "roberta.",
      Block.BERT,
      "classifier.dense",
      "classifier.out_proj",
      Activation.TANH,
      Map.of(),
      List.of("roberta", "xlm-roberta", "camembert")),
  /** Sanh et al. 2019: no types of tokens. */
  DISTILBERT(
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

  private final String prefix;
  private final Block block;
  private final String pooler;
  private final String classifier;
  private final Activation pooling;
  private final Map<String, String> keys;
  private final List<String> types;

  Family(
      String prefix,
      Block block,
      String pooler,
      String classifier,
      Activation pooling,
      Map<String, String> keys,
      List<String> types) {
    this.prefix = prefix;
    this.block = block;
    this.pooler = pooler;
    this.classifier = classifier;
    this.pooling = pooling;
    this.keys = keys;
    this.types = types;
  }

  /** The family that calls itself so in "model_type". */
  static Optional<Family> named(String type) {
    return Arrays.stream(values()).filter(family -> family.types.contains(type)).findFirst();
  }

  /** All that "model_type" may be. */
  static List<String> allTypes() {
    return Arrays.stream(values()).flatMap(family -> family.types.stream()).toList();
  }

  /** What stands before the encoder's names where the file has a head too. */
  String prefix() {
    return prefix;
  }

  Block block() {
    return block;
  }

  /** The dense layer of the first position, before the classifier of a text. */
  String pooler() {
    return pooler;
  }

  /** The dense layer that gives the scores of a text. */
  String classifier() {
    return classifier;
  }

  /** The function between the two. */
  Activation pooling() {
    return pooling;
  }

  /** The key of config.json that this family has in place of BERT's. */
  String key(String bert) {
    return keys.getOrDefault(bert, bert);
  }
}
