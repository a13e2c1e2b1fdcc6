package org.distill4j.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Programs as documents show them: what stands in a method. */
public final class MainBody {
  private MainBody() {}

  /**
   * The body of a class's last method, as a fenced block of Java.
   *
   * @param source the class's file
   * @param opening the end of the method's first line
   * @return the block
   * @throws IOException if it cannot be read
   */
  public static String fenced(Path source, String opening) throws IOException {
    String text = Files.readString(source);
    int from = text.indexOf(opening) + opening.length();
    String body = text.substring(from, text.lastIndexOf("  }\n}"));
    return "```java\n" + body.stripTrailing().stripIndent() + "\n```";
  }
}
