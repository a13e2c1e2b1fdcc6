package org.distill4j.spark.example;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Runs an application on a Spark in this process, and returns what it prints. */
final class ExampleProgram {
  private static final String MASTER = "spark.master";

  private ExampleProgram() {}

  static String run(Consumer<String[]> main, String... args) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setProperty(MASTER, "local[2]");
    System.setProperty("spark.ui.enabled", "false");
    try {
      main.accept(args);
    } finally {
      System.clearProperty(MASTER);
      System.clearProperty("spark.ui.enabled");
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
