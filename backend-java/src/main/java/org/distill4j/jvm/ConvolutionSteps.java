package org.distill4j.jvm;

import java.util.List;
import org.distill4j.jvm.Scratch.Role;
import org.distill4j.tensor.Shape;

/** Steps for convolutions and their gradients, correct for every stride and dilation. */
final class ConvolutionSteps {
  private ConvolutionSteps() {}

  static Value convolve(
      StepList steps, Convolution sizes, Value input, Value weights, Shape shape) {
    if (steps.multiplier() instanceof HeapMultiplier own) {
      DirectSizes direct = DirectSizes.of(sizes);
      return steps.floats(
          shape,
          List.of(input, weights),
          out -> new DirectConvolveKernel(steps, own, direct, input.slot(), weights.slot(), out));
    }
    ImageColumns columns = columns(steps, sizes, input);
    Memory channels = channels(steps, sizes);
    return steps.floats(
        shape,
        List.of(input, weights),
        out ->
            new ConvolveKernel(sizes, steps.multiplier(), columns, weights.slot(), channels, out));
  }

  static Value weightGradient(
      StepList steps, Convolution sizes, Value input, Value gradient, Shape weights) {
    if (steps.multiplier() instanceof HeapMultiplier own) {
      DirectSizes direct = DirectSizes.of(sizes);
      return steps.floats(
          weights,
          List.of(input, gradient),
          out -> new DirectWeightKernel(steps, own, direct, input.slot(), gradient.slot(), out));
    }
    ImageColumns columns = columns(steps, sizes, input);
    Memory channels = channels(steps, sizes);
    return steps.floats(
        weights,
        List.of(input, gradient),
        out ->
            new WeightGradientKernel(
                sizes, steps.multiplier(), columns, gradient.slot(), channels, out));
  }

  static Value inputGradient(
      StepList steps, Convolution sizes, Value weights, Value gradient, Shape input) {
    if (steps.multiplier() instanceof HeapMultiplier own) {
      DirectSizes direct = DirectSizes.of(sizes);
      return steps.floats(
          input,
          List.of(weights, gradient),
          out -> new DirectInputKernel(steps, own, direct, weights.slot(), gradient.slot(), out));
    }
    Memory columns = steps.scratch(Role.COLUMNS, sizes.columns() * sizes.positions());
    Memory channels = channels(steps, sizes);
    return steps.floats(
        input,
        List.of(weights, gradient),
        out ->
            new InputGradientKernel(
                sizes,
                steps.multiplier(),
                weights.slot(),
                gradient.slot(),
                channels,
                columns,
                out));
  }

  private static ImageColumns columns(StepList steps, Convolution sizes, Value input) {
    Memory columns = steps.scratch(Role.COLUMNS, sizes.columns() * sizes.positions());
    return new ImageColumns(sizes, input.slot(), columns);
  }

  private static Memory channels(StepList steps, Convolution sizes) {
    return steps.scratch(Role.CHANNELS, sizes.outputSize());
  }
}
