package org.distill4j.core.data;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.distill4j.data.Batch;
import org.distill4j.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Images in folders, one folder for each class: {@code root/cat/1.png}. Classes are numbered in the
 * order of the folders' names, images come in the order of theirs. Reads what the JDK reads: PNG,
 * JPEG, GIF, BMP. Hidden files are left out, and a link out of the folder is refused.
 *
 * @param height the height of every image
 * @param width the width of every image
 * @param colour what is kept of the colours
 * @param fit what is done with images of another size
 */
public record ImageFolder(int height, int width, Colour colour, Fit fit) {
  private static final long MAX_PIXELS = 1L << 26;

  /** What is kept of the colours. */
  public enum Colour {
    /** One channel: 0.299·red + 0.587·green + 0.114·blue (ITU-R BT.601). */
    GRAY,
    /** Three channels: red, green, blue. */
    RGB
  }

  /** What is done with images of another size. */
  public enum Fit {
    /** They are refused. */
    EXACT,
    /** They are scaled, bilinearly, without keeping their proportions. */
    RESIZE
  }

  /**
   * Checks the size.
   *
   * @param height the height
   * @param width the width
   * @param colour what is kept of the colours
   * @param fit what is done with other sizes
   * @throws IllegalArgumentException if a side is below 1
   */
  public ImageFolder {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "Images of " + height + " × " + width + ", expected sides of at least 1.\nMaybe 28, 28.");
    }
  }

  /**
   * Images that all have one size.
   *
   * @param height the height
   * @param width the width
   * @param colour what is kept of the colours
   * @return the description of the folder
   */
  public static ImageFolder exact(int height, int width, Colour colour) {
    return new ImageFolder(height, width, colour, Fit.EXACT);
  }

  /**
   * Images that are scaled to one size.
   *
   * @param height the height
   * @param width the width
   * @param colour what is kept of the colours
   * @return the description of the folder
   */
  public static ImageFolder resized(int height, int width, Colour colour) {
    return new ImageFolder(height, width, colour, Fit.RESIZE);
  }

  /**
   * The names of the classes.
   *
   * @param root the folder of the classes' folders
   * @return the folders' names in order
   * @throws IllegalArgumentException if there are none
   * @throws UncheckedIOException if it cannot be read
   */
  public static List<String> classes(Path root) {
    List<String> names =
        children(root).stream()
            .filter(Files::isDirectory)
            .map(folder -> folder.getFileName().toString())
            .toList();
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          root
              + " has no folders, expected one for each class.\n"
              + "Maybe it is the folder of a class.");
    }
    return names;
  }

  /**
   * Reads all images.
   *
   * @param root the folder of the classes' folders
   * @param normalization how bytes become numbers
   * @return images (channels, height, width), labels named {@link Batch#LABELS}
   * @throws IllegalArgumentException if there are none, or one is no image, too large or of another
   *     size; the message names the file
   * @throws UncheckedIOException if one cannot be read
   */
  public ImageDataset read(Path root, Normalization normalization) {
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    List<Integer> labels = new ArrayList<>();
    List<String> classes = classes(root);
    for (int i = 0; i < classes.size(); i++) {
      for (Path file : children(root.resolve(classes.get(i)))) {
        requireInside(root, file);
        pixels.writeBytes(bytes(file));
        labels.add(i);
      }
    }
    int[] numbers = labels.stream().mapToInt(Integer::intValue).toArray();
    int channels = colour == Colour.GRAY ? 1 : 3;
    return ImageDataset.of(
        Shape.of(channels, height, width),
        pixels.toByteArray(),
        Map.of(Batch.LABELS, numbers),
        normalization);
  }

  private static List<Path> children(Path folder) {
    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(path -> !path.getFileName().toString().startsWith(".")).sorted().toList();
    } catch (IOException error) {
      throw new UncheckedIOException(
          "The folder " + folder + " cannot be read: " + error + ".\nMaybe it is misspelt.", error);
    }
  }

  private static void requireInside(Path root, Path file) {
    try {
      if (!file.toRealPath().startsWith(root.toRealPath())) {
        throw new IllegalArgumentException(
            file + " leads out of " + root + ", expected an image in it.\nMaybe copy the image.");
      }
    } catch (IOException error) {
      throw new UncheckedIOException(
          file + " cannot be read: " + error + ".\nMaybe the link is" + " broken.", error);
    }
  }

  private byte[] bytes(Path file) {
    BufferedImage image = decode(file);
    if (image.getWidth() != width || image.getHeight() != height) {
      requireResize(file, image);
      image = scaled(image);
    }
    byte[] bytes = new byte[(colour == Colour.GRAY ? 1 : 3) * height * width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        put(bytes, y * width + x, image.getRGB(x, y));
      }
    }
    return bytes;
  }

  private void put(byte[] bytes, int place, int rgb) {
    int red = rgb >> 16 & 0xff;
    int green = rgb >> 8 & 0xff;
    int blue = rgb & 0xff;
    if (colour == Colour.GRAY) {
      bytes[place] = (byte) Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
    } else {
      bytes[place] = (byte) red;
      bytes[height * width + place] = (byte) green;
      bytes[2 * height * width + place] = (byte) blue;
    }
  }

  private void requireResize(Path file, BufferedImage image) {
    if (fit == Fit.EXACT) {
      throw new IllegalArgumentException(
          file
              + " is "
              + image.getHeight()
              + " × "
              + image.getWidth()
              + ", expected "
              + height
              + " × "
              + width
              + ".\nMaybe let images be resized.");
    }
  }

  private BufferedImage scaled(BufferedImage image) {
    BufferedImage target = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = target.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return target;
  }

  /** Decodes an image once its header has said that it is not too large. */
  private static BufferedImage decode(Path file) {
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers =
          in == null ? List.<ImageReader>of().iterator() : ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw unsound(file, "no reader knows it", null);
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in);
        long size = (long) reader.getWidth(0) * reader.getHeight(0);
        if (size > MAX_PIXELS) {
          throw unsound(file, "it has " + size + " pixels, expected at most " + MAX_PIXELS, null);
        }
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    } catch (IOException | IndexOutOfBoundsException | NegativeArraySizeException error) {
      throw unsound(file, String.valueOf(error.getMessage()), error);
    }
  }

  private static IllegalArgumentException unsound(
      Path file, String why, @Nullable Exception cause) {
    return new IllegalArgumentException(
        file + " is no sound image: " + why + ".\nMaybe it is another file; move it away.", cause);
  }
}
