package org.distill4j.tensor;

/**
 * An algebra for lowered programs, without the primitives that {@code Program.lowered} can replace.
 * It overrides those that its engine has kernels for.
 *
 * @param <V> the engine's handle of a tensor
 */
public interface SimpleAlgebra<V> extends Algebra<V> {
  private static IllegalStateException unlowered(Tensor node) {
    return new IllegalStateException(
        "The program has "
            + node
            + ", expected one without, as this algebra has no method for it.\n"
            + "Maybe compile what Program.lowered returns.");
  }

  @Override
  default V stopGradient(Tensor node, V input) {
    throw unlowered(node);
  }

  @Override
  default V argMax(Tensor node, Op.ArgMax op, V input) {
    throw unlowered(node);
  }

  @Override
  default V softmax(Tensor node, Op.Softmax op, V input) {
    throw unlowered(node);
  }

  @Override
  default V logSoftmax(Tensor node, Op.LogSoftmax op, V input) {
    throw unlowered(node);
  }

  @Override
  default V oneHot(Tensor node, Op.OneHot op, V ids) {
    throw unlowered(node);
  }

  @Override
  default V pad(Tensor node, Op.Pad op, V input) {
    throw unlowered(node);
  }

  @Override
  default V conv2d(Tensor node, Op.Conv2d op, V input, V weights) {
    throw unlowered(node);
  }

  @Override
  default V conv2dInputGradient(Tensor node, Op.Conv2dInputGradient op, V gradient, V weights) {
    throw unlowered(node);
  }

  @Override
  default V conv2dWeightGradient(Tensor node, Op.Conv2dWeightGradient op, V gradient, V input) {
    throw unlowered(node);
  }

  @Override
  default V pool2d(Tensor node, Op.Pool2d op, V input) {
    throw unlowered(node);
  }

  @Override
  default V pool2dGradient(Tensor node, Op.Pool2dGradient op, V gradient, V input) {
    throw unlowered(node);
  }

  @Override
  default V pickMax2d(Tensor node, Op.PickMax2d op, V values, V input) {
    throw unlowered(node);
  }
}
