package org.distill4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The tutorial for authors of backends")
class TutorialTest {
  private static final Path PAGE = Path.of("..", "docs", "writing-a-backend.md");
  private static final Path SPEC = Path.of("SPEC.md");
  private static final Path TEST =
      Path.of("src", "test", "java", "org", "distill4j", "conformance");
  private static final Path BACKEND =
      Path.of("..", "distill-test-support", "src", "main", "java", "org", "distill4j", "tutorial");
  private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\[`(\\w+)`]\\(([^)]+\\.java)\\)");
  private static final Pattern RULE = Pattern.compile("`([A-Z]+-\\d\\d)`");

  @Test
  @DisplayName("shows code of the backend that passes the suite")
  void snippets() throws IOException {
    String code = flat(sources());
    List<String> snippets =
        SNIPPET.matcher(Files.readString(PAGE)).results().map(m -> m.group(1)).toList();
    assertThat(snippets).hasSizeGreaterThan(6).allSatisfy(s -> assertThat(code).contains(flat(s)));
  }

  @Test
  @DisplayName("links files that are there")
  void links() throws IOException {
    List<String> links =
        LINK.matcher(Files.readString(PAGE)).results().map(m -> m.group(2)).toList();
    assertThat(links)
        .isNotEmpty()
        .allSatisfy(link -> assertThat(PAGE.resolveSibling(link)).exists());
  }

  @Test
  @DisplayName("names rules that SPEC.md has")
  void rules() throws IOException {
    String spec = Files.readString(SPEC);
    assertThat(RULE.matcher(Files.readString(PAGE)).results().map(m -> m.group(1)))
        .hasSizeGreaterThan(10)
        .allSatisfy(id -> assertThat(spec).contains("- **" + id + "**"));
  }

  private static String sources() throws IOException {
    List<String> texts = new ArrayList<>();
    for (Path folder : List.of(BACKEND, TEST)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          texts.add(Files.readString(file));
        }
      }
    }
    return String.join("\n", texts);
  }

  /** Code without its indentation, which a snippet need not keep. */
  private static String flat(String code) {
    return code.lines().map(String::strip).reduce("", (a, b) -> a + b + "\n").strip();
  }
}
