package org.distill4j.program;

import java.util.Optional;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/**
 * The negative log-probability of each row's class, 0 for rows without one: what {@code
 * meanOverLabelled} of a one-hot cross-entropy adds up. Engines have one kernel for it. A backend
 * that finds it may compute it in one go, as labels of such a feed are −1 or a class:
 *
 * <pre>
 * where(0 ≤ labels, sum over classes of onehot(labels) · −logSoftmax(logits), 0)
 * </pre>
 *
 * @param labelled whether a row has a class, (batch)
 * @param labels the classes, integers in [−1, classes), (batch)
 * @param oneHot the same, (batch, classes)
 * @param logits the logits, (batch, classes)
 * @param logProbabilities their log-softmax over classes, (batch, classes)
 */
public record PickedLoss(
    Tensor labelled, Tensor labels, Tensor oneHot, Tensor logits, Tensor logProbabilities) {
  /**
   * Looks whether a tensor is this loss.
   *
   * @param program the program it is of
   * @param node the tensor
   * @return its parts, or empty if it is anything else
   */
  public static Optional<PickedLoss> of(Program program, Tensor node) {
    if (!(node.op() instanceof Op.Where) || !isNumber(node.inputs().get(2), 0)) {
      return Optional.empty();
    }
    Tensor labelled = node.inputs().get(0);
    return product(node.inputs().get(1))
        .flatMap(product -> picked(labelled, product.inputs().get(0), product.inputs().get(1)))
        .filter(loss -> loss.isOf(program) && loss.masksUnlabelled());
  }

  /** Undoes a sum over the second of two axes. */
  private static Optional<Tensor> product(Tensor perRow) {
    return input(perRow, Op.Reshape.class)
        .filter(sum -> sum.op() instanceof Op.Reduce reduce && sumsColumns(sum, reduce))
        .map(sum -> sum.inputs().get(0))
        .filter(product -> isBinary(product, Op.BinaryKind.MUL));
  }

  private static boolean sumsColumns(Tensor sum, Op.Reduce reduce) {
    return reduce.kind() == Op.ReduceKind.SUM
        && sum.shape().rank() == 2
        && reduce.axes().size() == 1
        && reduce.axes().contains(1);
  }

  private static Optional<PickedLoss> picked(Tensor labelled, Tensor oneHot, Tensor surprise) {
    if (!(oneHot.op() instanceof Op.OneHot) || !isNegation(surprise)) {
      return Optional.empty();
    }
    Tensor log = surprise.inputs().get(0);
    boolean overClasses =
        log.op() instanceof Op.LogSoftmax softmax
            && softmax.axis() == 1
            && log.shape().equals(oneHot.shape());
    return overClasses
        ? Optional.of(
            new PickedLoss(labelled, oneHot.inputs().get(0), oneHot, log.inputs().get(0), log))
        : Optional.empty();
  }

  private static boolean isNegation(Tensor node) {
    return node.op() instanceof Op.Unary unary && unary.kind() == Op.UnaryKind.NEGATE;
  }

  /** Kernels take classes that exist alone, and only feeds of class labels are checked for that. */
  private boolean isOf(Program program) {
    return labels.op() instanceof Op.Feed feed
        && program.feeds().get(feed.index()).source() instanceof Feed.ClassLabels source
        && source.classes() == oneHot.shape().dim(1);
  }

  private boolean masksUnlabelled() {
    return labelled.op() instanceof Op.Compare compare
        && compare.kind() == Op.CompareKind.LESS_OR_EQUAL
        && isNumber(labelled.inputs().get(0), 0)
        && input(labelled.inputs().get(1), Op.Cast.class).filter(labels::equals).isPresent();
  }

  private static Optional<Tensor> input(Tensor node, Class<? extends Op> kind) {
    return kind.isInstance(node.op()) ? Optional.of(node.inputs().get(0)) : Optional.empty();
  }

  private static boolean isBinary(Tensor node, Op.BinaryKind kind) {
    return node.op() instanceof Op.Binary binary && binary.kind() == kind;
  }

  private static boolean isNumber(Tensor node, double value) {
    return node.op() instanceof Op.Literal literal && literal.value() == value;
  }
}
