package org.distill4j.tensor;

import java.util.List;

/** Records the gradients of convolutions and poolings as primitives. */
public final class ImageGradients {
  private ImageGradients() {}

  /**
   * Records the gradient of a convolution with respect to its input.
   *
   * @param gradient the gradient in the result, (N, O, H', W')
   * @param weights (O, C / groups, kH, kW)
   * @param convolution the convolution's window and groups
   * @param input the input's shape, (N, C, H, W)
   * @return the gradient, of the input's shape
   */
  public static Tensor convolutionInput(
      Tensor gradient, Tensor weights, Op.Conv2d convolution, Shape input) {
    requireResult(convolution, gradient, input, weights.shape());
    Op op = new Op.Conv2dInputGradient(convolution.window(), convolution.groups());
    return floats(op, input, gradient, weights);
  }

  /**
   * Records the gradient of a convolution with respect to its weights.
   *
   * @param gradient the gradient in the result, (N, O, H', W')
   * @param input (N, C, H, W)
   * @param convolution the convolution's window and groups
   * @param weights the weights' shape, (O, C / groups, kH, kW)
   * @return the gradient, of the weights' shape
   */
  public static Tensor convolutionWeights(
      Tensor gradient, Tensor input, Op.Conv2d convolution, Shape weights) {
    requireResult(convolution, gradient, input.shape(), weights);
    Op op = new Op.Conv2dWeightGradient(convolution.window(), convolution.groups());
    return floats(op, weights, gradient, input);
  }

  /**
   * Records the gradient of a pooling with respect to its input.
   *
   * @param gradient the gradient in the result, (N, C, H', W')
   * @param input what was pooled, (N, C, H, W)
   * @param pooling the pooling
   * @return the gradient, of the input's shape
   */
  public static Tensor pooling(Tensor gradient, Tensor input, Op.Pool2d pooling) {
    requireResult(pooling, gradient, input.shape());
    Op op = new Op.Pool2dGradient(pooling.kind(), pooling.size(), pooling.window());
    return floats(op, input.shape(), gradient, input);
  }

  /**
   * Picks elements where a max pooling finds the largest.
   *
   * @param values what is picked from, (N, C, H, W)
   * @param input what is pooled, of the same shape
   * @param size the side of the window
   * @param window stride and padding
   * @return the picked elements, (N, C, H', W')
   */
  public static Tensor pickMax(Tensor values, Tensor input, int size, Window window) {
    requireShape("pickMax2d", values.shape(), input.shape());
    Shape shape = ShapeRules.pool2d(input.shape(), size, window);
    return floats(new Op.PickMax2d(size, window), shape, values, input);
  }

  private static Tensor floats(Op op, Shape shape, Tensor left, Tensor right) {
    ShapeRules.requireType(op.toString(), left, DType.FLOAT32);
    ShapeRules.requireType(op.toString(), right, DType.FLOAT32);
    return new Tensor(op, new TensorSpec(DType.FLOAT32, shape), List.of(left, right));
  }

  private static void requireResult(Op.Conv2d op, Tensor gradient, Shape input, Shape weights) {
    Shape result = ShapeRules.conv2d(input, weights, op.window(), op.groups());
    requireShape("The gradient of a convolution", gradient.shape(), result);
  }

  private static void requireResult(Op.Pool2d op, Tensor gradient, Shape input) {
    Shape result = ShapeRules.pool2d(input, op.size(), op.window());
    requireShape("The gradient of a pooling", gradient.shape(), result);
  }

  private static void requireShape(String what, Shape given, Shape expected) {
    if (!given.equals(expected)) {
      throw new IllegalArgumentException(
          what
              + " was given shape "
              + given
              + ", expected "
              + expected
              + ".\nMaybe it belongs to another layer.");
    }
  }
}
