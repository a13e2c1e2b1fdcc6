package org.distill4j.gates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The modules of this build that hold code, in the order of the root's POM. */
final class Modules {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

  private Modules() {}

  /** The modules' names, which are their folders' too. */
  static List<String> names() throws IOException {
    String pom = Files.readString(ROOT.resolve("pom.xml"));
    return MODULE
        .matcher(pom)
        .results()
        .map((MatchResult module) -> module.group(1))
        .filter(module -> sources(module).findAny().isPresent())
        .toList();
  }

  /** A module's folders of Java sources, as paths from the root. */
  static Stream<String> sources(String module) {
    return Stream.of("main", "test")
        .map(kind -> module + "/src/" + kind + "/java")
        .filter(folder -> Files.isDirectory(ROOT.resolve(folder)));
  }

  /** The folder of a module's compiled classes, which is not there if the module has none. */
  static Path classes(String module) {
    return ROOT.resolve(module).resolve("target").resolve("classes");
  }
}
