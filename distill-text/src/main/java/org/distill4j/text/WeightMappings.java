package org.distill4j.text;

import java.util.ArrayList;
import java.util.List;

/** Which arrays of a file an encoder is made of, in the order of the model. */
final class WeightMappings {
  /** The table of a bias for each distance. */
  static final String BIAS = "encoder.relative_attention_bias.weight";

  /** The path of the table of embeddings. */
  static final String WORDS = "embeddings.words.weight";

  private final Encoder encoder;
  private final String prefix;
  private final boolean oldNorms;
  private final List<WeightMapping> parts = new ArrayList<>();

  private WeightMappings(Encoder encoder, String prefix, boolean oldNorms) {
    this.encoder = encoder;
    this.prefix = prefix;
    this.oldNorms = oldNorms;
  }

  /**
   * The arrays.
   *
   * @param prefix what stands before the encoder's names
   * @param oldNorms whether norms have a gamma and a beta, as in BERT's first files
   */
  static List<WeightMapping> list(Encoder encoder, String prefix, boolean oldNorms) {
    WeightMappings all = new WeightMappings(encoder, prefix, oldNorms);
    all.embeddings();
    if (encoder.hasBias()) {
      String bias = prefix + BIAS;
      all.parts.add(
          WeightMapping.same("relative.weight", bias, encoder.buckets(), encoder.heads()));
    }
    for (int i = 0; i < encoder.layers(); i++) {
      all.block("layer" + i, prefix + encoder.family().block().blocks() + i + ".");
    }
    all.head();
    return List.copyOf(all.parts);
  }

  private void embeddings() {
    int width = encoder.width();
    String name = prefix + "embeddings.";
    table("words", name + "word_embeddings", encoder.vocabulary());
    table("positions", name + "position_embeddings", encoder.positions());
    if (encoder.types() > 0) {
      table("types", name + "token_type_embeddings", encoder.types());
    }
    norm("embeddings.norm", name + "LayerNorm", width);
  }

  private void table(String path, String name, int rows) {
    String weight = name + ".weight";
    parts.add(WeightMapping.same("embeddings." + path + ".weight", weight, rows, encoder.width()));
  }

  private void block(String path, String name) {
    int width = encoder.width();
    int hidden = encoder.hidden();
    BlockNames block = encoder.family().block();
    dense(
        path + ".attention.input",
        List.of(name + block.query(), name + block.key(), name + block.value()),
        width,
        width);
    dense(path + ".attention.output", List.of(name + block.output()), width, width);
    norm(path + ".norm1", name + block.norm1(), width);
    dense(path + ".expand", List.of(name + block.expand()), width, hidden);
    dense(path + ".contract", List.of(name + block.contract()), hidden, width);
    norm(path + ".norm2", name + block.norm2(), width);
  }

  private void head() {
    int width = encoder.width();
    EncoderFamily family = encoder.family();
    if (encoder.head() == EncoderHead.TEXT) {
      dense("head.pooler", List.of(family.pooler()), width, width);
      dense("head.scores", List.of(family.classifier()), width, encoder.classes());
    } else if (encoder.head() == EncoderHead.POSITIONS) {
      dense("head.scores", List.of("classifier"), width, encoder.classes());
    }
  }

  private void dense(String path, List<String> names, int in, int out) {
    parts.add(WeightMapping.transposed(path + ".weight", ending(names, ".weight"), out, in));
    parts.add(WeightMapping.transposed(path + ".bias", ending(names, ".bias"), out));
  }

  private void norm(String path, String name, int width) {
    parts.add(
        WeightMapping.same(path + ".weight", name + (oldNorms ? ".gamma" : ".weight"), width));
    parts.add(WeightMapping.same(path + ".bias", name + (oldNorms ? ".beta" : ".bias"), width));
  }

  private static List<String> ending(List<String> names, String end) {
    return names.stream().map(name -> name + end).toList();
  }
}
