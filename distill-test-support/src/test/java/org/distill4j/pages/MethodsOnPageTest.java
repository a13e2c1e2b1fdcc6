package org.distill4j.pages;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A page that shows code")
class MethodsOnPageTest {
  private static final String CODE =
      """
      final class Shown {
        static int one() {
          return 1;
        }

        static int two() {
          return 2;
        }
      }
      """;

  private final Path code;
  private final Path page;

  MethodsOnPageTest(@TempDir Path folder) {
    code = folder.resolve("Shown.java");
    page = folder.resolve("page.md");
  }

  @BeforeEach
  void write() throws IOException {
    Files.writeString(code, CODE);
  }

  @Test
  @DisplayName("passes if each static method's body is a block of it")
  void shown() throws IOException {
    Files.writeString(page, "One:\n```java\nreturn 1;\n```\nTwo:\n```java\nreturn 2;\n```\n");

    assertThatCode(() -> MethodsOnPage.requireShown(code, page)).doesNotThrowAnyException();
  }

  @Test
  @DisplayName("fails if a block differs from its method")
  void changed() throws IOException {
    Files.writeString(page, "One:\n```java\nreturn 1;\n```\nTwo:\n```java\nreturn 3;\n```\n");

    assertThatThrownBy(() -> MethodsOnPage.requireShown(code, page))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("return 2;");
  }
}
