package org.distill4j.benchmarks.dl4j;

import org.distill4j.benchmarks.job.DenseJob;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The objective as a loss function of Deeplearning4j; labels are one-hot, then teacher's logits.
 */
final class DistillFunction implements ILossFunction {
  private static final long serialVersionUID = 1;

  private final int classes;

  DistillFunction(int classes) {
    this.classes = classes;
  }

  @Override
  public double computeScore(
      INDArray labels,
      INDArray output,
      IActivation activation,
      @Nullable INDArray mask,
      boolean average) {
    double sum = computeScoreArray(labels, output, activation, mask).sumNumber().doubleValue();
    return average ? sum / labels.size(0) : sum;
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray output, IActivation activation, @Nullable INDArray mask) {
    INDArray wanted = logSoftmax(logits(labels).div(DenseJob.TEMPERATURE));
    INDArray outputs = logSoftmax(output.div(DenseJob.TEMPERATURE));
    INDArray soft = Transforms.exp(wanted).mul(wanted.sub(outputs)).sum(true, 1);
    INDArray hard = classes(labels).mul(logSoftmax(output)).sum(true, 1).neg();
    return soft.mul(DenseJob.ALPHA * DenseJob.TEMPERATURE * DenseJob.TEMPERATURE)
        .add(hard.mul(1 - DenseJob.ALPHA));
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray output, IActivation activation, @Nullable INDArray mask) {
    INDArray soft =
        Transforms.softmax(output.div(DenseJob.TEMPERATURE))
            .sub(Transforms.softmax(logits(labels).div(DenseJob.TEMPERATURE)));
    INDArray hard = Transforms.softmax(output).sub(classes(labels));
    return soft.mul(DenseJob.ALPHA * DenseJob.TEMPERATURE).add(hard.mul(1 - DenseJob.ALPHA));
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels,
      INDArray output,
      IActivation activation,
      @Nullable INDArray mask,
      boolean average) {
    return Pair.of(
        computeScore(labels, output, activation, mask, average),
        computeGradient(labels, output, activation, mask));
  }

  private INDArray classes(INDArray labels) {
    return labels.get(NDArrayIndex.all(), NDArrayIndex.interval(0, classes));
  }

  private INDArray logits(INDArray labels) {
    return labels.get(NDArrayIndex.all(), NDArrayIndex.interval(classes, 2 * classes));
  }

  private static INDArray logSoftmax(INDArray x) {
    return Transforms.log(Transforms.softmax(x));
  }

  @Override
  public String name() {
    return "distillation";
  }
}
