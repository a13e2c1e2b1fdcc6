package org.distill4j.text;

import java.util.List;

/** Maps the arrays of a file to those of an encoder, in the order of the model. */
final class WeightMappings {
  /** The table of a bias for each distance. */
  static final String BIAS = "encoder.relative_attention_bias.weight";

  /** The path of the table of embeddings. */
  static final String WORDS = "embeddings.words.weight";

  private final Encoder encoder;
  private final String prefix;
  private final PartList parts;

  private WeightMappings(Encoder encoder, String prefix, PartList parts) {
    this.encoder = encoder;
    this.prefix = prefix;
    this.parts = parts;
  }

  /**
   * The arrays.
   *
   * @param prefix what stands before the encoder's names
   * @param oldNorms whether norms have a gamma and a beta, as in BERT's first files
   */
  static List<WeightMapping> list(Encoder encoder, String prefix, boolean oldNorms) {
    WeightMappings all = new WeightMappings(encoder, prefix, new PartList(oldNorms));
    all.embeddings();
    if (encoder.hasBias()) {
      all.parts.same("relative.weight", prefix + BIAS, encoder.buckets(), encoder.heads());
    }
    BlockNames block = encoder.family().block();
    for (int i = 0; i < encoder.layers(); i++) {
      String name = prefix + block.blocks() + i + ".";
      all.parts.block("layer" + i, name, block, encoder.width(), encoder.hidden());
    }
    all.head();
    return all.parts.all();
  }

  private void embeddings() {
    String name = prefix + "embeddings.";
    table("words", name + "word_embeddings", encoder.vocabulary());
    table("positions", name + "position_embeddings", encoder.positions());
    if (encoder.types() > 0) {
      table("types", name + "token_type_embeddings", encoder.types());
    }
    parts.norm("embeddings.norm", name + "LayerNorm", encoder.width());
  }

  private void table(String path, String name, int rows) {
    parts.same("embeddings." + path + ".weight", name + ".weight", rows, encoder.width());
  }

  private void head() {
    int width = encoder.width();
    EncoderFamily family = encoder.family();
    if (encoder.head() == EncoderHead.EXAMPLE) {
      parts.dense("head.pooler", List.of(family.pooler()), width, width);
      parts.dense("head.scores", List.of(family.classifier()), width, encoder.classes());
    } else if (encoder.head() == EncoderHead.POSITIONS) {
      parts.dense("head.scores", List.of("classifier"), width, encoder.classes());
    }
  }
}
