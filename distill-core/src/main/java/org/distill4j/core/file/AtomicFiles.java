package org.distill4j.core.file;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Atomic changes of files: a program that is killed between two steps leaves the old file or the
 * new one.
 */
public final class AtomicFiles {
  /** Receives each step before it is taken; a test ends the program there. */
  interface Watcher {
    void before(String step, Path file);
  }

  private static final Watcher NOBODY = (step, file) -> {};
  private static volatile Watcher watcher = NOBODY;

  private AtomicFiles() {}

  /** Sets the receiver of all steps, or removes it. */
  static void watch(Watcher wanted) {
    watcher = wanted;
  }

  static void unwatch() {
    watcher = NOBODY;
  }

  static void before(String step, Path file) {
    watcher.before(step, file);
  }

  /**
   * Writes or replaces a file atomically.
   *
   * @param path the file
   * @param content the bytes, from the buffer's position to its limit
   * @throws IOException if it cannot be written; what was there before is still there then
   */
  public static void write(Path path, ByteBuffer content) throws IOException {
    try (StagedFile staged = StagedFile.write(path, content)) {
      staged.publish();
    }
  }

  /**
   * Writes or replaces a file of text in UTF-8 atomically.
   *
   * @param path the file
   * @param text the text
   * @throws IOException if it cannot be written; what was there before is still there then
   */
  public static void write(Path path, String text) throws IOException {
    write(path, StandardCharsets.UTF_8.encode(text));
  }

  /**
   * Writes a result in UTF-8, whose reader needs no more than its name if that fails.
   *
   * @param path the file
   * @param text its content
   * @throws UncheckedIOException if it cannot be written; the message names the file
   */
  public static void writeResult(Path path, String text) {
    try {
      write(path, text);
    } catch (IOException error) {
      throw new UncheckedIOException(
          path + " could not be written: " + error + ".\nMaybe the disk is full.", error);
    }
  }

  /**
   * Copies a file, so that the copy is complete or absent.
   *
   * @param from the file
   * @param to the copy, replaced if it is there
   * @throws IOException if it cannot be copied
   */
  public static void copy(Path from, Path to) throws IOException {
    write(to, ByteBuffer.wrap(Files.readAllBytes(from)));
  }

  /**
   * Renames a file atomically, and replaces a file of that name.
   *
   * @param from the file, whose content is on the disk
   * @param to its new name, in the same folder
   * @throws IOException if it cannot be renamed
   */
  public static void rename(Path from, Path to) throws IOException {
    before("rename", to);
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceFolder(to);
  }

  /**
   * Deletes a file if it exists.
   *
   * @param path the file
   * @throws IOException if it cannot be deleted
   */
  public static void delete(Path path) throws IOException {
    before("delete", path);
    Files.deleteIfExists(path);
  }

  /** Makes a new name survive a loss of power; not every system can open a folder for that. */
  private static void forceFolder(Path path) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (File.separatorChar == '/' && folder != null) {
      before("force folder", path);
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
