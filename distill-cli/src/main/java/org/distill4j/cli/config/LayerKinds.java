package org.distill4j.cli.config;

import static org.distill4j.cli.kind.Expression.call;
import static org.distill4j.cli.kind.Expression.given;
import static org.distill4j.cli.kind.Key.free;
import static org.distill4j.cli.kind.Key.required;
import static org.distill4j.cli.kind.ValueTypes.FLAG;
import static org.distill4j.cli.kind.ValueTypes.INTEGER;
import static org.distill4j.cli.kind.ValueTypes.NUMBER;
import static org.distill4j.cli.kind.ValueTypes.TEXT;

import org.distill4j.cli.kind.Key;
import org.distill4j.cli.kind.Kind;
import org.distill4j.cli.kind.KindGroup;
import org.distill4j.cli.kind.KindGroups;
import org.distill4j.cli.kind.KindRegistry;
import org.distill4j.cli.kind.ShapeTypes;
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
      free("weight", KindGroups.INITIALIZERS, "first values of the weight");
  private static final Key<Initializer> START =
      free("bias-start", KindGroups.INITIALIZERS, "first values of the bias");
  private static final Key<Double> EPSILON =
      free("epsilon", NUMBER, "what is added to the variance");
  private static final Key<Double> DROPOUT = free("dropout", NUMBER, "rate of dropout, in [0, 1)");
  private static final Key<Integer> SIZE = count("size", "side of the window");
  private static final Key<Integer> STRIDE =
      free("stride", INTEGER, "distance between neighbouring windows");
  private static final Key<Integer> PADDING =
      free("padding", INTEGER, "rows and columns added on every side");
  private static final Key<Integer> DILATION = free("dilation", INTEGER, "spread of the kernel");
  private static final Key<Integer> HIDDEN = count("hidden", "hidden width");
  private static final Key<Integer> LONGEST = count("length", "largest number of positions");
  private static final Key<Double> BASE = free("base", NUMBER, "base of the angles, 10000");
  private static final KindGroup<RotaryPositions> ROTARY =
      KindGroup.of("rotary", rotary("positions", "Turned by positions (Su et al. 2021)"));
  private static final Key<String> MASK =
      free("mask", TEXT, "input that is 0 at padding, which is left out");
  private static final Key<Boolean> BIAS = Key.of("bias", FLAG, true, "whether there is a bias");
  private static final Key<Boolean> CAUSAL =
      Key.of(
          "causal", FLAG, false, "whether a position attends only to itself and those before it");

  /** Adds the layers. */
  static void addTo(KindRegistry registry) {
    registry.add(
        KindGroups.LAYERS,
        Kind.of(
            "dense",
            "Fully connected: y = x·W + b",
            call(Dense::of, IN, OUT)
                .with(Dense::withWeight, WEIGHT)
                .with(Dense::withBias, START)
                .unless(BIAS, Dense::withoutBias)),
        Kind.of(
            "conv2d",
            "Convolution from (batch, in, height, width) to (batch, out, …)",
            call(
                    Conv2d::of,
                    count("in", "input channels"),
                    count("out", "output channels"),
                    count("size", "side of the kernel"))
                .with(Conv2d::withStride, STRIDE)
                .with(Conv2d::withPadding, PADDING)
                .with(Conv2d::withDilation, DILATION)
                .with(Conv2d::withGroups, free("groups", INTEGER, "groups of channels"))
                .with(Conv2d::withWeight, WEIGHT)
                .with(Conv2d::withBias, START)
                .unless(BIAS, Conv2d::withoutBias)),
        Kind.of(
            "depthwise-conv2d",
            "Convolution of each channel by itself (Howard et al. 2017)",
            call(
                    Conv2d::depthwise,
                    count("channels", "channels"),
                    count("size", "side of the kernel"))
                .with(Conv2d::withStride, STRIDE)
                .with(Conv2d::withPadding, PADDING)
                .with(Conv2d::withDilation, DILATION)
                .with(Conv2d::withWeight, WEIGHT)
                .with(Conv2d::withBias, START)
                .unless(BIAS, Conv2d::withoutBias)),
        Kind.of(
            "squeeze-excite",
            "Channels multiplied by what their means say (Hu et al. 2018)",
            call(SqueezeExcite::of, count("channels", "channels"), HIDDEN)),
        Kind.of(
            "maxpool2d",
            "Largest value of each window",
            call(MaxPool2d::of, SIZE)
                .with(MaxPool2d::withStride, STRIDE)
                .with(MaxPool2d::withPadding, PADDING)),
        Kind.of(
            "avgpool2d",
            "Mean of each window",
            call(AveragePool2d::of, SIZE)
                .with(AveragePool2d::withStride, STRIDE)
                .with(AveragePool2d::withPadding, PADDING)),
        Kind.of("global-avgpool", "Mean of each channel", call(GlobalAveragePool::new)),
        Kind.of(
            "channels-last",
            "Classes of pixels: (channels, height, width) as (height, width, channels)",
            call(ChannelsLast::new)),
        Kind.of("flatten", "All axes of an example joined to one", call(Flatten::new)),
        Kind.of(
            "reshape",
            "Each example under other axes",
            call(
                Reshape::of,
                required("shape", ShapeTypes.SHAPE, "the axes of an example afterwards"))),
        Kind.constant("relu", "max(x, 0)", Activation.RELU),
        Kind.constant("gelu", "x·Φ(x) (Hendrycks and Gimpel 2016)", Activation.GELU),
        Kind.constant("silu", "x / (1 + exp(−x))", Activation.SILU),
        Kind.constant("sigmoid", "1 / (1 + exp(−x))", Activation.SIGMOID),
        Kind.constant("tanh", "The hyperbolic tangent", Activation.TANH),
        Kind.of(
            "dropout",
            "Zeros at random while training (Srivastava et al. 2014)",
            call(Dropout::of, required("rate", NUMBER, "probability of a zero, in [0, 1)"))),
        Kind.of(
            "batch-norm",
            "Batch normalisation (Ioffe and Szegedy 2015)",
            call(BatchNorm::of, count("features", "length of axis 1"))
                .with(BatchNorm::withMomentum, free("momentum", NUMBER, "of the running means"))
                .with(BatchNorm::withEpsilon, EPSILON)),
        Kind.of(
            "layer-norm",
            "Layer normalisation (Ba et al. 2016)",
            call(LayerNorm::of, WIDTH).with(LayerNorm::withEpsilon, EPSILON)),
        Kind.of(
            "rms-norm",
            "Division by the root mean square (Zhang and Sennrich 2019)",
            call(RmsNorm::of, WIDTH).with(RmsNorm::withEpsilon, EPSILON)),
        Kind.of(
            "swiglu", "A gated feed-forward layer (Shazeer 2020)", call(SwiGlu::of, WIDTH, HIDDEN)),
        Kind.of(
            "embedding",
            "A table of vectors looked up by ids",
            call(
                    Embedding::of,
                    count("rows", "number of ids"),
                    count("width", "length of a vector"))
                .with(Embedding::withWeight, WEIGHT)),
        Kind.of(
            "category-embeddings",
            "Vectors for the categories of an encoded table",
            call(
                CategoryEmbeddings::of,
                count("numbers", "values before the categories, which are passed on"),
                count("width", "length of a vector"),
                required("categories", ShapeTypes.SHAPE, "how many each column has"))),
        Kind.of(
            "positions",
            "A learned vector added to each position of a sequence",
            call(LearnedPositions::of, LONGEST, WIDTH)),
        rotary("rotary-positions", "Pairs of elements turned by positions (Su et al. 2021)"),
        Kind.of(
            "attention",
            "Self-attention (Vaswani et al. 2017)",
            call(MultiHeadAttention::of, WIDTH, HEADS)
                .with(
                    MultiHeadAttention::withKeyValueHeads,
                    free("key-value-heads", INTEGER, "fewer, which heads share"))
                .with(
                    MultiHeadAttention::withRotary,
                    free("rotary", ROTARY, "turns queries and keys"))
                .with(MultiHeadAttention::withDropout, DROPOUT)
                .with(MultiHeadAttention::withPadding, MASK)
                .when(CAUSAL, MultiHeadAttention::causal)),
        Kind.of(
            "cross-attention",
            "Attention to another sequence (Vaswani et al. 2017)",
            call(
                    CrossAttention::of,
                    WIDTH,
                    HEADS,
                    required("context", TEXT, "layer before it, or an input"))
                .with(
                    CrossAttention::withContextWidth,
                    free("context-width", INTEGER, "width of the context, if another"))
                .with(CrossAttention::withDropout, DROPOUT)
                .with(CrossAttention::withPadding, MASK)),
        Kind.of(
            "transformer",
            "A transformer's block, normalised in front (Xiong et al. 2020)",
            call(TransformerBlock::of, WIDTH, HEADS)
                .with(
                    TransformerBlock::withHidden, free("hidden", INTEGER, "width between, 4 times"))
                .with(TransformerBlock::withDropout, DROPOUT)
                .with(TransformerBlock::withPadding, MASK)
                .when(CAUSAL, TransformerBlock::causal)),
        Kind.of(
            "post-norm-transformer",
            "A transformer's block, normalised behind, as BERT's (Vaswani et al. 2017)",
            call(PostNormBlock::of, WIDTH, HEADS)
                .with(PostNormBlock::withHidden, free("hidden", INTEGER, "width between, 4 times"))
                .with(PostNormBlock::withEpsilon, EPSILON)
                .with(PostNormBlock::withDropout, DROPOUT)
                .with(PostNormBlock::withPadding, MASK)),
        Kind.of("l2-norm", "Vectors divided by their length", call(L2Norm::new)),
        Kind.of(
            "mean-pool",
            "Mean over the positions of a sequence",
            given(MASK, call(MeanPool::masked, MASK), call(MeanPool::of))),
        Kind.of("first-position", "First position of a sequence", call(FirstPosition::new)),
        Kind.of(
            "residual",
            "Layers with a way around them (He et al. 2016)",
            call(Residual::of, required("body", KindGroups.LAYERS, "what is gone around"))
                .with(
                    Residual::withProjection,
                    free("projection", KindGroups.LAYERS, "what the way around does"))));
  }

  private static Kind<RotaryPositions> rotary(String name, String doc) {
    return Kind.of(
        name, doc, call(RotaryPositions::of, LONGEST).with(RotaryPositions::withBase, BASE));
  }

  private static Key<Integer> count(String name, String doc) {
    return required(name, INTEGER, doc);
  }
}
