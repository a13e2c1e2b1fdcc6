package org.distill4j.core.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.distill4j.cell.ShortText;
import org.distill4j.data.Batch;
import org.distill4j.tensor.Shape;

/**
 * Images in folders, one folder for each class: {@code root/cat/1.png}. Classes are numbered in the
 * order of the folders' names, images come in the order of theirs. PNG, JPEG, GIF (the first image)
 * and BMP are read. Hidden files are left out, links are followed.
 *
 * <p>One rule says what an image's values are, whatever the file holds:
 *
 * <ol>
 *   <li>They are the values that the file holds. Colour profiles and gamma values change nothing.
 *   <li>16 bits become 8: round(255 · value / 65535); so do 1, 2 and 4 bits.
 *   <li>CMYK becomes red = (255 − cyan) · (255 − black) / 255, and so on.
 *   <li>What is transparent is laid over white.
 *   <li>An image whose EXIF data say that it is to be turned or mirrored is.
 *   <li>A grey image has the same value in all three channels; a coloured one becomes grey as
 *       {@link Colour#GRAY} describes.
 *   <li>Last, an image of another size is scaled, or refused, as {@link Fit} describes.
 * </ol>
 *
 * @param height the height of every image
 * @param width the width of every image
 * @param colour what is kept of the colours
 * @param fit what is done with images of another size
 * @param classes the names of the classes' folders in the order of their numbers; empty if they are
 *     those that are there
 */
public record ImageFolder(int height, int width, Colour colour, Fit fit, List<String> classes) {
  private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

  /** The conversion of colours. */
  public enum Colour {
    /** One channel: 0.299·red + 0.587·green + 0.114·blue (ITU-R BT.601), rounded. */
    GRAY,
    /** Three channels: red, green, blue. */
    RGB;

    int channels() {
      return this == GRAY ? 1 : 3;
    }
  }

  /** The treatment of images of another size. */
  public enum Fit {
    /** They are refused. */
    EXACT,
    /**
     * They are scaled without keeping their proportions: bilinearly, and averaged where that makes
     * them smaller.
     */
    RESIZE
  }

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if a side is below 1
   */
  public ImageFolder {
    classes = List.copyOf(classes);
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "Images of " + height + " × " + width + ", expected sides of at least 1.\nMaybe 28, 28.");
    }
  }

  /**
   * Returns images that all have one size.
   *
   * @param height the height
   * @param width the width
   * @param colour what is kept of the colours
   * @return the description of the folder
   */
  public static ImageFolder exact(int height, int width, Colour colour) {
    return new ImageFolder(height, width, colour, Fit.EXACT, List.of());
  }

  /**
   * Returns images that are scaled to one size.
   *
   * @param height the height
   * @param width the width
   * @param colour what is kept of the colours
   * @return the description of the folder
   */
  public static ImageFolder resized(int height, int width, Colour colour) {
    return new ImageFolder(height, width, colour, Fit.RESIZE, List.of());
  }

  /**
   * Returns these images with given classes. A folder may be missing then, and no other may be
   * there.
   *
   * @param names the names of the folders, in the order of the classes' numbers
   * @return the changed description
   */
  public ImageFolder withClasses(String... names) {
    return new ImageFolder(height, width, colour, fit, List.of(names));
  }

  /**
   * Returns the names of the classes.
   *
   * @param root the folder of the classes' folders
   * @return the folders' names in order
   * @throws IllegalArgumentException if there are none, or two cannot be told from each other
   * @throws UncheckedIOException if it cannot be read
   */
  public static List<String> classes(Path root) {
    return folders(root).stream().map(ImageFolder::name).toList();
  }

  private static List<Path> folders(Path root) {
    List<Path> folders = children(root).stream().filter(Files::isDirectory).toList();
    if (folders.isEmpty()) {
      throw new IllegalArgumentException(
          root
              + " has no folders, expected one for each class.\n"
              + "Maybe it is the folder of a class.");
    }
    if (folders.stream().map(ImageFolder::name).distinct().count() < folders.size()) {
      throw new IllegalArgumentException(
          root
              + " has two folders whose names look alike here, expected names that Java can read.\n"
              + "Maybe set LC_ALL=C.UTF-8.");
    }
    return folders;
  }

  private static String name(Path folder) {
    return folder.getFileName().toString();
  }

  /**
   * Reads all images. They are kept in memory where they take at most a quarter of the heap and
   * less than 2 GiB; otherwise their headers are read, and each is decoded whenever it is needed.
   * The numbers and the fingerprint are the same.
   *
   * @param root the folder of the classes' folders
   * @param normalization how bytes become numbers
   * @return images (channels, height, width), labels named {@link Batch#LABELS}
   * @throws IllegalArgumentException if there are none, a class has none, or one is no image, too
   *     large or of another size; the message names the file
   * @throws UncheckedIOException if a folder cannot be read
   */
  public ImageDataset read(Path root, Normalization normalization) {
    return read(root, normalization, Runtime.getRuntime().maxMemory() / 4);
  }

  /** Reads images with a limit for the bytes in memory. */
  ImageDataset read(Path root, Normalization normalization, long budget) {
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    List<Path> folders = folders(root);
    List<String> names =
        classes.isEmpty() ? folders.stream().map(ImageFolder::name).toList() : classes;
    for (Path folder : folders) {
      List<Path> images = images(folder);
      files.addAll(images);
      labels.addAll(Collections.nCopies(images.size(), number(names, folder)));
    }
    IndexChecks.requireSome(root, files.size());
    Shape shape = Shape.of(colour.channels(), height, width);
    PixelSource.Files onDisk = new PixelSource.Files(List.copyOf(files), this);
    boolean fits = shape.size() <= Math.min(budget, MAX_ARRAY) / files.size();
    if (!fits) {
      files.forEach(this::requireHeader);
    }
    return ImageDataset.of(
        shape,
        fits ? onDisk.inMemory((int) shape.size()) : onDisk,
        labels.stream().mapToInt(Integer::intValue).toArray(),
        normalization,
        names);
  }

  private List<Path> images(Path folder) {
    List<Path> images = children(folder);
    if (images.isEmpty() && classes.isEmpty()) {
      throw new IllegalArgumentException(
          folder
              + " has no images, expected at least one in the folder of each class.\n"
              + "Maybe it is no class; remove the folder.");
    }
    return images;
  }

  private static int number(List<String> names, Path folder) {
    int number = names.indexOf(name(folder));
    if (number < 0) {
      throw new IllegalArgumentException(
          folder
              + " is no folder of a class, expected one of "
              + ShortText.shorten(names)
              + ".\nMaybe remove it, or set LC_ALL=C.UTF-8 if its name has letters beyond a to z.");
    }
    return number;
  }

  private static List<Path> children(Path folder) {
    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(path -> !name(path).startsWith(".")).sorted().toList();
    } catch (IOException error) {
      throw new UncheckedIOException(
          "The folder " + folder + " cannot be read: " + error + ".\nMaybe it is misspelt.", error);
    }
  }

  /** Refuses images whose header shows an error; an image may still be turned. */
  private void requireHeader(Path file) {
    int[] sides = new ImageFile(file).sides();
    if (sides[0] != width || sides[1] != height) {
      requireSize(file, sides[0], sides[1]);
    }
  }

  private void requireSize(Path file, int high, int wide) {
    if (fit == Fit.EXACT && (wide != width || high != height)) {
      throw new IllegalArgumentException(
          file
              + " is "
              + high
              + " × "
              + wide
              + ", expected "
              + height
              + " × "
              + width
              + ".\nMaybe let images be resized.");
    }
  }

  /** Returns the image of a file in the common size and colours. */
  PixelPlanes decode(Path file) {
    PixelPlanes image = new ImageFile(file).decode(colour);
    requireSize(file, image.height(), image.width());
    return image.scaled(width, height);
  }
}
