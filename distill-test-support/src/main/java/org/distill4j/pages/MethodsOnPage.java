package org.distill4j.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Compares a page of the documents with its code. */
public final class MethodsOnPage {
  private MethodsOnPage() {}

  /**
   * Checks that the body of each static method of a class is a block of the page.
   *
   * @param code the class's file
   * @param page the page's file
   * @throws IOException if one cannot be read
   */
  public static void requireShown(Path code, Path page) throws IOException {
    String text = Files.readString(page);
    String[] methods = Files.readString(code).split("\n  static ", -1);
    for (String method : Arrays.copyOfRange(methods, 1, methods.length)) {
      String body = method.substring(method.indexOf(") {\n") + 4, method.indexOf("\n  }"));
      assertThat(text).contains("```java\n" + body.stripIndent().stripTrailing() + "\n```");
    }
  }
}
