package org.distill4j.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Error Prone and NullAway")
class ErrorProneSourcesTest {
  private static final Pattern ROOT = Pattern.compile("<root>\\$\\{modules}/([^<]+)</root>");

  @Test
  @DisplayName("look at the sources of every module, and at their tests")
  void everySource() throws IOException {
    List<String> given =
        ROOT.matcher(Files.readString(Path.of("pom.xml")))
            .results()
            .map(root -> root.group(1))
            .toList();

    assertThat(Modules.names()).contains("distill-api", "backend-djl", "distill-gates");
    assertThat(given)
        .as("the <compileSourceRoots> of the execution error-prone in distill-gates/pom.xml")
        .containsExactlyElementsOf(Modules.names().stream().flatMap(Modules::sources).toList());
  }
}
