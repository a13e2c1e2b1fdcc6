package org.distill4j.jvm;

/**
 * The columns of an input's images, one after the other.
 *
 * @param sizes the convolution
 * @param input the images
 * @param memory where they are laid out
 */
record ImageColumns(Convolution sizes, Slot input, Memory memory) {
  /** Lays out the columns of a group of an image. */
  void load(int image, int group) {
    float[] images = input.floats();
    int at = sizes.inputAt(image, group);
    if (sizes.patch().areImage()) {
      memory.borrow(images, at);
    } else {
      sizes.patch().gather(images, at, memory.floatsToWrite());
    }
  }

  /** Returns the result of {@link #load} as a matrix. */
  Matrix matrix() {
    return Matrix.of(memory, sizes.columns(), sizes.positions());
  }
}
