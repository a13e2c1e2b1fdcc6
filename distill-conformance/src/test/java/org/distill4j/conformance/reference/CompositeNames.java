package org.distill4j.conformance.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names by which engines know composites, as the sources have them. */
final class CompositeNames {
  private static final Pattern APPLIED =
      Pattern.compile("Composite\\.apply\\(\\s*\"([a-z-]+)\"|\"([a-z-]+-gradient)\"");

  private CompositeNames() {}

  /** Every name in a source that applies composites, in the modules below the engines. */
  static Set<String> inSources() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String module : Set.of("distill-ir", "distill-api", "distill-core")) {
      Path sources = Path.of("..", module, "src", "main", "java");
      try (Stream<Path> files = Files.walk(sources)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          addNames(Files.readString(file), names);
        }
      }
    }
    return names;
  }

  private static void addNames(String source, Set<String> names) {
    if (source.contains("Composite.apply(")) {
      APPLIED
          .matcher(source)
          .results()
          .forEach(found -> names.add(found.group(1) == null ? found.group(2) : found.group(1)));
    }
  }
}
