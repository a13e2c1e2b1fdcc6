package org.distill4j.jvm;

/**
 * Copies lines of all channels of an image from one layout to another.
 *
 * @param channels the number of channels
 * @param rows the number of lines of each
 * @param columns the number of elements of a line
 * @param image where they lie in an image
 * @param planes where they lie in planes
 */
record PlaneCopy(int channels, int rows, int columns, Side image, Side planes) {
  /**
   * The indexes of elements.
   *
   * @param begin the first element of the first line of the first channel
   * @param channel the distance from channel to channel
   * @param row the distance from line to line
   * @param column the distance from element to element
   */
  record Side(int begin, int channel, int row, int column) {}

  /** Copies an image to planes. */
  void load(float[] x, int xFrom, float[] target, int to) {
    copy(x, xFrom, image, target, to, planes);
  }

  /** Copies an image from planes. */
  void store(float[] source, int from, float[] y, int yTo) {
    copy(source, from, planes, y, yTo, image);
  }

  private void copy(float[] x, int xFrom, Side source, float[] y, int yFrom, Side target) {
    for (int channel = 0; channel < channels; channel++) {
      int from = xFrom + source.begin + channel * source.channel;
      int to = yFrom + target.begin + channel * target.channel;
      for (int row = 0; row < rows; row++, from += source.row, to += target.row) {
        if (source.column == 1 && target.column == 1) {
          System.arraycopy(x, from, y, to, columns);
        } else {
          for (int i = 0; i < columns; i++) {
            y[to + i * target.column] = x[from + i * source.column];
          }
        }
      }
    }
  }
}
