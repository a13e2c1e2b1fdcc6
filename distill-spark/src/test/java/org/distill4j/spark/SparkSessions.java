package org.distill4j.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** Sessions of Spark for tests. */
final class SparkSessions {
  private SparkSessions() {}

  static SparkSession.Builder builder(String master) {
    return SparkSession.builder()
        .master(master)
        .appName("distill-spark")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "4");
  }

  static SparkSession local() {
    return builder("local[2]").getOrCreate();
  }

  /**
   * Two executors, each a process of its own, with Kryo. They have the classes of these tests from
   * a jar that Spark brings them, and all else on their class path.
   */
  static SparkSession cluster(Path folder) {
    try {
      Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
      return builder("local-cluster[2,1,1024]")
          .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
          .config("spark.executor.extraClassPath", classPath())
          .config("spark.jars", jar(folder).toString())
          .getOrCreate();
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).toAbsolutePath())
        .filter(entry -> !entry.endsWith("test-classes"))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Path jar(Path folder) throws IOException {
    Path classes =
        Path.of(SmallStudent.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    Path jar = folder.resolve("tests.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> all = Files.walk(classes)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        out.write(Files.readAllBytes(file));
      }
    }
    return jar;
  }
}
