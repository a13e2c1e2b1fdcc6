package org.distill4j.core.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A folder that one program at a time writes to. The lock ends with its process, however that ends;
 * the file that holds it is named {@value #NAME} and says which process that is.
 */
public final class FolderLock implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(FolderLock.class.getName());

  /** The name of the file. */
  public static final String NAME = ".lock";

  /** The position of the lock, beyond the text, as Windows lets nobody read locked bytes. */
  private static final long LOCKED = 1L << 32;

  private static final int MOST_DIGITS = 20;
  private static final int MOST_LENGTH = 1 << 14;

  /** The locks of this process, where closing a second channel of a file would release its lock. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Locks a folder for this program until the lock is closed.
   *
   * @param path the folder; it is made if it is not there
   * @param wayOut what else its user may do, as the end of a sentence: "choose another by --output"
   * @return the lock
   * @throws IllegalStateException if another program has it
   * @throws UncheckedIOException if the folder cannot be written to
   */
  public static FolderLock acquire(Path path, String wayOut) {
    try {
      Path folder = Files.createDirectories(path.toAbsolutePath()).toRealPath();
      if (!HELD.add(folder)) {
        throw inUse(path, "this process, " + ProcessHandle.current().pid(), wayOut);
      }
      try {
        return locked(path, folder, wayOut);
      } catch (IOException | RuntimeException failure) {
        HELD.remove(folder);
        throw failure;
      }
    } catch (IOException error) {
      throw new UncheckedIOException(
          "The folder "
              + path
              + " cannot be written to: "
              + error
              + ".\nMaybe it is read-only, a file, or the disk is full; "
              + wayOut
              + ".",
          error);
    }
  }

  /**
   * Refuses a folder that another program has locked, and changes nothing there.
   *
   * @param path the folder; it need not be there
   * @param wayOut as {@link #acquire} takes it
   * @throws IllegalStateException if another program has it
   */
  public static void requireFree(Path path, String wayOut) {
    if (Files.exists(path.resolve(NAME))) {
      acquire(path, wayOut).close();
    }
  }

  private static FolderLock locked(Path path, Path folder, String wayOut) throws IOException {
    Path file = folder.resolve(NAME);
    while (true) {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (!isLocked(channel)) {
        try (channel) {
          throw inUse(path, "the process " + owner(channel), wayOut);
        }
      }
      boolean kept = false;
      try {
        kept = isStillThere(file, channel);
        if (kept) {
          return new FolderLock(folder, channel);
        }
      } catch (IOException full) {
        Files.deleteIfExists(file);
        throw full;
      } finally {
        if (!kept) {
          channel.close();
        }
      }
    }
  }

  /**
   * Writes the number of this process, and checks whether that is in the file of the lock's name:
   * the previous owner may have deleted the file after it was opened here. Opening it a second time
   * would end the lock, so the file is known by a length that is chosen at random.
   */
  private static boolean isStillThere(Path file, FileChannel channel) throws IOException {
    byte[] text = new byte[MOST_DIGITS + new SecureRandom().nextInt(MOST_LENGTH)];
    Arrays.fill(text, (byte) ' ');
    byte[] pid = String.valueOf(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(pid, 0, text, 0, pid.length);
    channel.truncate(0).write(ByteBuffer.wrap(text), 0);
    return Files.exists(file) && Files.size(file) == text.length;
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(LOCKED, 1, false) != null;
    } catch (OverlappingFileLockException ofAnotherLoader) {
      return false;
    }
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(MOST_DIGITS);
    channel.read(text, 0);
    String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
    return pid.isEmpty() ? "that is about to begin" : pid;
  }

  private static IllegalStateException inUse(Path folder, String who, String wayOut) {
    return new IllegalStateException(
        "The folder "
            + folder
            + " is in use by "
            + who
            + ", expected one that nobody else writes to.\nMaybe wait until that has ended, or "
            + wayOut
            + ".");
  }

  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(folder.resolve(NAME));
    } catch (IOException error) {
      LOGGER.log(System.Logger.Level.DEBUG, "The lock of " + folder + " is not deleted", error);
    } finally {
      HELD.remove(folder);
    }
  }
}
