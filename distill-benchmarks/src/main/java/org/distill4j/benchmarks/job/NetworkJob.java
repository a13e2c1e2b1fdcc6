package org.distill4j.benchmarks.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.BatchNorm;
import org.distill4j.core.layer.Conv2d;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.GlobalAveragePool;
import org.distill4j.core.layer.LearnedPositions;
import org.distill4j.core.layer.Residual;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.layer.TransformerBlock;
import org.distill4j.core.model.Models;
import org.distill4j.data.Batch;
import org.distill4j.model.InputNames;
import org.distill4j.model.Layer;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.program.Recorder;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * A network larger than a {@link DenseJob}'s that learns from given teacher outputs, with the same
 * objective and optimizer. Inputs, labels and teacher outputs are drawn at random: the work of a
 * step does not depend on them.
 *
 * @param kind what the network is
 * @param length the number of positions of a text; 0 for images
 */
public record NetworkJob(Kind kind, int length) {
  /** The number of examples of a step. */
  public static final int BATCH = 32;

  /** The width of the transformer. */
  public static final int WIDTH = 128;

  /** The number of heads of the transformer. */
  public static final int HEADS = 4;

  private static final int VOCABULARY = 8_000;
  private static final int CHANNELS = 3;
  private static final int SIDE = 32;

  /** The kinds of networks. */
  public enum Kind {
    /** A residual network of 3 × 3 convolutions with 16, 32 and 64 channels. */
    RESIDUAL,
    /** An encoder of two blocks over a vocabulary of 8,000. */
    TRANSFORMER
  }

  /** {@return images of 3 × 32 × 32 and three residual blocks of 16, 32 and 64 channels} */
  public static NetworkJob residual() {
    return new NetworkJob(Kind.RESIDUAL, 0);
  }

  /**
   * Texts and two transformer blocks of width 128.
   *
   * @param length the number of positions
   * @return the job
   */
  public static NetworkJob transformer(int length) {
    return new NetworkJob(Kind.TRANSFORMER, length);
  }

  /** {@return the network} */
  public Model student() {
    return switch (kind) {
      case RESIDUAL -> Models.of(Shape.of(CHANNELS, SIDE, SIDE), images());
      case TRANSFORMER -> Models.of(TensorSpec.ints(length), texts());
    };
  }

  private static Layer images() {
    return normed(CHANNELS, 16, 1)
        .then(Activation.RELU)
        .then("block1", block(16, 16, 1))
        .then("block2", block(16, 32, 2))
        .then("block3", block(32, 64, 2))
        .then(new GlobalAveragePool())
        .then("dense", Dense.of(64, DenseJob.CLASSES));
  }

  private static Sequential normed(int in, int out, int stride) {
    return Sequential.of(
        Conv2d.of(in, out, 3).withStride(stride).withPadding(1).withoutBias(), BatchNorm.of(out));
  }

  private static Layer block(int in, int out, int stride) {
    Sequential body = normed(in, out, stride).then(Activation.RELU);
    Layer second = Conv2d.of(out, out, 3).withPadding(1).withoutBias();
    Residual sum = Residual.of(body.then(second).then(BatchNorm.of(out)));
    Layer projection = Conv2d.of(in, out, 1).withStride(stride).withoutBias();
    return Sequential.of(in == out ? sum : sum.withProjection(projection), Activation.RELU);
  }

  private Layer texts() {
    return Sequential.of(Embedding.of(VOCABULARY, WIDTH), LearnedPositions.of(length, WIDTH))
        .then("block1", TransformerBlock.of(WIDTH, HEADS))
        .then("block2", TransformerBlock.of(WIDTH, HEADS))
        .then("pool", (scope, value) -> value.mean(1))
        .then("dense", Dense.of(WIDTH, DenseJob.CLASSES));
  }

  /** {@return the network's initial parameters and states} */
  public Weights weights() {
    return Recorder.forward(student(), Mode.EVALUATION, 1).initialWeights(2);
  }

  /** {@return the names of the parameters, in order} */
  public List<String> parameters() {
    return Recorder.forward(student(), Mode.TRAINING, 2).parameters().stream()
        .map(parameter -> parameter.name())
        .toList();
  }

  /** {@return type and shape of a batch of inputs} */
  public TensorSpec inputs() {
    return InputNames.only(student().inputs()).batched(BATCH);
  }

  /**
   * Batches with given teacher outputs, the same for all programs.
   *
   * @param count the number of batches
   * @return the batches
   */
  public List<DenseJob.Taught> batches(int count) {
    SplittableRandom random = new SplittableRandom(3);
    List<DenseJob.Taught> batches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] labels = random.ints(BATCH, 0, DenseJob.CLASSES).toArray();
      HostTensor classes = HostTensor.ofInts(Shape.of(BATCH), labels);
      Batch batch = new Batch(new long[BATCH], drawn(random), Map.of(Batch.LABELS, classes));
      batches.add(new DenseJob.Taught(batch, floats(random, Shape.of(BATCH, DenseJob.CLASSES))));
    }
    return batches;
  }

  private HostTensor drawn(SplittableRandom random) {
    Shape shape = inputs().shape();
    if (inputs().type() == DType.FLOAT32) {
      return floats(random, shape);
    }
    return HostTensor.ofInts(shape, random.ints(shape.size(), 0, VOCABULARY).toArray());
  }

  static HostTensor floats(SplittableRandom random, Shape shape) {
    HostTensor drawn = HostTensor.allocate(DType.FLOAT32, shape);
    for (int i = 0; i < drawn.size(); i++) {
      drawn.floats().put(i, (float) (2 * random.nextDouble() - 1));
    }
    return drawn;
  }

  @Override
  public String toString() {
    return kind == Kind.RESIDUAL ? "residual" : "transformer, length " + length;
  }
}
