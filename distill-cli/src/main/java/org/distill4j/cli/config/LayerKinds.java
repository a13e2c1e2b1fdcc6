package org.distill4j.cli.config;

import java.util.List;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.AveragePool2d;
import org.distill4j.core.layer.BatchNorm;
import org.distill4j.core.layer.CategoryEmbeddings;
import org.distill4j.core.layer.ChannelsLast;
import org.distill4j.core.layer.Conv2d;
import org.distill4j.core.layer.CrossAttention;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Dropout;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.FirstPosition;
import org.distill4j.core.layer.Flatten;
import org.distill4j.core.layer.GlobalAveragePool;
import org.distill4j.core.layer.L2Norm;
import org.distill4j.core.layer.LayerNorm;
import org.distill4j.core.layer.LearnedPositions;
import org.distill4j.core.layer.MaxPool2d;
import org.distill4j.core.layer.MeanPool;
import org.distill4j.core.layer.MultiHeadAttention;
import org.distill4j.core.layer.PostNormBlock;
import org.distill4j.core.layer.Reshape;
import org.distill4j.core.layer.Residual;
import org.distill4j.core.layer.RmsNorm;
import org.distill4j.core.layer.RotaryPositions;
import org.distill4j.core.layer.SqueezeExcite;
import org.distill4j.core.layer.SwiGlu;
import org.distill4j.core.layer.TransformerBlock;

/** The layers of {@code org.distill4j.core.layer}. */
final class LayerKinds {
  private LayerKinds() {}

  private static final ValueType ANY = ValueTypes.later(() -> all());
  private static final Key IN = count("in", "length of the input's last axis");
  private static final Key OUT = count("out", "length of the output's last axis");
  private static final Key WIDTH = count("width", "length of the last axis");
  private static final Key HEADS = count("heads", "heads, a divisor of the width");
  private static final Key WEIGHT =
      Key.free("weight", InitializerKinds.ALL, "first values of the weight");
  private static final Key START =
      Key.free("bias-start", InitializerKinds.ALL, "first values of the bias");
  private static final Key EPSILON =
      Key.free("epsilon", ValueTypes.NUMBER, "what is added to the variance");
  private static final Key DROPOUT =
      Key.free("dropout", ValueTypes.NUMBER, "rate of dropout, in [0, 1)");
  private static final Key SIZE = count("size", "side of the window");
  private static final Key STRIDE =
      Key.free("stride", ValueTypes.INTEGER, "distance between neighbouring windows");
  private static final Key PADDING =
      Key.free("padding", ValueTypes.INTEGER, "rows and columns added on every side");
  private static final Key DILATION =
      Key.free("dilation", ValueTypes.INTEGER, "spread of the kernel");
  private static final Key HIDDEN = count("hidden", "width between the dense layers");
  private static final Key LONGEST = count("length", "largest number of positions");
  private static final Key BASE = Key.free("base", ValueTypes.NUMBER, "base of the angles, 10000");
  private static final ValueType ROTARY =
      KindGroup.of("rotary", rotary("positions", "Turned by positions (Su et al. 2021)"));
  private static final Key MASK =
      Key.free("mask", ValueTypes.TEXT, "input that is 0 at padding, which is left out");
  private static final String NO_BIAS = "whether there is a bias";
  private static final String CAUSAL =
      "whether a position attends only to itself and those before it";

  private static final KindGroup ALL =
      KindGroup.of(
              "layer",
              Kind.of("dense", "Fully connected: y = x·W + b", Dense.class, "of", IN, OUT)
                  .with("withWeight", WEIGHT)
                  .with("withBias", START)
                  .unless("bias", "withoutBias", NO_BIAS),
              Kind.of(
                      "conv2d",
                      "Convolution from (batch, in, height, width) to (batch, out, …)",
                      Conv2d.class,
                      "of",
                      count("in", "input channels"),
                      count("out", "output channels"),
                      count("size", "side of the kernel"))
                  .with("withStride", STRIDE)
                  .with("withPadding", PADDING)
                  .with("withDilation", DILATION)
                  .with("withGroups", Key.free("groups", ValueTypes.INTEGER, "groups of channels"))
                  .with("withWeight", WEIGHT)
                  .with("withBias", START)
                  .unless("bias", "withoutBias", NO_BIAS),
              Kind.of(
                      "depthwise-conv2d",
                      "Convolution of each channel by itself (Howard et al. 2017)",
                      Conv2d.class,
                      "depthwise",
                      count("channels", "channels"),
                      count("size", "side of the kernel"))
                  .with("withStride", STRIDE)
                  .with("withPadding", PADDING)
                  .with("withDilation", DILATION)
                  .with("withWeight", WEIGHT)
                  .with("withBias", START)
                  .unless("bias", "withoutBias", NO_BIAS),
              Kind.of(
                  "squeeze-excite",
                  "Channels multiplied by what their means say (Hu et al. 2018)",
                  SqueezeExcite.class,
                  "of",
                  count("channels", "channels"),
                  HIDDEN),
              Kind.of("maxpool2d", "Largest value of each window", MaxPool2d.class, "of", SIZE)
                  .with("withStride", STRIDE)
                  .with("withPadding", PADDING),
              Kind.of("avgpool2d", "Mean of each window", AveragePool2d.class, "of", SIZE)
                  .with("withStride", STRIDE)
                  .with("withPadding", PADDING),
              Kind.created("global-avgpool", "Mean of each channel", GlobalAveragePool.class),
              Kind.created(
                  "channels-last",
                  "Classes of pixels: (channels, height, width) as (height, width, channels)",
                  ChannelsLast.class),
              Kind.created("flatten", "All axes of an example joined to one", Flatten.class),
              Kind.of(
                  "reshape",
                  "Each example under other axes",
                  Reshape.class,
                  "of",
                  Key.required("shape", ShapeTypes.SHAPE, "the axes of an example afterwards")),
              Kind.constant("relu", "max(x, 0)", Activation.RELU),
              Kind.constant("gelu", "x·Φ(x) (Hendrycks and Gimpel 2016)", Activation.GELU),
              Kind.constant("silu", "x / (1 + exp(−x))", Activation.SILU),
              Kind.constant("sigmoid", "1 / (1 + exp(−x))", Activation.SIGMOID),
              Kind.constant("tanh", "The hyperbolic tangent", Activation.TANH),
              Kind.of(
                  "dropout",
                  "Zeros at random while training (Srivastava et al. 2014)",
                  Dropout.class,
                  "of",
                  Key.required("rate", ValueTypes.NUMBER, "probability of a zero, in [0, 1)")),
              Kind.of(
                      "batch-norm",
                      "Batch normalisation (Ioffe and Szegedy 2015)",
                      BatchNorm.class,
                      "of",
                      count("features", "length of axis 1"))
                  .with(
                      "withMomentum",
                      Key.free("momentum", ValueTypes.NUMBER, "of the running means"))
                  .with("withEpsilon", EPSILON),
              Kind.of(
                      "layer-norm",
                      "Layer normalisation (Ba et al. 2016)",
                      LayerNorm.class,
                      "of",
                      WIDTH)
                  .with("withEpsilon", EPSILON),
              Kind.of(
                      "rms-norm",
                      "Division by the root mean square (Zhang and Sennrich 2019)",
                      RmsNorm.class,
                      "of",
                      WIDTH)
                  .with("withEpsilon", EPSILON),
              Kind.of(
                  "swiglu",
                  "A gated feed-forward layer (Shazeer 2020)",
                  SwiGlu.class,
                  "of",
                  WIDTH,
                  HIDDEN),
              Kind.of(
                      "embedding",
                      "A table of vectors looked up by ids",
                      Embedding.class,
                      "of",
                      count("rows", "number of ids"),
                      count("width", "length of a vector"))
                  .with("withWeight", WEIGHT),
              Kind.of(
                  "category-embeddings",
                  "Vectors for the categories of an encoded table",
                  CategoryEmbeddings.class,
                  "of",
                  count("numbers", "values before the categories, which are passed on"),
                  count("width", "length of a vector"),
                  Key.required("categories", ShapeTypes.SHAPE, "how many each column has")),
              Kind.of(
                  "positions",
                  "A learned vector added to each position of a sequence",
                  LearnedPositions.class,
                  "of",
                  LONGEST,
                  WIDTH),
              rotary("rotary-positions", "Pairs of elements turned by positions (Su et al. 2021)"),
              Kind.of(
                      "attention",
                      "Self-attention (Vaswani et al. 2017)",
                      MultiHeadAttention.class,
                      "of",
                      WIDTH,
                      HEADS)
                  .with(
                      "withKeyValueHeads",
                      Key.free("key-value-heads", ValueTypes.INTEGER, "fewer, which heads share"))
                  .with("withRotary", Key.free("rotary", ROTARY, "turns queries and keys"))
                  .with("withDropout", DROPOUT)
                  .with("withPadding", MASK)
                  .when("causal", "causal", CAUSAL),
              Kind.of(
                      "cross-attention",
                      "Attention to another sequence (Vaswani et al. 2017)",
                      CrossAttention.class,
                      "of",
                      WIDTH,
                      HEADS,
                      Key.required("context", ValueTypes.TEXT, "layer before it, or an input"))
                  .with(
                      "withContextWidth",
                      Key.free(
                          "context-width", ValueTypes.INTEGER, "width of the context, if another"))
                  .with("withDropout", DROPOUT)
                  .with("withPadding", MASK),
              Kind.of(
                      "transformer",
                      "A transformer's block, normalised in front (Xiong et al. 2020)",
                      TransformerBlock.class,
                      "of",
                      WIDTH,
                      HEADS)
                  .with(
                      "withHidden",
                      Key.free("hidden", ValueTypes.INTEGER, "width between, 4 times"))
                  .with("withDropout", DROPOUT)
                  .with("withPadding", MASK)
                  .when("causal", "causal", CAUSAL),
              Kind.of(
                      "post-norm-transformer",
                      "A transformer's block, normalised behind, as BERT's (Vaswani et al. 2017)",
                      PostNormBlock.class,
                      "of",
                      WIDTH,
                      HEADS)
                  .with(
                      "withHidden",
                      Key.free("hidden", ValueTypes.INTEGER, "width between, 4 times"))
                  .with("withEpsilon", EPSILON)
                  .with("withDropout", DROPOUT)
                  .with("withPadding", MASK),
              Kind.created("l2-norm", "Vectors divided by their length", L2Norm.class),
              Kind.made(
                  "mean-pool",
                  "Mean over the positions of a sequence",
                  values ->
                      values
                          .find(MASK)
                          .map(mask -> JavaExpression.call(MeanPool.class, "masked", List.of(mask)))
                          .orElseGet(() -> JavaExpression.call(MeanPool.class, "of", List.of())),
                  MASK),
              Kind.created("first-position", "First position of a sequence", FirstPosition.class),
              Kind.of(
                      "residual",
                      "Layers with a way around them (He et al. 2016)",
                      Residual.class,
                      "of",
                      Key.required("body", ANY, "what is gone around"))
                  .with("withProjection", Key.free("projection", ANY, "what the way around does")))
          .or(new LayerList(ANY));

  static KindGroup all() {
    return ALL;
  }

  private static Kind rotary(String name, String doc) {
    return Kind.of(name, doc, RotaryPositions.class, "of", LONGEST).with("withBase", BASE);
  }

  private static Key count(String name, String doc) {
    return Key.required(name, ValueTypes.INTEGER, doc);
  }
}
