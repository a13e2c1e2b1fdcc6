package org.distill4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The documents")
class LinksTest {
  private static final Path ROOT = Path.of("..");

  /** The target of a link that is a file of this project: no scheme, without what follows a #. */
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#]+)[^)]*\\)");

  @Test
  @DisplayName("link to files that are there")
  void links() throws IOException {
    for (Path page : pages()) {
      List<String> targets =
          LINK.matcher(Files.readString(page)).results().map(link -> link.group(1)).toList();
      for (String target : targets) {
        assertThat(page.resolveSibling(target)).as("linked from " + page).exists();
      }
    }
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
        Stream<Path> suite = Files.list(ROOT.resolve("distill-conformance"))) {
      return Stream.of(top, docs, suite)
          .flatMap(files -> files)
          .filter(file -> file.toString().endsWith(".md"))
          .toList();
    }
  }
}
