package org.distill4j.core.data;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.data.Batch;
import org.distill4j.data.HostAllocator;
import org.distill4j.model.Inputs;
import org.distill4j.student.InputEncoding;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * Images stored as bytes, a quarter of their size as numbers; a batch normalises them when it is
 * read. They lie in memory, or in files that are decoded each time ({@link ImageFolder} decides).
 * An example's id is its place. Arrays are not copied: leave their values as they are.
 */
public final class ImageDataset implements NamedData {
  private final Shape image;
  private final PixelSource pixels;
  private final List<String> classNames;
  private final Map<String, int[]> labels;
  private final Normalization normalization;
  private final int size;
  private final int imageSize;
  private final float[] table;
  private final LazyText fingerprint = new LazyText(this::computeFingerprint);

  private ImageDataset(
      Shape image,
      PixelSource pixels,
      Map<String, int[]> labels,
      Normalization normalization,
      List<String> classNames) {
    this.image = image;
    this.pixels = pixels;
    this.classNames = classNames;
    this.labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    this.normalization = normalization;
    this.imageSize = Math.toIntExact(image.size());
    this.size = pixels.count();
    this.table = normalization.table();
    IndexChecks.requireSome(size);
    labels.forEach((name, values) -> requireCount(name, values.length));
  }

  /**
   * Returns images with class labels of any number of kinds.
   *
   * @param image the shape of one image as the model wants it: (channels, height, width), or flat
   * @param pixels the unsigned bytes of all images, one after the other
   * @param labels by name, one for each image, −1 where unknown
   * @param normalization how bytes become numbers
   * @return the data set
   * @throws IllegalArgumentException if there is no image, the last one is not whole, or the number
   *     of labels differs
   */
  public static ImageDataset of(
      Shape image, byte[] pixels, Map<String, int[]> labels, Normalization normalization) {
    requireWholeImages(image, pixels);
    PixelSource inMemory = new PixelSource.InMemory(pixels, Math.toIntExact(image.size()));
    return new ImageDataset(image, inMemory, labels, normalization, List.of());
  }

  static ImageDataset of(
      Shape image,
      PixelSource pixels,
      int[] labels,
      Normalization normalization,
      List<String> classNames) {
    return new ImageDataset(
        image, pixels, Map.of(Batch.LABELS, labels), normalization, List.copyOf(classNames));
  }

  /**
   * The same images in another shape.
   *
   * @param shape the shape of one image, of the same size
   * @return a data set that shares the bytes
   * @throws IllegalArgumentException if the sizes differ
   */
  public ImageDataset reshape(Shape shape) {
    if (shape.size() != imageSize) {
      throw new IllegalArgumentException(
          "Images of shape "
              + image
              + " were given shape "
              + shape
              + " of "
              + shape.size()
              + " pixels, expected "
              + imageSize
              + ".\nMaybe the number of channels differs.");
    }
    return new ImageDataset(shape, pixels, labels, normalization, classNames);
  }

  /** {@return the same images as vectors, for models without convolutions} */
  public ImageDataset flat() {
    return reshape(Shape.of(imageSize));
  }

  /**
   * The same images with pixels as other numbers.
   *
   * @param other how bytes become numbers
   * @return a data set that shares the bytes
   */
  public ImageDataset normalized(Normalization other) {
    return new ImageDataset(image, pixels, labels, other, classNames);
  }

  private static void requireWholeImages(Shape image, byte[] pixels) {
    int imageSize = Math.toIntExact(image.size());
    IndexChecks.requireSome(pixels.length / imageSize);
    if (pixels.length % imageSize != 0) {
      throw new IllegalArgumentException(
          pixels.length
              + " pixels were given for images of shape "
              + image
              + ", expected a multiple of "
              + imageSize
              + ".\nMaybe the number of channels differs, or the last image is cut off.");
    }
  }

  private void requireCount(String name, int count) {
    if (count != size) {
      throw new IllegalArgumentException(
          "Labels \""
              + name
              + "\" are for "
              + count
              + " images, expected "
              + size
              + ".\nMaybe the labels are those of another part of the data.");
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return Map.of(Inputs.INPUT, new TensorSpec(DType.FLOAT32, image));
  }

  @Override
  public Map<String, TensorSpec> labels() {
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    labels.keySet().forEach(name -> specs.put(name, TensorSpec.ints()));
    return specs;
  }

  @Override
  public List<String> classNames() {
    return classNames;
  }

  @Override
  public Optional<InputEncoding> inputEncoding() {
    return Optional.of(normalization.inputEncoding());
  }

  @Override
  public long id(int index) {
    return IndexChecks.require(index, size);
  }

  @Override
  public Batch batch(HostAllocator memory, int... indices) {
    IndexChecks.requireAll(this, indices);
    Map<String, HostTensor> picked = new LinkedHashMap<>();
    labels.forEach((name, values) -> picked.put(name, pick(memory, name, values, indices)));
    long[] ids = Arrays.stream(indices).asLongStream().toArray();
    return new Batch(ids, normalize(memory, indices), picked);
  }

  private static HostTensor pick(HostAllocator memory, String name, int[] values, int[] indices) {
    HostTensor picked = memory.allocate("labels/" + name, TensorSpec.ints(indices.length));
    picked.ints().put(Arrays.stream(indices).map(index -> values[index]).toArray());
    return picked;
  }

  private HostTensor normalize(HostAllocator memory, int[] indices) {
    TensorSpec spec = new TensorSpec(DType.FLOAT32, image.prepend(indices.length));
    HostTensor inputs = memory.allocate("inputs", spec);
    FloatBuffer target = inputs.floats();
    float[] row = new float[imageSize];
    byte[] bytes = new byte[imageSize];
    for (int index : indices) {
      pixels.read(index, bytes);
      for (int i = 0; i < imageSize; i++) {
        row[i] = table[bytes[i] & 0xff];
      }
      target.put(row);
    }
    return inputs;
  }

  /**
   * Returns the SHA-256 of shape, normalisation, names, pixels and labels. Images in files are all
   * decoded for it, once.
   */
  @Override
  public String fingerprint() {
    return fingerprint.get();
  }

  private String computeFingerprint() {
    Fingerprint parts = new Fingerprint().add(image.toString()).add(normalization.toString());
    parts.begin((long) size * imageSize);
    byte[] bytes = new byte[imageSize];
    for (int i = 0; i < size; i++) {
      pixels.read(i, bytes);
      parts.more(bytes);
    }
    labels.forEach((name, values) -> parts.add(name).add(values));
    return parts.hex();
  }
}
