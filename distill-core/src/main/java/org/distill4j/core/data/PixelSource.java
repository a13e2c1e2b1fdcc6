package org.distill4j.core.data;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** A source of the unsigned bytes of equally large images. */
interface PixelSource {
  /** Returns the number of images. */
  int count();

  /** Writes an image's bytes to the beginning of an array of its size. */
  void read(int index, byte[] target);

  /** Images one after the other in an array. */
  @SuppressWarnings("ArrayRecordComponent") // Gigabytes of pixels are not copied for neatness.
  record InMemory(byte[] pixels, int imageSize) implements PixelSource {
    @Override
    public int count() {
      return pixels.length / imageSize;
    }

    @Override
    public void read(int index, byte[] target) {
      System.arraycopy(pixels, index * imageSize, target, 0, imageSize);
    }
  }

  /** Image files that are decoded each time. */
  record Files(List<Path> files, ImageFolder form) implements PixelSource {
    @Override
    public int count() {
      return files.size();
    }

    @Override
    public void read(int index, byte[] target) {
      ByteBuffer bytes = ByteBuffer.wrap(target);
      for (byte[] plane : form.decode(files.get(index)).planes()) {
        bytes.put(plane);
      }
    }

    /** Returns the same images, decoded once. */
    InMemory inMemory(int imageSize) {
      byte[] pixels = new byte[Math.multiplyExact(count(), imageSize)];
      ByteBuffer all = ByteBuffer.wrap(pixels);
      for (Path file : files) {
        for (byte[] plane : form.decode(file).planes()) {
          all.put(plane);
        }
      }
      return new InMemory(pixels, imageSize);
    }
  }
}
