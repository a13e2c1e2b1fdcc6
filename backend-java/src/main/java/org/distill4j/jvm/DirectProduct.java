package org.distill4j.jvm;

import org.distill4j.jvm.Multiplier.Effect;

/**
 * Products of weights and the planes' values. The products go to where images have them; those of
 * several images at once, or that are spread over an image, go there from arrays of the threads.
 */
final class DirectProduct {
  /** The number of positions that are computed together, or more. */
  static final int POSITIONS = 32;

  private final int channels;
  private final PlaneCopy image;
  private final boolean straight;
  private final ThreadArrays computed;
  private final TeamLoops loops;

  /**
   * Creates a product.
   *
   * @param channels the channels of the result, which are the rows of the weights
   * @param met what the weights meet at each position, of all images that are computed together
   * @param inner the number of weights of a channel
   * @param images the number of images that are computed together
   * @param image where the products of one image lie in it
   */
  DirectProduct(
      StepList steps,
      HeapMultiplier multiplier,
      int channels,
      MatrixLines met,
      int inner,
      int images,
      PlaneCopy.Side image,
      int tall,
      int wide) {
    int columns = images * tall * wide;
    this.channels = channels;
    this.straight = images == 1 && image.column() == 1 && image.row() == wide;
    this.image =
        new PlaneCopy(channels, tall, wide, image, new PlaneCopy.Side(0, columns, wide, 1));
    this.computed = steps.threadArrays("computed", straight ? 0 : channels * columns);
    int distance = straight ? image.channel() : columns;
    this.loops =
        new TeamLoops(
            multiplier,
            new ProductSizes(
                channels,
                inner,
                columns,
                MatrixLines.packed(Layout.ROWS, channels, inner),
                met,
                MatrixLines.spaced(Layout.ROWS, channels, distance),
                Effect.SET));
  }

  void require(int threads) {
    computed.require(threads);
    loops.require(threads);
  }

  /**
   * Computes the products of some images.
   *
   * @param thread the thread
   * @param w the array of the weights
   * @param wFrom where they begin
   * @param met the array of what they meet
   * @param metFrom where it begins
   * @param y the array of the images
   * @param to where the first one begins
   * @param next the distance from image to image
   * @param count the number of images
   */
  void run(
      int thread,
      float[] w,
      int wFrom,
      float[] met,
      int metFrom,
      float[] y,
      int to,
      int next,
      int count) {
    ProductLoop loop = loops.of(thread);
    if (straight) {
      loop.run(w, wFrom, met, metFrom, y, to + image.image().begin(), 0, channels);
      return;
    }
    float[] products = computed.of(thread);
    loop.run(w, wFrom, met, metFrom, products, 0, 0, channels);
    for (int i = 0; i < count; i++) {
      image.store(products, i * image.rows() * image.columns(), y, to + i * next);
    }
  }
}
