package org.distill4j.core.file;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Content that is on disk already, under another name, so that a reader sees the old file or the
 * new one, and never a part. Closing it takes away what was not published.
 */
public final class StagedFile implements AutoCloseable {
  private final Path target;
  private final Path temporary;

  private StagedFile(Path target, Path temporary) {
    this.target = target;
    this.temporary = temporary;
  }

  /**
   * Writes content beside the file that it is for.
   *
   * @param path the file
   * @param content the bytes, from the buffer's position to its limit
   * @return the content, to be published or closed
   * @throws IOException if it cannot be written
   */
  public static StagedFile of(Path path, ByteBuffer content) throws IOException {
    return of(
        path,
        channel -> {
          ByteBuffer rest = content.duplicate();
          while (rest.hasRemaining()) {
            channel.write(rest);
          }
        });
  }

  /** Writes content to a channel. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes the content.
     *
     * @param channel where to; it stays open
     * @throws IOException if it cannot be written
     */
    void to(WritableByteChannel channel) throws IOException;
  }

  /**
   * Writes content of any length beside the file that it is for.
   *
   * @param path the file
   * @param content writes the bytes
   * @return the content, to be published or closed
   * @throws IOException if it cannot be written
   */
  public static StagedFile of(Path path, Content content) throws IOException {
    Path target = path.toAbsolutePath();
    Path folder = Files.createDirectories(parent(target));
    Path temporary = folder.resolve(target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    StagedFile staged = new StagedFile(target, temporary);
    try {
      staged.write(content);
      return staged;
    } catch (IOException error) {
      staged.close();
      throw error;
    }
  }

  private static Path parent(Path target) {
    Path parent = target.getParent();
    if (parent == null) {
      throw new IllegalArgumentException(
          "The path " + target + " is a root, expected a file.\nMaybe a file name is missing.");
    }
    return parent;
  }

  private void write(Content content) throws IOException {
    // Not Files.createTempFile, whose files no one else may read.
    try (FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      content.to(channel);
      channel.force(true);
    }
  }

  /**
   * Puts the content in the place of the file, at once.
   *
   * @throws IOException if it cannot be renamed
   */
  public void publish() throws IOException {
    Files.move(
        temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceFolder();
  }

  /** Makes the new name outlast a loss of power; not every system can open a folder for that. */
  private void forceFolder() throws IOException {
    if (File.separatorChar == '/') {
      try (FileChannel channel = FileChannel.open(parent(target), StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(temporary);
  }
}
