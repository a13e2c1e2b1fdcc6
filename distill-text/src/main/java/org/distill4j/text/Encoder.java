package org.distill4j.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.init.Initializers;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Dropout;
import org.distill4j.core.layer.FirstPosition;
import org.distill4j.core.layer.MultiHeadAttention;
import org.distill4j.core.layer.PostNormBlock;
import org.distill4j.core.layer.Sequential;
import org.distill4j.model.Initializer;
import org.distill4j.model.Inputs;
import org.distill4j.model.Layer;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A transformer's encoder, as config.json describes it.
 *
 * @param family which network it is
 * @param vocabulary the number of ids
 * @param width the width of the hidden states
 * @param layers the number of blocks
 * @param heads the heads of each attention
 * @param hidden the hidden width, between the dense layers of a block
 * @param activation the function between them
 * @param positions the rows of the table of positions
 * @param types the rows of the table of token types; 0 if there is none
 * @param buckets the distances that have a bias in attention; 0 if there is none
 * @param epsilon what norms add to the variance
 * @param padding the id of padding
 * @param dropout the rate of dropout on embeddings and sums
 * @param attentionDropout the rate of dropout on attention
 * @param headDropout the rate of dropout before the scores
 * @param head what it gives
 * @param classes the number of scores
 */
record Encoder(
    EncoderFamily family,
    int vocabulary,
    int width,
    int layers,
    int heads,
    int hidden,
    Activation activation,
    int positions,
    int types,
    int buckets,
    double epsilon,
    int padding,
    double dropout,
    double attentionDropout,
    double headDropout,
    EncoderHead head,
    int classes)
    implements Network {
  /** As these networks begin before they are trained. */
  static final Initializer FIRST = Initializers.normal(0, 0.02);

  private static final String BIAS = "relative";

  @Override
  public Encoder with(EncoderHead other) {
    return new Encoder(
        family,
        vocabulary,
        width,
        layers,
        heads,
        hidden,
        activation,
        positions,
        types,
        buckets,
        epsilon,
        padding,
        dropout,
        attentionDropout,
        headDropout,
        other,
        classes);
  }

  /** The most tokens of a text. */
  int longest() {
    return positions - (family.countsTokens() ? padding + 1 : 0);
  }

  boolean hasBias() {
    return buckets > 0 && layers > 0;
  }

  boolean hasTypes() {
    return types > 1;
  }

  @Override
  public List<WeightMapping> parts(String prefix, boolean oldNorms) {
    return WeightMappings.list(this, prefix, oldNorms);
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    Map<String, TensorSpec> inputs = new LinkedHashMap<>();
    TensorSpec tokens = TensorSpec.freeInts(TokenSequences.LENGTH);
    inputs.put(TokenSequences.IDS, tokens);
    inputs.put(TokenSequences.MASK, tokens);
    if (hasTypes()) {
      inputs.put(HuggingFaceFolder.TOKEN_TYPES, tokens);
    }
    return inputs;
  }

  @Override
  public Outputs forward(Scope scope, Inputs inputs) {
    Tensor ids = inputs.get(TokenSequences.IDS);
    Tensor states = scope.run("embeddings", new Embeddings(this), ids);
    if (hasBias()) {
      scope.run(BIAS, new RelativePositions(buckets, heads), ids);
    }
    for (int i = 0; i < layers; i++) {
      states = scope.run("layer" + i, block(), states);
    }
    Outputs outputs = Outputs.of(HuggingFaceFolder.LAST_HIDDEN_STATE, states);
    return head == EncoderHead.NONE
        ? outputs
        : outputs.with(Outputs.LOGITS, scope.run("head", scores(), states));
  }

  private PostNormBlock block() {
    MultiHeadAttention plain =
        MultiHeadAttention.of(width, heads)
            .withPadding(TokenSequences.MASK)
            .withDropout(attentionDropout);
    MultiHeadAttention attention = hasBias() ? plain.withBias(BIAS) : plain;
    return new PostNormBlock(attention, hidden, activation, epsilon, dropout);
  }

  private Layer scores() {
    Sequential pooled =
        head == EncoderHead.POSITIONS
            ? Sequential.of()
            : Sequential.of(new FirstPosition())
                .then("pooler", Dense.of(width, width).withWeight(FIRST))
                .then("pooling", family.pooling());
    return pooled
        .then(Dropout.of(headDropout))
        .then("scores", Dense.of(width, classes).withWeight(FIRST));
  }
}
