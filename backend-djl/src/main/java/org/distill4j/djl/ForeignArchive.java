package org.distill4j.djl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Checks an archive of TorchScript before the engine executes it. This finds what is damaged or
 * careless; it does not make the code of a stranger harmless.
 */
final class ForeignArchive {
  /** Decompresses entries: PyTorch stores them uncompressed, but others may have packed them. */
  private static final long MOST_UNPACKED = 100;

  private static final long ROOM = 1 << 20;

  /**
   * The deepest nesting: the engine calls itself for each level, and ends the process far beyond
   * this.
   */
  private static final int MOST_NESTED = 500;

  private static final Pattern WRITES =
      Pattern.compile("\\b(?:torch|aten)\\s*\\.\\s*(save|from_file)\\s*\\(");

  private final Path file;

  private ForeignArchive(Path file) {
    this.file = file;
  }

  /**
   * Refuses an archive that writes files, or with entries that an archive does not have.
   *
   * @throws IllegalArgumentException if there is anything; what is no zip is left to the engine
   */
  static void require(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      new ForeignArchive(file).require(zip);
    } catch (ZipException other) {
      // The engine says what it expects.
    } catch (IOException | IllegalStateException unreadable) {
      throw new ForeignArchive(file)
          .refuse("it could not be read (" + unreadable + ")", unreadable);
    }
  }

  private void require(ZipFile zip) throws IOException {
    Set<String> names = new HashSet<>();
    long unpacked = 0;
    for (ZipEntry entry : entries(zip)) {
      String name = entry.getName();
      boolean outside =
          name.startsWith("/")
              || name.contains("\\")
              || List.of(name.split("/", -1)).contains("..");
      if (outside || !names.add(name)) {
        throw refuse("an entry is named \"" + brief(name) + "\"" + (outside ? "" : " twice"), null);
      }
      unpacked += Math.max(0, entry.getSize());
      if (unpacked > ROOM + MOST_UNPACKED * Files.size(file)) {
        throw refuse("its entries unpack to more than " + unpacked + " bytes", null);
      }
      if (name.endsWith(".py")) {
        requireCode(name, new String(bytes(zip, entry), StandardCharsets.UTF_8));
      } else if (name.endsWith("pkl")) {
        requirePickle(name, bytes(zip, entry));
      }
    }
  }

  private List<ZipEntry> entries(ZipFile zip) {
    try {
      return zip.stream().map(ZipEntry.class::cast).toList();
    } catch (IllegalArgumentException malformed) {
      throw refuse("the name or comment of an entry is no text", malformed);
    }
  }

  private static byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  private void requireCode(String name, String code) {
    Matcher writes = WRITES.matcher(code);
    if (writes.find()) {
      throw refuse(brief(name) + " calls torch." + writes.group(1) + ", which uses files", null);
    }
    if (SourceDepth.measure(code) > MOST_NESTED) {
      throw refuse(brief(name) + " nests expressions more than " + MOST_NESTED + " deep", null);
    }
  }

  private void requirePickle(String name, byte... pickle) {
    int depth;
    try {
      depth = PickleDepth.measure(pickle);
    } catch (IllegalArgumentException damaged) {
      throw refuse("the pickle " + brief(name) + " " + damaged.getMessage(), damaged);
    }
    if (depth > MOST_NESTED) {
      throw refuse(brief(name) + " nests objects " + depth + " deep", null);
    }
  }

  private static String brief(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }

  private IllegalArgumentException refuse(String why, @Nullable Exception cause) {
    return new IllegalArgumentException(
        file
            + " is refused: "
            + why
            + ", expected a TorchScript archive that computes and does nothing else.\n"
            + "Maybe it was damaged, or it is not from whom you think.",
        cause);
  }
}
