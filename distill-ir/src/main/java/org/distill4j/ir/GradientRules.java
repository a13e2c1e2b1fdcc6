package org.distill4j.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.distill4j.tensor.Algebra;
import org.distill4j.tensor.ImageGradients;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * The vector-Jacobian product of each primitive. An interpretation of the algebra, so that the
 * compiler asks for the rule of every new primitive; a method gives the gradient in its inputs and
 * returns the node itself.
 */
final class GradientRules implements Algebra<Tensor> {
  private static final Tensor ZERO = Tensor.of(0);

  private final Tensor gradient;
  private final GradientSums sums;

  /**
   * Creates the rules for one node.
   *
   * @param gradient the gradient in the node, of its shape
   * @param sums where the gradients in its inputs go
   */
  GradientRules(Tensor gradient, GradientSums sums) {
    this.gradient = gradient;
    this.sums = sums;
  }

  void flow(Tensor node) {
    node.op().accept(this, node, node.inputs());
  }

  /** Adds the gradient of an input, summed over the axes along which the input was repeated. */
  private void give(Tensor input, Supplier<Tensor> whole) {
    sums.add(input, () -> summed(whole.get(), input.shape()));
  }

  private static Tensor summed(Tensor whole, Shape shape) {
    if (whole.shape().equals(shape)) {
      return whole;
    }
    List<Integer> axes = new ArrayList<>();
    int added = whole.shape().rank() - shape.rank();
    for (int axis = 0; axis < whole.shape().rank(); axis++) {
      boolean repeated = axis < added || shape.dim(axis - added) != whole.shape().dim(axis);
      if (repeated) {
        axes.add(axis);
      }
    }
    return whole.sumKeep(axes.stream().mapToInt(axis -> axis).toArray()).reshape(shape.dims());
  }

  @Override
  public Tensor variable(Tensor node, Op.Variable op) {
    return node;
  }

  @Override
  public Tensor feed(Tensor node, Op.Feed op) {
    return node;
  }

  @Override
  public Tensor scalar(Tensor node, Op.Scalar op) {
    return node;
  }

  @Override
  public Tensor literal(Tensor node, Op.Literal op) {
    return node;
  }

  @Override
  public Tensor constant(Tensor node, Op.Constant op) {
    return node;
  }

  @Override
  public Tensor binary(Tensor node, Op.Binary op, Tensor left, Tensor right) {
    switch (op.kind()) {
      case ADD -> giveBoth(left, () -> gradient, right, () -> gradient);
      case SUB -> giveBoth(left, () -> gradient, right, gradient::negate);
      case MUL -> {
        if (left == right) {
          give(left, () -> gradient.mul(left).mul(2));
        } else {
          giveBoth(left, () -> gradient.mul(right), right, () -> gradient.mul(left));
        }
      }
      case DIV ->
          giveBoth(
              left, () -> gradient.div(right), right, () -> gradient.mul(node).div(right).negate());
      case MAXIMUM -> giveChosen(right.lessOrEqual(left), left, right);
      case MINIMUM -> giveChosen(left.lessOrEqual(right), left, right);
    }
    return node;
  }

  private void giveBoth(
      Tensor left, Supplier<Tensor> toLeft, Tensor right, Supplier<Tensor> toRight) {
    give(left, toLeft);
    give(right, toRight);
  }

  /** Gives the whole gradient to the first at a tie. */
  private void giveChosen(Tensor first, Tensor left, Tensor right) {
    give(left, () -> first.where(gradient, ZERO));
    give(right, () -> first.where(ZERO, gradient));
  }

  @Override
  public Tensor unary(Tensor node, Op.Unary op, Tensor input) {
    give(input, () -> ElementwiseGradients.of(op.kind(), gradient, input, node));
    return node;
  }

  @Override
  public Tensor power(Tensor node, Op.Power op, Tensor input) {
    double exponent = op.exponent();
    if (exponent != 0) {
      give(input, () -> gradient.mul(input.pow(exponent - 1).mul(exponent)));
    }
    return node;
  }

  @Override
  public Tensor compare(Tensor node, Op.Compare op, Tensor left, Tensor right) {
    return node;
  }

  @Override
  public Tensor where(Tensor node, Tensor condition, Tensor yes, Tensor no) {
    give(yes, () -> condition.where(gradient, ZERO));
    give(no, () -> condition.where(ZERO, gradient));
    return node;
  }

  @Override
  public Tensor cast(Tensor node, Tensor input) {
    return node;
  }

  @Override
  public Tensor stopGradient(Tensor node, Tensor input) {
    return node;
  }

  @Override
  public Tensor reduce(Tensor node, Op.Reduce op, Tensor input) {
    int[] dims = input.shape().dims();
    switch (op.kind()) {
      case SUM -> give(input, () -> gradient.broadcastTo(dims));
      case MEAN -> give(input, () -> gradient.mul(share(node, input)).broadcastTo(dims));
      case MAX -> give(input, () -> shareOfMaxima(node, op, input));
    }
    return node;
  }

  private static double share(Tensor node, Tensor input) {
    return (double) node.shape().size() / input.shape().size();
  }

  private Tensor shareOfMaxima(Tensor node, Op.Reduce op, Tensor input) {
    Tensor maxima = input.equalTo(node).toFloat();
    int[] axes = op.axes().stream().mapToInt(axis -> axis).toArray();
    return maxima.mul(gradient.div(maxima.sumKeep(axes)));
  }

  @Override
  public Tensor argMax(Tensor node, Op.ArgMax op, Tensor input) {
    return node;
  }

  @Override
  public Tensor softmax(Tensor node, Op.Softmax op, Tensor input) {
    give(input, () -> SoftmaxGradients.softmax(gradient, node, op.axis()));
    return node;
  }

  @Override
  public Tensor logSoftmax(Tensor node, Op.LogSoftmax op, Tensor input) {
    give(input, () -> SoftmaxGradients.logSoftmax(gradient, node, op.axis()));
    return node;
  }

  @Override
  public Tensor reshape(Tensor node, Tensor input) {
    give(input, () -> gradient.reshape(input.shape().dims()));
    return node;
  }

  @Override
  public Tensor transpose(Tensor node, Op.Transpose op, Tensor input) {
    int[] back = new int[op.order().size()];
    for (int i = 0; i < back.length; i++) {
      back[op.order().get(i)] = i;
    }
    give(input, () -> gradient.transpose(back));
    return node;
  }

  @Override
  public Tensor broadcastTo(Tensor node, Tensor input) {
    give(input, () -> gradient);
    return node;
  }

  @Override
  public Tensor slice(Tensor node, Op.Slice op, Tensor input) {
    int after = input.shape().dim(op.axis()) - op.to();
    give(input, () -> gradient.pad(op.axis(), op.from(), after));
    return node;
  }

  @Override
  public Tensor pad(Tensor node, Op.Pad op, Tensor input) {
    int to = op.before() + input.shape().dim(op.axis());
    give(input, () -> gradient.slice(op.axis(), op.before(), to));
    return node;
  }

  @Override
  public Tensor concat(Tensor node, Op.Concat op, List<Tensor> inputs) {
    int from = 0;
    for (Tensor input : inputs) {
      int start = from;
      int to = from + input.shape().dim(op.axis());
      give(input, () -> gradient.slice(op.axis(), start, to));
      from = to;
    }
    return node;
  }

  @Override
  public Tensor matMul(Tensor node, Op.MatMul op, Tensor left, Tensor right) {
    Tensor a = formed(left, op.left());
    Tensor b = formed(right, op.right());
    give(left, () -> formed(summed(gradient.matmul(b.transpose()), a.shape()), op.left()));
    give(right, () -> formed(inRight(a, b), op.right()));
    return node;
  }

  private static Tensor formed(Tensor matrix, Op.Form form) {
    return form == Op.Form.AS_IS ? matrix : matrix.transpose();
  }

  /** A matrix that all of a batch share has one product with all rows, not a sum of products. */
  private Tensor inRight(Tensor a, Tensor b) {
    if (b.shape().rank() == 2 && a.shape().rank() > 2) {
      Tensor rows = a.reshape(-1, a.shape().dim(-1));
      return rows.transpose().matmul(gradient.reshape(-1, b.shape().dim(1)));
    }
    return summed(a.transpose().matmul(gradient), b.shape());
  }

  @Override
  public Tensor oneHot(Tensor node, Op.OneHot op, Tensor ids) {
    return node;
  }

  @Override
  public Tensor gatherRows(Tensor node, Tensor table, Tensor ids) {
    give(table, () -> gradient.scatterAddRows(ids, table.shape().dim(0)));
    return node;
  }

  @Override
  public Tensor scatterAddRows(Tensor node, Op.ScatterAddRows op, Tensor values, Tensor ids) {
    give(values, () -> gradient.gatherRows(ids));
    return node;
  }

  @Override
  public Tensor conv2d(Tensor node, Op.Conv2d op, Tensor input, Tensor weights) {
    give(input, () -> ImageGradients.convolutionInput(gradient, weights, op, input.shape()));
    give(weights, () -> ImageGradients.convolutionWeights(gradient, input, op, weights.shape()));
    return node;
  }

  @Override
  public Tensor conv2dInputGradient(
      Tensor node, Op.Conv2dInputGradient op, Tensor outer, Tensor weights) {
    Op.Conv2d forward = new Op.Conv2d(op.window(), op.groups());
    give(outer, () -> gradient.conv2d(weights, op.window(), op.groups()));
    give(
        weights,
        () -> ImageGradients.convolutionWeights(outer, gradient, forward, weights.shape()));
    return node;
  }

  @Override
  public Tensor conv2dWeightGradient(
      Tensor node, Op.Conv2dWeightGradient op, Tensor outer, Tensor input) {
    Op.Conv2d forward = new Op.Conv2d(op.window(), op.groups());
    give(outer, () -> input.conv2d(gradient, op.window(), op.groups()));
    give(input, () -> ImageGradients.convolutionInput(outer, gradient, forward, input.shape()));
    return node;
  }

  @Override
  public Tensor pool2d(Tensor node, Op.Pool2d op, Tensor input) {
    give(input, () -> ImageGradients.pooling(gradient, input, op));
    return node;
  }

  @Override
  public Tensor pool2dGradient(Tensor node, Op.Pool2dGradient op, Tensor outer, Tensor input) {
    give(
        outer,
        () ->
            op.kind() == Op.PoolKind.MAX
                ? ImageGradients.pickMax(gradient, input, op.size(), op.window())
                : gradient.averagePool2d(op.size(), op.window()));
    return node;
  }

  @Override
  public Tensor pickMax2d(Tensor node, Op.PickMax2d op, Tensor values, Tensor input) {
    Op.Pool2d pooling = new Op.Pool2d(Op.PoolKind.MAX, op.size(), op.window());
    give(values, () -> ImageGradients.pooling(gradient, input, pooling));
    return node;
  }
}
