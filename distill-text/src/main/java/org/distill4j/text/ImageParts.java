package org.distill4j.text;

import java.util.List;

/** Which arrays of a file a vision transformer is made of, in the order of the model. */
final class ImageParts {
  private ImageParts() {}

  /**
   * The arrays.
   *
   * @param prefix what stands before the encoder's names
   */
  static List<WeightMapping> of(ImageEncoder encoder, String prefix) {
    int width = encoder.width();
    EncoderFamily family = encoder.family();
    PartList parts = new PartList(false);
    String name = prefix + "embeddings.";
    String patches = name + "patch_embeddings.projection";
    parts.same(
        "embeddings.patches.weight",
        patches + ".weight",
        width,
        encoder.channels(),
        encoder.patch(),
        encoder.patch());
    parts.same("embeddings.patches.bias", patches + ".bias", width);
    parts.same("embeddings." + ImageEmbeddings.CLASS, name + "cls_token", 1, 1, width);
    String positions = name + "position_embeddings";
    parts.same("embeddings.positions", positions, 1, encoder.positions(), width);
    for (int i = 0; i < encoder.layers(); i++) {
      String block = prefix + family.block().blocks() + i + ".";
      parts.block("layer" + i, block, family.block(), width, encoder.hidden());
    }
    parts.norm("norm", prefix + "layernorm", width);
    if (encoder.head() != EncoderHead.NONE) {
      parts.dense("head.scores", List.of(family.classifier()), width, encoder.classes());
    }
    return parts.all();
  }
}
