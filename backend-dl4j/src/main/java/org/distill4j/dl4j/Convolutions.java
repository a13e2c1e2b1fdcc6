package org.distill4j.dl4j;

import java.util.List;
import org.distill4j.dl4j.Scratch.Role;
import org.distill4j.tensor.Shape;

/** Steps for convolutions and their gradients, which are right for every stride and dilation. */
final class Convolutions {
  private Convolutions() {}

  static Value convolve(Tape tape, Convolution sizes, Value input, Value weights, Shape shape) {
    ImageColumns columns = columns(tape, sizes, input);
    Memory channels = channels(tape, sizes);
    return tape.floats(
        shape,
        List.of(input, weights),
        out -> new ConvolveKernel(sizes, columns, weights.slot(), channels, out));
  }

  static Value weightGradient(
      Tape tape, Convolution sizes, Value input, Value gradient, Shape weights) {
    ImageColumns columns = columns(tape, sizes, input);
    Memory channels = channels(tape, sizes);
    return tape.floats(
        weights,
        List.of(input, gradient),
        out -> new WeightGradientKernel(sizes, columns, gradient.slot(), channels, out));
  }

  static Value inputGradient(
      Tape tape, Convolution sizes, Value weights, Value gradient, Shape input) {
    Memory columns = tape.scratch(Role.COLUMNS, sizes.columns() * sizes.positions());
    Memory channels = channels(tape, sizes);
    return tape.floats(
        input,
        List.of(weights, gradient),
        out ->
            new InputGradientKernel(
                sizes, weights.slot(), gradient.slot(), channels, columns, out));
  }

  private static ImageColumns columns(Tape tape, Convolution sizes, Value input) {
    Memory columns = tape.scratch(Role.COLUMNS, sizes.columns() * sizes.positions());
    return new ImageColumns(sizes, input.slot(), columns);
  }

  private static Memory channels(Tape tape, Convolution sizes) {
    return tape.scratch(Role.CHANNELS, sizes.outputSize());
  }
}
