package org.distill4j.cli.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.Base64;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/** An example's input as a picture: the least value black, the largest white. */
final class ExamplePicture {
  private static final int SMALLEST_SIDE = 8;
  private static final int WHITE = 255;
  private static final int BYTE = 8;

  private final int channels;
  private final int height;
  private final int width;
  private final FloatBuffer values;

  private ExamplePicture(int channels, int height, int width, FloatBuffer values) {
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.values = values;
  }

  /** The picture of one example, (1, …); empty if it does not look like one. */
  static Optional<ExamplePicture> draw(HostTensor input) {
    Shape shape = input.shape();
    int rank = shape.rank();
    if (input.type() != DType.FLOAT32) {
      return Optional.empty();
    } else if (rank == 2) {
      int side = (int) Math.round(Math.sqrt(shape.dim(1)));
      return side >= SMALLEST_SIDE && (long) side * side == shape.dim(1)
          ? Optional.of(new ExamplePicture(1, side, side, input.floats()))
          : Optional.empty();
    }
    int depth = rank == 4 ? shape.dim(1) : 1;
    return (rank == 3 || rank == 4) && (depth == 1 || depth == 3)
        ? Optional.of(
            new ExamplePicture(depth, shape.dim(rank - 2), shape.dim(rank - 1), input.floats()))
        : Optional.empty();
  }

  /** The address of the picture, which holds the picture itself. */
  String dataUri() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    float least = Float.POSITIVE_INFINITY;
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < channels * height * width; i++) {
      least = Math.min(least, values.get(i));
      largest = Math.max(largest, values.get(i));
    }
    float scale = largest > least ? WHITE / (largest - least) : 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, colour(y * width + x, least, scale));
      }
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png(image));
  }

  private int colour(int pixel, float least, float scale) {
    int colour = 0;
    for (int channel = 0; channel < 3; channel++) {
      int plane = channels == 1 ? 0 : channel;
      float value = values.get(plane * height * width + pixel);
      colour = colour << BYTE | Math.round((value - least) * scale);
    }
    return colour;
  }

  private static byte[] png(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.setUseCache(false);
      ImageIO.write(image, "png", bytes);
    } catch (IOException error) {
      throw new UncheckedIOException("A picture cannot be written to memory", error);
    }
    return bytes.toByteArray();
  }
}
