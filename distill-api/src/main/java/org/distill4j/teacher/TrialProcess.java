package org.distill4j.teacher;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Tries a file that is a program in a Java process of its own, so that a crash ends that process
 * and not this one. The process works in an empty folder, which must stay empty. Where the system
 * has a shell with {@code ulimit}, it can write nothing to any file. It ends after {@value #LIMIT}
 * seconds, or after what the system property {@value #PROPERTY} says.
 */
public final class TrialProcess {
  private static final String PROPERTY = "distill.trial.seconds";
  private static final int LIMIT = 120;

  private static final String SHELL = "/bin/sh";
  private static final String NOTHING_WRITTEN = "ulimit -c 0; ulimit -f 0; exec \"$0\" \"$@\"";

  /** What a trial may tell, such as the report of a crash. */
  private static final int LONGEST = 1 << 16;

  private final Path file;
  private final Path folder;

  private TrialProcess(Path file, Path folder) {
    this.file = file;
    this.folder = folder;
  }

  /**
   * Tries a file.
   *
   * @param file the file or folder
   * @param program the class whose main method opens it, by {@link TrialOutcome#tell}
   * @param arguments the arguments of the main method
   * @throws IllegalArgumentException if the process crashes, takes too long, leaves a file, refuses
   *     the file, or cannot be started
   */
  public static void require(Path file, Class<?> program, List<String> arguments) {
    try {
      Path folder = Files.createTempDirectory("distill4j-trial");
      try {
        new TrialProcess(file, folder).require(program, arguments);
      } finally {
        delete(folder);
      }
    } catch (IOException error) {
      throw new UncheckedIOException(
          file
              + " could not be tried in a process of its own: "
              + error
              + ".\n"
              + "Maybe the temporary folder is full or read-only; -Djava.io.tmpdir names another.",
          error);
    }
  }

  private void require(Class<?> program, List<String> arguments) throws IOException {
    Process process =
        new ProcessBuilder(command(program, arguments))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    StringBuilder told = new StringBuilder();
    Thread reader = new Thread(() -> read(process.getInputStream(), told), "distill4j-trial");
    reader.setDaemon(true);
    reader.start();
    try {
      int limit = Integer.getInteger(PROPERTY, LIMIT);
      boolean ended = process.waitFor(limit, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      reader.join();
      new TrialOutcome(file, ended ? process.exitValue() : TrialOutcome.TOO_LONG, told.toString())
          .require(limit);
      requireEmpty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "The trial of " + file + " was interrupted.\nMaybe the program is ending.", interrupted);
    } finally {
      process.destroyForcibly();
    }
  }

  private List<String> command(Class<?> program, List<String> arguments) {
    List<String> command = new ArrayList<>();
    if (File.separatorChar == '/' && Files.isExecutable(Path.of(SHELL))) {
      command.addAll(List.of(SHELL, "-c", NOTHING_WRITTEN));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + Runtime.getRuntime().maxMemory(), "-XX:-UsePerfData"));
    command.addAll(List.of("-Djava.awt.headless=true", "-Xshare:auto"));
    System.getProperties().stringPropertyNames().stream()
        .filter(
            name ->
                name.matches("(distill|ai\\.djl|org\\.bytedeco)\\..*|user\\.home|java.io.tmpdir"))
        .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
    String modules = System.getProperty("jdk.module.path", "");
    command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
    if (program.getModule().isNamed()) {
      command.addAll(List.of("--module-path", modules));
      command.addAll(List.of("-m", program.getModule().getName() + "/" + program.getName()));
    } else {
      command.add(program.getName());
    }
    command.addAll(arguments);
    return command;
  }

  private static void read(InputStream in, StringBuilder told) {
    byte[] some = new byte[4096];
    try (in) {
      for (int count = in.read(some); count >= 0; count = in.read(some)) {
        if (told.length() < LONGEST) {
          told.append(new String(some, 0, count, StandardCharsets.UTF_8));
        }
      }
    } catch (IOException ended) {
      told.append('\n').append(ended);
    }
  }

  private void requireEmpty() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> written = files.map(Path::getFileName).limit(5).toList();
      if (!written.isEmpty()) {
        throw new IllegalArgumentException(
            file
                + " is refused: tried in a process of its own, it made the files "
                + written
                + ", expected none.\nMaybe it is not from whom you think.");
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
