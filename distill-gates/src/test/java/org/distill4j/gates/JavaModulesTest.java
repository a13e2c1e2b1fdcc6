package org.distill4j.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What is published")
class JavaModulesTest {
  private static final String OURS = "org.distill4j.";
  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");
  private static final Pattern NAME =
      Pattern.compile("<Automatic-Module-Name>([^<]+)</Automatic-Module-Name>");

  /** A line of the table "Java modules": the artifact, the module's name, and its packages. */
  private static final Pattern LINE =
      Pattern.compile("(?m)^\\| `([a-z0-9-]+)` \\| `(org\\.distill4j\\.\\w+)` \\| (.*) \\|$");

  private static final Pattern PACKAGE = Pattern.compile("`([a-z.0-9]+)`");

  private static List<String> published() throws IOException {
    Set<String> listed =
        all(ARTIFACT, Files.readString(Modules.ROOT.resolve("distill-bom/pom.xml")))
            .collect(Collectors.toSet());
    return Modules.names().stream().filter(listed::contains).toList();
  }

  static List<String> described() throws IOException {
    return published().stream().filter(module -> descriptor(module).isPresent()).toList();
  }

  private static Stream<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1));
  }

  static Optional<ModuleDescriptor> descriptor(String module) {
    Path file = Modules.classes(module).resolve("module-info.class");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(ModuleDescriptor.read(in));
    } catch (IOException error) {
      throw new IllegalStateException("Cannot read " + file, error);
    }
  }

  /** The packages for users, by artifact and module, as "distill-ir org.distill4j.ir". */
  private static Map<String, Set<String>> documented() throws IOException {
    return LINE.matcher(Files.readString(Modules.ROOT.resolve("ARCHITECTURE.md")))
        .results()
        .collect(
            Collectors.toMap(
                line -> line.group(1) + " " + line.group(2),
                line -> all(PACKAGE, line.group(3)).collect(Collectors.toSet())));
  }

  @Test
  @DisplayName("is a Java module that exports what ARCHITECTURE.md lists for users, and no more")
  void exports() throws IOException {
    Map<String, Set<String>> exported = new TreeMap<>();
    for (String module : published()) {
      Optional<ModuleDescriptor> described = descriptor(module);
      exported.put(
          module + " " + described.map(ModuleDescriptor::name).orElse(automaticName(module)),
          described.map(JavaModulesTest::forUsers).orElse(Set.of()));
    }

    assertThat(exported).hasSizeGreaterThan(7);
    assertThat(documented())
        .as("the table \"Java modules\" of ARCHITECTURE.md, against module-info.java")
        .containsExactlyInAnyOrderEntriesOf(exported);
  }

  private static String automaticName(String module) throws IOException {
    String pom = Files.readString(Modules.ROOT.resolve(module).resolve("pom.xml"));
    return all(NAME, pom).collect(Collectors.joining());
  }

  private static Set<String> forUsers(ModuleDescriptor module) {
    return module.exports().stream()
        .filter(exports -> !exports.isQualified())
        .map(exports -> exports.source().substring(OURS.length()))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("described")
  @DisplayName("exports internal packages to modules of its own kind alone")
  void internals(String module) {
    assertThat(descriptor(module).orElseThrow().exports().stream())
        .flatExtracting(ModuleDescriptor.Exports::targets)
        .allMatch(target -> target.startsWith(OURS));
  }

  @ParameterizedTest
  @MethodSource("described")
  @DisplayName("provides the same on the class path and on the module path")
  void providers(String module) throws IOException {
    Map<String, List<String>> provided =
        descriptor(module).orElseThrow().provides().stream()
            .collect(
                Collectors.toMap(
                    ModuleDescriptor.Provides::service, ModuleDescriptor.Provides::providers));

    assertThat(services(Modules.classes(module).resolve("META-INF/services"))).isEqualTo(provided);
  }

  private static Map<String, List<String>> services(Path folder) throws IOException {
    Map<String, List<String>> services = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          services.put(file.getFileName().toString(), Files.readAllLines(file));
        }
      }
    }
    return services;
  }
}
