package org.distill4j.text;

/**
 * The names of a transformer block's parts in a file, each after the block's own.
 *
 * @param blocks what stands before a block's number
 * @param query the dense layer that makes queries
 * @param key the dense layer that makes keys
 * @param value the dense layer that makes values
 * @param output the dense layer behind the attention
 * @param norm1 the norm of the attention
 * @param expand the first dense layer behind the attention
 * @param contract the second
 * @param norm2 the norm of the dense layers
 */
record BlockNames(
    String blocks,
    String query,
    String key,
    String value,
    String output,
    String norm1,
    String expand,
    String contract,
    String norm2) {
  static final BlockNames BERT =
      new BlockNames(
          "encoder.layer.",
          "attention.self.query",
          "attention.self.key",
          "attention.self.value",
          "attention.output.dense",
          "attention.output.LayerNorm",
          "intermediate.dense",
          "output.dense",
          "output.LayerNorm");

  static final BlockNames DISTILBERT =
      new BlockNames(
          "transformer.layer.",
          "attention.q_lin",
          "attention.k_lin",
          "attention.v_lin",
          "attention.out_lin",
          "sa_layer_norm",
          "ffn.lin1",
          "ffn.lin2",
          "output_layer_norm");

  static final BlockNames MPNET =
      new BlockNames(
          "encoder.layer.",
          "attention.attn.q",
          "attention.attn.k",
          "attention.attn.v",
          "attention.attn.o",
          "attention.LayerNorm",
          "intermediate.dense",
          "output.dense",
          "output.LayerNorm");

  /** Norms stand in front of the attention and of the dense layers. */
  static final BlockNames VIT =
      new BlockNames(
          "encoder.layer.",
          "attention.attention.query",
          "attention.attention.key",
          "attention.attention.value",
          "attention.output.dense",
          "layernorm_before",
          "intermediate.dense",
          "output.dense",
          "layernorm_after");
}
