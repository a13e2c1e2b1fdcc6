package org.distill4j.conformance;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.distill4j.conformance.reference.ReferenceGradients;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.AveragePool2d;
import org.distill4j.core.layer.BatchNorm;
import org.distill4j.core.layer.ChannelsLast;
import org.distill4j.core.layer.Conv2d;
import org.distill4j.core.layer.CrossAttention;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Dropout;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.GlobalAveragePool;
import org.distill4j.core.layer.L2Norm;
import org.distill4j.core.layer.LayerNorm;
import org.distill4j.core.layer.LearnedPositions;
import org.distill4j.core.layer.MaxPool2d;
import org.distill4j.core.layer.MultiHeadAttention;
import org.distill4j.core.layer.PostNormBlock;
import org.distill4j.core.layer.Residual;
import org.distill4j.core.layer.RmsNorm;
import org.distill4j.core.layer.RotaryPositions;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.layer.SqueezeExcite;
import org.distill4j.core.layer.SwiGlu;
import org.distill4j.core.layer.TransformerBlock;
import org.distill4j.core.model.ModelInputs;
import org.distill4j.core.model.Models;
import org.distill4j.data.Batch;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.model.Inputs;
import org.distill4j.model.Layer;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Sgd;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.LearnerSpec;

/** Layers of distill-core, in training and in evaluation. */
final class LayerRules {
  private static final int ROWS = 3;
  private static final String CONTEXT = "context";

  /**
   * The outputs times fixed random weights, the same for every example, averaged over the
   * batch.
   */
  private static final Loss WEIGHTED =
      signals -> {
        Tensor output = signals.student().logits();
        Tensor weights = Tensor.of(SeededValues.floats(61, output.shape().withoutBatch().dims()));
        int[] axes = IntStream.range(1, output.shape().rank()).toArray();
        return LossTerms.total(signals.meanOverBatch(output.mul(weights).sum(axes)));
      };

  private static final String MASK = "mask";

  private record Layered(String name, TensorSpec input, Layer layer) {
    /** Adds a mask of padding as a second input for those that leave out padding. */
    Model model() {
      ModelInputs inputs = ModelInputs.of(Inputs.INPUT, input);
      return Models.of(
          name.contains("padding of") ? inputs.and(MASK, TensorSpec.ints(5)) : inputs, layer);
    }
  }

  private LayerRules() {}

  static List<Rule> all() {
    return List.of(
        rule("LAYER-01", "in evaluation, layers give the oracle's values", LayerRules::evaluate),
        rule("LAYER-02", "in training, layers give the oracle's loss", LayerRules::loss),
        rule("LAYER-03", "in training, layers give the oracle's gradients", LayerRules::gradients),
        rule("LAYER-04", "a step leaves the oracle's states behind", LayerRules::states));
  }

  private interface LayerCheck {
    void against(BackendUnderTest subject, LearnerSpec spec, StepInput step);
  }

  private static Rule rule(String id, String sentence, LayerCheck check) {
    List<Rule.Case> cases =
        layers().stream()
            .map(
                layered -> {
                  Model model = layered.model();
                  return new Rule.Case(
                      layered.name(), subject -> check.against(subject, spec(model), step(model)));
                })
            .toList();
    return new Rule(id, sentence, cases);
  }

  /** All layers, each learning from one batch. */
  static Stream<LossRules.Step> steps() {
    return layers().stream()
        .map(
            layered ->
                new LossRules.Step(layered.name(), spec(layered.model()), step(layered.model())));
  }

  private static LearnerSpec spec(Model model) {
    return TrainingProblems.spec(
        model, WEIGHTED, new StepSignature(Map.of(), List.of()), Sgd.of(0.1));
  }

  private static StepInput step(Model model) {
    StepInput plain =
        new LabelledExamples(Objects.requireNonNull(model.inputs().get(Inputs.INPUT)), 1)
            .step(0, ROWS);
    return model.inputs().containsKey(MASK) ? masked(plain) : plain;
  }

  private static StepInput masked(StepInput plain) {
    Batch batch = plain.microBatches().get(0).batch();
    HostTensor mask =
        HostTensor.ofInts(Shape.of(ROWS, 5), 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0);
    Map<String, HostTensor> inputs = Map.of(Inputs.INPUT, batch.input(), MASK, mask);
    Batch padded = new Batch(new long[ROWS], inputs, Map.of());
    return StepInput.of(padded, List.of(), new Progress(0, 1));
  }

  private static void evaluate(BackendUnderTest subject, LearnerSpec spec, StepInput step) {
    Map<String, HostTensor> inputs = step.microBatches().get(0).batch().inputs();
    try (Predictor actual = predictor(subject.session(), spec);
        Predictor expected = predictor(subject.oracle(), spec)) {
      Closeness.require(
          "output", actual.predict(inputs), expected.predict(inputs), Tolerances.LAYER);
    }
  }

  private static Predictor predictor(DrivenSession session, LearnerSpec spec) {
    return session.predictor(spec.model(), spec.weights());
  }

  private static void loss(BackendUnderTest subject, LearnerSpec spec, StepInput step) {
    StepGradients actual = subject.session().gradients(spec, step);
    ReferenceGradients expected = ReferenceGradients.compute(spec, step);
    Closeness.requireTerms(actual.terms(), expected.terms(), Tolerances.LAYER);
  }

  private static void gradients(BackendUnderTest subject, LearnerSpec spec, StepInput step) {
    StepGradients actual = subject.session().gradients(spec, step);
    ReferenceGradients expected = ReferenceGradients.compute(spec, step);
    Closeness.requireGradients(actual.gradients(), expected.gradients(), Tolerances.LAYER);
  }

  private static void states(BackendUnderTest subject, LearnerSpec spec, StepInput step) {
    TrainingProblem problem = new TrainingProblem(spec, i -> step);
    Closeness.require(
        "weights and states",
        problem.run(subject.session(), 2).weights(),
        problem.run(subject.oracle(), 2).weights(),
        Tolerances.LAYER);
  }

  private static List<Layered> layers() {
    TensorSpec vector = TensorSpec.floats(6);
    TensorSpec image = TensorSpec.floats(4, 6, 6);
    TensorSpec sequence = TensorSpec.floats(5, 8);
    Layer centred = (scope, x) -> x.sub(0.5).mul(4);
    return List.of(
        new Layered("Dense", vector, Dense.of(6, 4)),
        new Layered("Dense without bias", vector, Dense.of(6, 4).withoutBias()),
        new Layered("Dense on sequences", sequence, Dense.of(8, 3)),
        new Layered("Activation", vector, activations(centred)),
        new Layered("Conv2d", image, Conv2d.of(4, 3, 3)),
        new Layered(
            "Conv2d, stride 2, padding 1", image, Conv2d.of(4, 3, 3).withStride(2).withPadding(1)),
        new Layered("Conv2d, dilation 2", image, Conv2d.of(4, 3, 3).withDilation(2)),
        new Layered("Conv2d in groups", image, Conv2d.of(4, 8, 3).withGroups(4).withoutBias()),
        new Layered("Conv2d, depthwise", image, Conv2d.depthwise(4, 3).withPadding(1)),
        new Layered("SqueezeExcite", image, SqueezeExcite.of(4, 3)),
        new Layered("ChannelsLast", image, Sequential.of(Conv2d.of(4, 3, 1), new ChannelsLast())),
        new Layered("MaxPool2d", image, thenDense(MaxPool2d.of(2), 36)),
        new Layered("AveragePool2d", image, thenDense(AveragePool2d.of(2), 36)),
        new Layered("GlobalAveragePool", image, thenDense(new GlobalAveragePool(), 4)),
        new Layered("BatchNorm", vector, Sequential.of(BatchNorm.of(6), Dense.of(6, 2))),
        new Layered(
            "BatchNorm of images", image, Sequential.of(BatchNorm.of(4), Conv2d.of(4, 2, 3))),
        new Layered("LayerNorm", sequence, Sequential.of(LayerNorm.of(8), Dense.of(8, 2))),
        new Layered("RmsNorm", sequence, Sequential.of(RmsNorm.of(8), Dense.of(8, 2))),
        new Layered("SwiGlu", sequence, SwiGlu.of(8, 6)),
        new Layered("Dropout", vector, Sequential.of(Dense.of(6, 16), Dropout.of(0.4))),
        new Layered("Embedding", TensorSpec.ints(5), Embedding.of(10, 4)),
        new Layered("LearnedPositions", sequence, LearnedPositions.of(5, 8)),
        new Layered("RotaryPositions", sequence, Sequential.of(Dense.of(8, 6), rotary())),
        new Layered("Residual", vector, Residual.of(Dense.of(6, 6))),
        new Layered(
            "Residual with a projection",
            vector,
            Residual.of(Dense.of(6, 4)).withProjection(Dense.of(6, 4))),
        new Layered("MultiHeadAttention", sequence, MultiHeadAttention.of(8, 2)),
        new Layered(
            "MultiHeadAttention, causal, with dropout",
            sequence,
            MultiHeadAttention.of(8, 4).causal().withDropout(0.2)),
        new Layered(
            "MultiHeadAttention, without padding of keys",
            sequence,
            MultiHeadAttention.of(8, 2).withPadding(MASK)),
        new Layered(
            "MultiHeadAttention, rotary, of shared keys",
            sequence,
            MultiHeadAttention.of(8, 4).withKeyValueHeads(2).withRotary(rotary())),
        new Layered("CrossAttention", sequence, crossed(CrossAttention.of(8, 2, CONTEXT))),
        new Layered(
            "CrossAttention, without padding of its context, with dropout",
            sequence,
            crossed(CrossAttention.of(8, 2, CONTEXT).withPadding(MASK).withDropout(0.2))),
        new Layered("TransformerBlock", sequence, TransformerBlock.of(8, 2).withDropout(0.1)),
        new Layered("PostNormBlock", sequence, postNorm()),
        new Layered("L2Norm", sequence, Sequential.of(Dense.of(8, 3), new L2Norm())));
  }

  private static RotaryPositions rotary() {
    return RotaryPositions.of(7).withBase(100);
  }

  /** Lets the first two positions attend to all five. */
  private static Layer crossed(CrossAttention attention) {
    return Sequential.of()
        .then(CONTEXT, Dense.of(8, 6))
        .then("queries", Dense.of(6, 8))
        .then("two", (scope, x) -> x.slice(1, 0, 2))
        .then("crossed", attention.withContextWidth(6));
  }

  private static Layer postNorm() {
    return Sequential.of(PostNormBlock.of(8, 2).withDropout(0.1), Dense.of(8, 3));
  }

  private static Layer activations(Layer first) {
    return Sequential.of(
        first,
        Residual.of(Activation.RELU),
        Activation.GELU,
        Residual.of(Activation.SILU),
        Dense.of(6, 5),
        Activation.TANH,
        Dense.of(5, 4),
        Activation.SIGMOID);
  }

  private static Layer thenDense(Layer pool, int width) {
    return Sequential.of(Conv2d.of(4, 4, 1), pool)
        .then("flat", (scope, x) -> x.reshape(x.shape().dim(0), width))
        .then(Dense.of(width, 2));
  }
}
