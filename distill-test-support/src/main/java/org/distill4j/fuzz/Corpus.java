package org.distill4j.fuzz;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Files that fuzzing by coverage found to reach different code of a reader. Usually each is read
 * once more. With the system property {@value #SECONDS}, Jazzer looks for more of them for so long,
 * and for those that break what {@link HarmlessReading} says; it must be on the class path.
 */
public final class Corpus {
  private static final String SECONDS = "fuzz.seconds";
  private static final String ONLY = "fuzz.target";
  private static final String JAZZER = "com.code_intelligence.jazzer.Jazzer";

  private final FuzzTarget.Catalog catalog;
  private final String name;
  private final FuzzTarget target;

  private Corpus(FuzzTarget.Catalog catalog, String name, FuzzTarget target) {
    this.catalog = catalog;
    this.name = name;
    this.target = target;
  }

  /**
   * Tests of all readers of a module.
   *
   * @param catalog the readers; their files are the resources {@code corpus/NAME} of its module
   * @return a test for each
   */
  public static Stream<DynamicTest> tests(FuzzTarget.Catalog catalog) {
    String only = System.getProperty(ONLY, "");
    return catalog.targets().entrySet().stream()
        .filter(target -> only.isEmpty() || only.equals(target.getKey()))
        .map(target -> new Corpus(catalog, target.getKey(), target.getValue()))
        .map(corpus -> DynamicTest.dynamicTest(corpus.name, corpus::run));
  }

  private void run() throws IOException, InterruptedException {
    int seconds = Integer.getInteger(SECONDS, 0);
    if (seconds > 0) {
      fuzz(seconds);
    } else {
      replay();
    }
  }

  private void replay() throws IOException {
    FuzzFolder playground = new FuzzFolder();
    // Valid files must be read: a reader that refuses them as well would not be tested.
    target.seeds().forEach(seed -> target.reader().accept(playground.write(target.file(), seed)));
    for (Path file : stored()) {
      playground.read(target.file(), Files.readAllBytes(file), target.factor(), target.reader());
    }
    playground.close();
  }

  private List<Path> stored() throws IOException {
    Optional<Path> folder = folder();
    if (folder.isEmpty()) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder.get())) {
      return files.sorted().toList();
    }
  }

  private Optional<Path> folder() {
    URL resource = catalog.getClass().getResource("/corpus/" + name);
    try {
      return resource == null ? Optional.empty() : Optional.of(Path.of(resource.toURI()));
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Grows {@code target/corpus/NAME}, beginning with the seeds and with what is stored. */
  private void fuzz(int seconds) throws IOException, InterruptedException {
    Path grown = Files.createDirectories(Path.of("target", "corpus", name));
    for (int i = 0; i < target.seeds().size(); i++) {
      Files.write(grown.resolve("seed-" + i), target.seeds().get(i));
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx700m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path", ""),
                "-D" + CoverageFuzzer.CATALOG + "=" + catalog.getClass().getName(),
                "-D" + CoverageFuzzer.TARGET + "=" + name,
                JAZZER,
                "--target_class=" + CoverageFuzzer.class.getName(),
                "--instrumentation_includes=org.distill4j.**",
                "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.*",
                "--reproducer_path=" + grown.getParent(),
                "-max_total_time=" + seconds,
                "-max_len=4096",
                "-artifact_prefix=" + grown.resolveSibling(name + "-"),
                grown.toString()));
    folder().ifPresent(folder -> command.add(folder.toString()));
    Path log = grown.resolveSibling(name + ".log");
    Process jazzer =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (jazzer.waitFor() != 0) {
      throw new AssertionError("Jazzer found a file that breaks a promise; " + log + " tells more");
    }
  }
}
