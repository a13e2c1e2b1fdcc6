package org.distill4j.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A file of hundreds of kilobytes that takes as much memory as its reader can be made to. A test of
 * damaged files cannot see what grows with a file's length, as its files are small.
 *
 * @param test what is large about it
 * @param name the name of the file
 * @param factor the bytes of memory for each of the file's
 * @param content what it holds
 * @param reader reads it
 */
public record LargeFile(
    String test, String name, long factor, Content content, Consumer<Path> reader) {
  /** The length that contents have, about. */
  public static final int LENGTH = 300_000;

  /** The content of a file, made when it is needed. */
  @FunctionalInterface
  public interface Content {
    /**
     * Makes the content.
     *
     * @return the bytes
     * @throws IOException if it cannot be compressed
     */
    byte[] bytes() throws IOException;
  }

  /**
   * Returns a text with a piece that is repeated up to the usual length.
   *
   * @param before the text before it
   * @param piece the piece
   * @param after the text after it
   * @return the content, in UTF-8
   */
  public static Content repeated(String before, String piece, String after) {
    return () ->
        (before + piece.repeat(LENGTH / piece.length()) + after).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Writes the file, and requires that reading it takes at most the multiple of its length.
   *
   * @param folder where it is written
   * @throws IOException if it cannot be written
   */
  public void read(Path folder) throws IOException {
    Path file = Files.write(folder.resolve(name), content.bytes());
    HarmlessReading.read(
        Set.of(name.replace(".json", ""), folder.toString()),
        Files.size(file),
        factor,
        () -> reader.accept(file));
  }

  @Override
  public String toString() {
    return test + ", " + factor + " times";
  }
}
