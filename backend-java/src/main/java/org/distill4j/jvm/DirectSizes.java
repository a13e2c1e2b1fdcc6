package org.distill4j.jvm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A convolution that reads images in {@link PaddedPlanes} rather than in columns.
 *
 * @param sizes its sizes
 * @param rows its vertical axis
 * @param columns its horizontal axis
 */
record DirectSizes(Convolution sizes, AxisPhases rows, AxisPhases columns) {
  static DirectSizes of(Convolution sizes) {
    ImagePatches patch = sizes.patch();
    return new DirectSizes(
        sizes,
        phases(patch, patch.height(), patch.tall(), patch.rows()),
        phases(patch, patch.width(), patch.wide(), patch.across()));
  }

  private static AxisPhases phases(ImagePatches patch, int length, int size, int positions) {
    int stride = patch.window().stride();
    int padding = patch.window().padding();
    return new AxisPhases(length, size, stride, padding, patch.window().dilation(), positions);
  }

  /** The number of images at once, for a number of positions or more. */
  int together(int positions) {
    int each = sizes.positions();
    return Math.max(1, Math.min(sizes.images(), (positions + each - 1) / each));
  }

  /** The number of multiplications. */
  long work() {
    return (long) sizes.images() * sizes.groups() * sizes.outputSize() * sizes.columns();
  }

  private int phases() {
    return rows.met().length * columns.met().length;
  }

  /** The planes of the input: of each channel, one for each pair of phases. */
  PaddedPlanes input(int images) {
    int count = sizes.groups() * sizes.channels() * phases();
    return new PaddedPlanes(images, count, rows.image(), columns.image());
  }

  /** The planes of the result, one for each channel. */
  PaddedPlanes result(int images) {
    return new PaddedPlanes(
        images, sizes.groups() * sizes.outputs(), rows.result(), columns.result());
  }

  /** What the elements of the window meet at the first position, in the planes of a group. */
  MatrixLines window(PaddedPlanes planes) {
    int[] begins = new int[sizes.columns()];
    int next = 0;
    for (int channel = 0; channel < sizes.channels(); channel++) {
      for (int y = 0; y < rows.size(); y++) {
        for (int x = 0; x < columns.size(); x++) {
          int plane = plane(channel, rows.phase(y), columns.phase(x));
          begins[next++] = planes.at(plane, rows.shift(y), columns.shift(x));
        }
      }
    }
    return MatrixLines.rows(begins);
  }

  private int plane(int channel, int down, int across) {
    int row = Arrays.binarySearch(rows.met(), down);
    int column = Arrays.binarySearch(columns.met(), across);
    return (channel * rows.met().length + row) * columns.met().length + column;
  }

  /** Where the elements of two phases lie in an image of the input. */
  PlaneCopy.Side phase(int down, int across) {
    int row = rows.inImage(down, rows.first(down));
    int column = columns.inImage(across, columns.first(across));
    return new PlaneCopy.Side(
        row * columns.length() + column,
        rows.length() * columns.length(),
        rows.stride() * columns.length(),
        columns.stride());
  }

  /** What lays out images of the input. */
  List<PlaneCopy> copies(PaddedPlanes planes) {
    List<PlaneCopy> copies = new ArrayList<>();
    for (int down : rows.met()) {
      for (int across : columns.met()) {
        int plane = plane(0, down, across);
        int next = plane(1, down, across);
        copies.add(
            new PlaneCopy(
                sizes.groups() * sizes.channels(),
                rows.count(down),
                columns.count(across),
                phase(down, across),
                planes.side(plane, next, rows.first(down), columns.first(across))));
      }
    }
    return copies;
  }

  /** What lays out images of the result, whose channels are as far apart as given. */
  PlaneCopy result(int channels, int begin, int distance, PaddedPlanes planes) {
    int tall = rows.positions();
    int wide = columns.positions();
    return new PlaneCopy(
        channels,
        tall,
        wide,
        new PlaneCopy.Side(0, tall * wide, wide, 1),
        new PlaneCopy.Side(begin, distance, planes.columns().length(), 1));
  }
}
