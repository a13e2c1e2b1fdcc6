package org.distill4j.teacher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Files and folders that teachers are read from. */
public final class TeacherFiles {
  private static final int BLOCK = 1 << 16;

  private TeacherFiles() {}

  /**
   * Checks that a path is a file.
   *
   * @param path where it should be
   * @param kind what it should be, with an article
   * @throws IllegalArgumentException if there is none
   */
  public static void requireFile(Path path, String kind) {
    require(Files.isRegularFile(path), "file", path, kind);
  }

  /**
   * Checks that a path is a folder.
   *
   * @param path where it should be
   * @param kind what it should be, with an article
   * @throws IllegalArgumentException if there is none
   */
  public static void requireFolder(Path path, String kind) {
    require(Files.isDirectory(path), "folder", path, kind);
  }

  private static void require(boolean fits, String what, Path path, String kind) {
    if (!fits) {
      boolean other = Files.exists(path);
      throw new IllegalArgumentException(
          path
              + (other ? " is no " + what : " does not exist")
              + ", expected "
              + kind
              + ".\nMaybe "
              + (other
                  ? "the path ends one level too early or too late."
                  : "the path is relative to another folder."));
    }
  }

  /**
   * Returns the SHA-256 of a file, or of all files of a folder with their names.
   *
   * @param path the file or folder
   * @return 64 hexadecimal digits
   * @throws UncheckedIOException if it cannot be read
   */
  public static String fingerprint(Path path) {
    MessageDigest digest = sha256();
    try {
      if (Files.isDirectory(path)) {
        for (Path file : filesOf(path)) {
          digest.update((path.relativize(file) + "\n").getBytes(StandardCharsets.UTF_8));
          digest.update(HexFormat.of().parseHex(fingerprint(file)));
        }
      } else {
        digest(path, digest);
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static List<Path> filesOf(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void digest(Path file, MessageDigest digest) throws IOException {
    byte[] block = new byte[BLOCK];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        digest.update(block, 0, count);
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("Every Java platform has SHA-256", absent);
    }
  }
}
