package org.distill4j.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.distill4j.cli.console.Interrupts;
import org.distill4j.cli.run.Samples;

/**
 * A call of the command in this process.
 *
 * @param status the exit code
 * @param out what it printed
 * @param err what it complained of
 */
record Invocation(int status, String out, String err) {
  static Invocation of(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status = Distill.run(stream(out), stream(err), Interrupts.none(), args);
    return new Invocation(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  /** A file with a run whose data lie beside it. */
  static String config(Path folder, String yaml) throws IOException {
    return Files.writeString(folder.resolve("run.yaml"), Samples.in(folder, yaml)).toString();
  }
}
