package org.distill4j.dl4j;

/**
 * The columns of an input's images, one after the other.
 *
 * @param sizes the convolution
 * @param input the images
 * @param columns where they are laid out
 */
record ImageColumns(Convolution sizes, Slot input, Memory columns) {
  /** Lays out the columns of a group of an image in the engine's memory. */
  void load(int image, int group) {
    float[] images = input.floats();
    int at = sizes.inputAt(image, group);
    if (sizes.patch().areImage()) {
      columns.engineToWrite().push(images, at, sizes.inputSize());
    } else {
      sizes.patch().gather(images, at, columns.floatsToWrite());
      columns.engine();
    }
  }

  /** The engine's memory that they are laid out in. */
  EngineArray engine() {
    return columns.engine();
  }
}
