package org.distill4j.text;

import java.util.List;
import java.util.Map;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.FirstPosition;
import org.distill4j.core.layer.LayerNorm;
import org.distill4j.core.layer.MultiHeadAttention;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.layer.TransformerBlock;
import org.distill4j.model.Inputs;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A vision transformer, as config.json describes it (Dosovitskiy et al. 2021).
 *
 * @param family which network it is
 * @param channels the channels of an image
 * @param size the height and width of an image
 * @param patch the height and width of a patch, a divisor of the size
 * @param width the width of the hidden states
 * @param layers the number of blocks
 * @param heads the heads of each attention
 * @param hidden the hidden width, between the dense layers of a block
 * @param activation the function between them
 * @param epsilon what norms add to the variance
 * @param dropout the rate of dropout on embeddings and sums
 * @param attentionDropout the rate of dropout on attention
 * @param head what it gives
 * @param classes the number of scores
 */
record ImageEncoder(
    EncoderFamily family,
    int channels,
    int size,
    int patch,
    int width,
    int layers,
    int heads,
    int hidden,
    Activation activation,
    double epsilon,
    double dropout,
    double attentionDropout,
    EncoderHead head,
    int classes)
    implements Network {
  @Override
  public ImageEncoder with(EncoderHead other) {
    return new ImageEncoder(
        family,
        channels,
        size,
        patch,
        width,
        layers,
        heads,
        hidden,
        activation,
        epsilon,
        dropout,
        attentionDropout,
        other,
        classes);
  }

  /** The number of patches, and one more for the class token. */
  int positions() {
    int side = size / patch;
    return side * side + 1;
  }

  @Override
  public List<WeightMapping> parts(String prefix, boolean oldNorms) {
    return ImageParts.of(this, prefix);
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return Map.of(HuggingFaceFolder.PIXELS, TensorSpec.floats(channels, size, size));
  }

  @Override
  public Outputs forward(Scope scope, Inputs inputs) {
    Tensor states = scope.run("embeddings", new ImageEmbeddings(this), inputs.only());
    for (int i = 0; i < layers; i++) {
      states = scope.run("layer" + i, block(), states);
    }
    states = scope.run("norm", LayerNorm.of(width).withEpsilon(epsilon), states);
    Outputs outputs = Outputs.of(HuggingFaceFolder.LAST_HIDDEN_STATE, states);
    return head == EncoderHead.NONE
        ? outputs
        : outputs.with(Outputs.LOGITS, scope.run("head", scores(), states));
  }

  private TransformerBlock block() {
    MultiHeadAttention attention =
        MultiHeadAttention.of(width, heads).withDropout(attentionDropout);
    return new TransformerBlock(attention, hidden, activation, epsilon, dropout);
  }

  private Sequential scores() {
    return Sequential.of(new FirstPosition())
        .then("scores", Dense.of(width, classes).withWeight(Encoder.FIRST));
  }
}
