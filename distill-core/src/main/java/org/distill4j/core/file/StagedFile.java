package org.distill4j.core.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Content that is on disk under another name, so that a reader sees the old file or the new one,
 * and never a part. Closing it takes away what was not published. What a killed program left of the
 * same file is taken away by the next that writes it.
 */
public final class StagedFile implements AutoCloseable {
  private static final String SUFFIX = ".tmp";
  private static final String UNIQUE = "\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tmp";

  /**
   * The files that this process is writing: closing a second channel of a file would release its
   * lock.
   */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private final Path target;
  private final Path temporary;
  private final FileChannel channel;

  private StagedFile(Path target, Path temporary, FileChannel channel) {
    this.target = target;
    this.temporary = temporary;
    this.channel = channel;
  }

  /**
   * Writes the content of a file to a second file beside it.
   *
   * @param path the file
   * @param content the bytes, from the buffer's position to its limit
   * @return the content, to be published or closed
   * @throws IOException if it cannot be written
   */
  public static StagedFile write(Path path, ByteBuffer content) throws IOException {
    ByteBuffer whole = content.duplicate();
    int half = whole.position() + whole.remaining() / 2;
    return write(
        path,
        channel -> {
          writeAll(channel, whole.duplicate().limit(half));
          AtomicFiles.before("write", path);
          writeAll(channel, whole.position(half));
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
   * Writes content of any length to a second file beside the one that it is for.
   *
   * @param path the file
   * @param content writes the bytes
   * @return the content, to be published or closed
   * @throws IOException if it cannot be written
   */
  public static StagedFile write(Path path, Content content) throws IOException {
    Path target = path.toAbsolutePath();
    Files.createDirectories(parent(target));
    deleteLeftovers(target);
    StagedFile staged = open(target);
    boolean written = false;
    try {
      staged.write(content);
      written = true;
      return staged;
    } finally {
      if (!written) {
        staged.close();
      }
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

  /** Opens a new file and locks it, so that other processes see that it is in use. */
  private static StagedFile open(Path target) throws IOException {
    while (true) {
      Path temporary =
          target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + SUFFIX);
      OWN.add(temporary);
      AtomicFiles.before("create", temporary);
      // Not Files.createTempFile, whose files no one else may read.
      FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      StagedFile staged = new StagedFile(target, temporary, channel);
      if (isLocked(channel) && Files.exists(temporary)) {
        return staged;
      }
      // Another process took it for a leftover before it was locked.
      staged.close();
    }
  }

  /** Returns whether nobody else has a lock; a file system without locks has none. */
  private static boolean isLocked(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException none) {
      return true;
    }
  }

  private void write(Content content) throws IOException {
    content.to(channel);
    AtomicFiles.before("force", temporary);
    channel.force(true);
  }

  private static void writeAll(WritableByteChannel channel, ByteBuffer content) throws IOException {
    while (content.hasRemaining()) {
      channel.write(content);
    }
  }

  /**
   * Deletes the files that killed programs left.
   *
   * @param path the file
   * @throws IOException if a file cannot be deleted
   */
  private static void deleteLeftovers(Path path) throws IOException {
    String name = String.valueOf(path.getFileName());
    Pattern leftover = Pattern.compile(Pattern.quote(name) + UNIQUE);
    DirectoryStream.Filter<Path> filter =
        file -> leftover.matcher(String.valueOf(file.getFileName())).matches();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(parent(path), filter)) {
      for (Path file : files) {
        if (!OWN.contains(file)) {
          deleteIfAbandoned(file);
        }
      }
    }
  }

  private static void deleteIfAbandoned(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        @Nullable FileLock lock = channel.tryLock()) {
      if (lock != null) {
        AtomicFiles.delete(file);
      }
    } catch (IOException | OverlappingFileLockException heldOrForeign) {
      // Somebody is writing it, or it is another user's.
    }
  }

  /**
   * Replaces the file with the content atomically.
   *
   * @throws IOException if it cannot be renamed
   */
  public void publish() throws IOException {
    AtomicFiles.rename(temporary, target);
  }

  @Override
  public void close() throws IOException {
    try {
      AtomicFiles.delete(temporary);
    } finally {
      channel.close();
      OWN.remove(temporary);
    }
  }
}
