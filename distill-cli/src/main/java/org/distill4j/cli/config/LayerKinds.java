package org.distill4j.cli.config;

import org.distill4j.cli.kind.JavaExpression;
import org.distill4j.cli.kind.Key;
import org.distill4j.cli.kind.KeyValues;
import org.distill4j.cli.kind.Kind;
import org.distill4j.cli.kind.KindGroup;
import org.distill4j.cli.kind.KindGroups;
import org.distill4j.cli.kind.KindRegistry;
import org.distill4j.cli.kind.ShapeTypes;
import org.distill4j.cli.kind.ValueTypes;
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
import org.distill4j.model.Initializer;

/** The layers of {@code org.distill4j.core.layer}. */
final class LayerKinds {
  private LayerKinds() {}

  private static final Key<Integer> IN = count("in", "length of the input's last axis");
  private static final Key<Integer> OUT = count("out", "length of the output's last axis");
  private static final Key<Integer> WIDTH = count("width", "length of the last axis");
  private static final Key<Integer> HEADS = count("heads", "heads, a divisor of the width");
  private static final Key<Initializer> WEIGHT =
      Key.free("weight", KindGroups.INITIALIZERS, "first values of the weight");
  private static final Key<Initializer> START =
      Key.free("bias-start", KindGroups.INITIALIZERS, "first values of the bias");
  private static final Key<Double> EPSILON =
      Key.free("epsilon", ValueTypes.NUMBER, "what is added to the variance");
  private static final Key<Double> DROPOUT =
      Key.free("dropout", ValueTypes.NUMBER, "rate of dropout, in [0, 1)");
  private static final Key<Integer> SIZE = count("size", "side of the window");
  private static final Key<Integer> STRIDE =
      Key.free("stride", ValueTypes.INTEGER, "distance between neighbouring windows");
  private static final Key<Integer> PADDING =
      Key.free("padding", ValueTypes.INTEGER, "rows and columns added on every side");
  private static final Key<Integer> DILATION =
      Key.free("dilation", ValueTypes.INTEGER, "spread of the kernel");
  private static final Key<Integer> HIDDEN = count("hidden", "hidden width, between the dense layers");
  private static final Key<Integer> LONGEST = count("length", "largest number of positions");
  private static final Key<Double> BASE =
      Key.free("base", ValueTypes.NUMBER, "base of the angles, 10000");
  private static final KindGroup<RotaryPositions> ROTARY =
      KindGroup.of("rotary", rotary("positions", "Turned by positions (Su et al. 2021)"));
  private static final Key<String> MASK =
      Key.free("mask", ValueTypes.TEXT, "input that is 0 at padding, which is left out");
  private static final String NO_BIAS = "whether there is a bias";
  private static final String CAUSAL =
      "whether a position attends only to itself and those before it";

  /** Adds the layers. */
  static void addTo(KindRegistry registry) {
    registry.add(
        KindGroups.LAYERS,
        Kind.of("dense", "Fully connected: y = x·W + b", Dense::of, IN, OUT)
            .with(WEIGHT, Dense::withWeight)
            .with(START, Dense::withBias)
            .unless("bias", NO_BIAS, Dense::withoutBias),
        Kind.of(
                "conv2d",
                "Convolution from (batch, in, height, width) to (batch, out, …)",
                Conv2d::of,
                count("in", "input channels"),
                count("out", "output channels"),
                count("size", "side of the kernel"))
            .with(STRIDE, Conv2d::withStride)
            .with(PADDING, Conv2d::withPadding)
            .with(DILATION, Conv2d::withDilation)
            .with(Key.free("groups", ValueTypes.INTEGER, "groups of channels"), Conv2d::withGroups)
            .with(WEIGHT, Conv2d::withWeight)
            .with(START, Conv2d::withBias)
            .unless("bias", NO_BIAS, Conv2d::withoutBias),
        Kind.of(
                "depthwise-conv2d",
                "Convolution of each channel by itself (Howard et al. 2017)",
                Conv2d::depthwise,
                count("channels", "channels"),
                count("size", "side of the kernel"))
            .with(STRIDE, Conv2d::withStride)
            .with(PADDING, Conv2d::withPadding)
            .with(DILATION, Conv2d::withDilation)
            .with(WEIGHT, Conv2d::withWeight)
            .with(START, Conv2d::withBias)
            .unless("bias", NO_BIAS, Conv2d::withoutBias),
        Kind.of(
            "squeeze-excite",
            "Channels multiplied by what their means say (Hu et al. 2018)",
            SqueezeExcite::of,
            count("channels", "channels"),
            HIDDEN),
        Kind.of("maxpool2d", "Largest value of each window", MaxPool2d::of, SIZE)
            .with(STRIDE, MaxPool2d::withStride)
            .with(PADDING, MaxPool2d::withPadding),
        Kind.of("avgpool2d", "Mean of each window", AveragePool2d::of, SIZE)
            .with(STRIDE, AveragePool2d::withStride)
            .with(PADDING, AveragePool2d::withPadding),
        Kind.of("global-avgpool", "Mean of each channel", GlobalAveragePool::new),
        Kind.of(
            "channels-last",
            "Classes of pixels: (channels, height, width) as (height, width, channels)",
            ChannelsLast::new),
        Kind.of("flatten", "All axes of an example joined to one", Flatten::new),
        Kind.of(
            "reshape",
            "Each example under other axes",
            Reshape::of,
            Key.required("shape", ShapeTypes.SHAPE, "the axes of an example afterwards")),
        Kind.constant("relu", "max(x, 0)", Activation.RELU),
        Kind.constant("gelu", "x·Φ(x) (Hendrycks and Gimpel 2016)", Activation.GELU),
        Kind.constant("silu", "x / (1 + exp(−x))", Activation.SILU),
        Kind.constant("sigmoid", "1 / (1 + exp(−x))", Activation.SIGMOID),
        Kind.constant("tanh", "The hyperbolic tangent", Activation.TANH),
        Kind.of(
            "dropout",
            "Zeros at random while training (Srivastava et al. 2014)",
            Dropout::of,
            Key.required("rate", ValueTypes.NUMBER, "probability of a zero, in [0, 1)")),
        Kind.of(
                "batch-norm",
                "Batch normalisation (Ioffe and Szegedy 2015)",
                BatchNorm::of,
                count("features", "length of axis 1"))
            .with(
                Key.free("momentum", ValueTypes.NUMBER, "of the running means"),
                BatchNorm::withMomentum)
            .with(EPSILON, BatchNorm::withEpsilon),
        Kind.of("layer-norm", "Layer normalisation (Ba et al. 2016)", LayerNorm::of, WIDTH)
            .with(EPSILON, LayerNorm::withEpsilon),
        Kind.of(
                "rms-norm",
                "Division by the root mean square (Zhang and Sennrich 2019)",
                RmsNorm::of,
                WIDTH)
            .with(EPSILON, RmsNorm::withEpsilon),
        Kind.of("swiglu", "A gated feed-forward layer (Shazeer 2020)", SwiGlu::of, WIDTH, HIDDEN),
        Kind.of(
                "embedding",
                "A table of vectors looked up by ids",
                Embedding::of,
                count("rows", "number of ids"),
                count("width", "length of a vector"))
            .with(WEIGHT, Embedding::withWeight),
        Kind.of(
            "category-embeddings",
            "Vectors for the categories of an encoded table",
            CategoryEmbeddings::of,
            count("numbers", "values before the categories, which are passed on"),
            count("width", "length of a vector"),
            Key.required("categories", ShapeTypes.SHAPE, "how many each column has")),
        Kind.of(
            "positions",
            "A learned vector added to each position of a sequence",
            LearnedPositions::of,
            LONGEST,
            WIDTH),
        rotary("rotary-positions", "Pairs of elements turned by positions (Su et al. 2021)"),
        Kind.of(
                "attention",
                "Self-attention (Vaswani et al. 2017)",
                MultiHeadAttention::of,
                WIDTH,
                HEADS)
            .with(
                Key.free("key-value-heads", ValueTypes.INTEGER, "fewer, which heads share"),
                MultiHeadAttention::withKeyValueHeads)
            .with(
                Key.free("rotary", ROTARY, "turns queries and keys"),
                MultiHeadAttention::withRotary)
            .with(DROPOUT, MultiHeadAttention::withDropout)
            .with(MASK, MultiHeadAttention::withPadding)
            .when("causal", CAUSAL, MultiHeadAttention::causal),
        Kind.of(
                "cross-attention",
                "Attention to another sequence (Vaswani et al. 2017)",
                CrossAttention::of,
                WIDTH,
                HEADS,
                Key.required("context", ValueTypes.TEXT, "layer before it, or an input"))
            .with(
                Key.free("context-width", ValueTypes.INTEGER, "width of the context, if another"),
                CrossAttention::withContextWidth)
            .with(DROPOUT, CrossAttention::withDropout)
            .with(MASK, CrossAttention::withPadding),
        Kind.of(
                "transformer",
                "A transformer's block, normalised in front (Xiong et al. 2020)",
                TransformerBlock::of,
                WIDTH,
                HEADS)
            .with(
                Key.free("hidden", ValueTypes.INTEGER, "hidden width, 4 times"),
                TransformerBlock::withHidden)
            .with(DROPOUT, TransformerBlock::withDropout)
            .with(MASK, TransformerBlock::withPadding)
            .when("causal", CAUSAL, TransformerBlock::causal),
        Kind.of(
                "post-norm-transformer",
                "A transformer's block, normalised behind, as BERT's (Vaswani et al. 2017)",
                PostNormBlock::of,
                WIDTH,
                HEADS)
            .with(
                Key.free("hidden", ValueTypes.INTEGER, "hidden width, 4 times"),
                PostNormBlock::withHidden)
            .with(EPSILON, PostNormBlock::withEpsilon)
            .with(DROPOUT, PostNormBlock::withDropout)
            .with(MASK, PostNormBlock::withPadding),
        Kind.of("l2-norm", "Vectors divided by their length", L2Norm::new),
        Kind.built(
            "mean-pool", "Mean over the positions of a sequence", LayerKinds::meanPool, MASK),
        Kind.of("first-position", "First position of a sequence", FirstPosition::new),
        Kind.of(
                "residual",
                "Layers with a way around them (He et al. 2016)",
                Residual::of,
                Key.required("body", KindGroups.LAYERS, "what is gone around"))
            .with(
                Key.free("projection", KindGroups.LAYERS, "what the way around does"),
                Residual::withProjection));
  }

  private static Kind<RotaryPositions> rotary(String name, String doc) {
    return Kind.of(name, doc, RotaryPositions::of, LONGEST).with(BASE, RotaryPositions::withBase);
  }

  private static JavaExpression<MeanPool> meanPool(KeyValues values) {
    return values
        .find(MASK)
        .map(mask -> JavaExpression.call(MeanPool::masked, mask))
        .orElseGet(() -> JavaExpression.call(MeanPool::of));
  }

  private static Key<Integer> count(String name, String doc) {
    return Key.required(name, ValueTypes.INTEGER, doc);
  }
}
