package org.distill4j.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Device;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A program that computes in Java")
class VectorProcessTest {
  /** A backend of the name that counts. */
  public static final class Java extends Backend {
    @Override
    public String name() {
      return "java";
    }

    @Override
    public List<Device> devices() {
      return List.of(Device.cpu());
    }

    @Override
    protected Session start(SessionOptions options) {
      throw new UnsupportedOperationException();
    }
  }

  /** Tells where it runs. */
  static final class Program {
    private Program() {}

    public static void main(String... args) {
      System.exit(VectorProcess.run(Program.class, args).orElseGet(() -> here(args)));
    }

    private static int here(String... args) {
      boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
      System.out.println(
          String.join(" ", args) + ", " + vectors + ", " + System.getProperty("distill.test"));
      System.err.println("complaint");
      return 7;
    }
  }

  @Nested
  @DisplayName("in a process of its own")
  class Started {
    @TempDir private Path folder = Path.of("");

    private Process start(String... options) throws IOException {
      Path services = Files.createDirectories(folder.resolve("META-INF/services"));
      Files.writeString(services.resolve(Backend.class.getName()), Java.class.getName());
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of(options));
      String own = System.getProperty("java.class.path");
      String classes = System.getProperty("surefire.test.class.path", own);
      command.addAll(List.of("-cp", folder + File.pathSeparator + classes));
      command.addAll(List.of(Program.class.getName(), "an argument", "another"));
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
      return builder.start();
    }

    private static void check(Process process, String told, String complaint)
        throws IOException, InterruptedException {
      assertThat(text(process.getInputStream())).isEqualTo(told);
      assertThat(text(process.getErrorStream())).isEqualTo(complaint);
      assertThat(process.waitFor()).isEqualTo(7);
    }

    private static String text(InputStream stream) throws IOException {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("gets the Vector API, its arguments and properties, and gives back its status")
    void vectors() throws IOException, InterruptedException {
      check(
          start("-Ddistill.backend=java", "-Ddistill.test=kept"),
          "an argument another, true, kept" + System.lineSeparator(),
          "complaint" + System.lineSeparator());
    }

    @Test
    @DisplayName("runs where it is with another backend")
    void other() throws IOException, InterruptedException {
      check(
          start("-Ddistill.backend=none"),
          "an argument another, false, null" + System.lineSeparator(),
          "complaint" + System.lineSeparator());
    }
  }

  @Nested
  @DisplayName("hands on what the other process complains of")
  class Complaints {
    private static String rest(String told) throws IOException {
      InputStream stream = new ByteArrayInputStream(told.getBytes(StandardCharsets.UTF_8));
      byte[] first = VectorProcess.withoutWarning(stream);
      return new String(first, StandardCharsets.UTF_8)
          + new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("without the JVM's line about the Vector API")
    void warning() throws IOException {
      String warning = "WARNING: Using incubator modules: jdk.incubator.vector";
      assertThat(rest(warning + "\nnext\n")).isEqualTo("next\n");
      assertThat(rest(warning + "\r\n")).isEmpty();
      assertThat(rest(warning)).isEmpty();
    }

    @Test
    @DisplayName("and all else")
    void others() throws IOException {
      for (String told : List.of("", "WARN", "WARNING: other\nnext\n", "any\n")) {
        assertThat(rest(told)).isEqualTo(told);
      }
    }
  }
}
