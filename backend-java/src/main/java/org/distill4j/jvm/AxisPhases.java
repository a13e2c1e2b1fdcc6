package org.distill4j.jvm;

import java.util.stream.IntStream;

/**
 * One axis of a convolution. With its padding, an image is dealt out to as many phases as the
 * stride has elements, so that the window moves by one element of each.
 *
 * @param length the length of the image
 * @param size the length of the window
 * @param stride how far the window moves
 * @param padding the zeros before and after the image
 * @param dilation the distance of neighbours in the window
 * @param positions the number of positions of the window
 */
record AxisPhases(int length, int size, int stride, int padding, int dilation, int positions) {
  /** Returns the phase that an element of the window meets. */
  int phase(int element) {
    return element * dilation % stride;
  }

  /** Returns which element of its phase it meets at the first position. */
  int shift(int element) {
    return element * dilation / stride;
  }

  /** Returns the phases that the window meets. */
  int[] met() {
    return IntStream.range(0, size).map(this::phase).distinct().sorted().toArray();
  }

  /** Returns the elements of the window that meet a phase. */
  int[] elements(int phase) {
    return IntStream.range(0, size).filter(element -> phase(element) == phase).toArray();
  }

  /** The first element of a phase inside the image. */
  int first(int phase) {
    return Math.floorDiv(padding - phase + stride - 1, stride);
  }

  /** Returns the last element of a phase inside the image. */
  int last(int phase) {
    return Math.floorDiv(length - 1 + padding - phase, stride);
  }

  /** The number of elements of a phase inside the image. */
  int count(int phase) {
    return Math.max(0, last(phase) - first(phase) + 1);
  }

  /** Returns the index in the image of an element of a phase. */
  int inImage(int phase, int element) {
    return element * stride + phase - padding;
  }

  /** Returns the image's elements, in the order in which they are met. */
  PaddedAxis image() {
    int first = IntStream.of(met()).map(this::first).min().orElseThrow();
    int last = IntStream.of(met()).map(this::last).max().orElseThrow();
    return PaddedAxis.of(first, last, 0, positions - 1 + shift(size - 1), positions);
  }

  /** Returns the result's elements, in the order in which those of the image meet them. */
  PaddedAxis result() {
    int lowest = 0;
    int highest = positions - 1;
    int most = positions;
    for (int phase : met()) {
      int[] elements = elements(phase);
      lowest = Math.min(lowest, first(phase) - shift(elements[elements.length - 1]));
      highest = Math.max(highest, last(phase) - shift(elements[0]));
      most = Math.max(most, last(phase) - first(phase) + 1);
    }
    return PaddedAxis.of(0, positions - 1, lowest, highest, most);
  }
}
