package org.distill4j.examples.loaders;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What an application brings along, as jars. */
final class ClassPath {
  private static final Pattern NEEDLESS =
      Pattern.compile("test-classes|junit|assertj|archunit|spring|onnx|jline|picocli|conformance");

  private ClassPath() {}

  /** The jars of this class path; folders of classes are packed into jars. */
  static List<Path> jars(Path folder) throws IOException {
    List<Path> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      if (!NEEDLESS.matcher(entry).find() && Files.exists(path)) {
        jars.add(
            Files.isDirectory(path)
                ? packed(path, folder.resolve("classes-" + jars.size() + ".jar"), "")
                : path);
      }
    }
    return jars;
  }

  /** The application's class alone, as a jar. */
  static Path application(Path folder) throws IOException {
    Path tests = location(Application.class);
    return packed(tests, folder.resolve("application.jar"), Application.class.getName());
  }

  static Path location(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  private static Path packed(Path classes, Path jar, String prefix) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      files
          .filter(Files::isRegularFile)
          .filter(file -> name(classes, file).startsWith(prefix.replace('.', '/')))
          .forEach(file -> add(name(classes, file), file, zip));
    }
    return jar;
  }

  private static String name(Path classes, Path file) {
    return classes.relativize(file).toString().replace(File.separatorChar, '/');
  }

  private static void add(String name, Path file, ZipOutputStream zip) {
    try {
      zip.putNextEntry(new ZipEntry(name));
      copy(file, zip);
      zip.closeEntry();
    } catch (IOException error) {
      throw new UncheckedIOException("Cannot pack " + file, error);
    }
  }

  private static void copy(Path file, OutputStream out) throws IOException {
    Files.copy(file, out);
  }
}
