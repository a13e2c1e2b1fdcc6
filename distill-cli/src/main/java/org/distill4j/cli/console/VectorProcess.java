package org.distill4j.cli.console;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.distill4j.backend.BackendNotFoundException;
import org.distill4j.backend.Backends;

/**
 * A second JVM that has Java's Vector API, with which the backend "java" multiplies matrices up to
 * ten times as fast. A JVM has it only if it was started with it.
 */
public final class VectorProcess {
  private static final String MODULE = "jdk.incubator.vector";

  /** The line that a JVM writes to standard error first. */
  private static final byte[] WARNING =
      ("WARNING: Using incubator modules: " + MODULE).getBytes(StandardCharsets.US_ASCII);

  private VectorProcess() {}

  /**
   * Runs a program in a JVM that has the Vector API, if it computes in Java and this JVM lacks the
   * API: with the class path, the options and the system properties of this one. Input and output
   * are those of this process.
   *
   * @param program the class with the program's main method
   * @param args its arguments
   * @return the exit status of the program; empty if it is to run here
   */
  public static OptionalInt run(Class<?> program, String... args) {
    if (!isOfUse(program)) {
      return OptionalInt.empty();
    }
    ProcessBuilder builder = new ProcessBuilder(command(program, args));
    builder.environment().put("CLASSPATH", classPath(program));
    builder.redirectInput(Redirect.INHERIT).redirectOutput(Redirect.INHERIT);
    try {
      return OptionalInt.of(finish(builder.start()));
    } catch (IOException notStarted) {
      return OptionalInt.empty();
    }
  }

  private static boolean isOfUse(Class<?> program) {
    return ModuleLayer.boot().findModule(MODULE).isEmpty()
        && ModuleFinder.ofSystem().find(MODULE).isPresent()
        && !program.getModule().isNamed()
        && computesInJava();
  }

  private static boolean computesInJava() {
    try {
      return Backends.find().choose().name().equals("java");
    } catch (BackendNotFoundException | IllegalArgumentException open) {
      return false;
    }
  }

  private static List<String> command(Class<?> program, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      // Debuggers and agents listen on ports that this JVM holds.
      if (!option.startsWith("-agent") && !option.startsWith("-javaagent")) {
        command.add(option);
      }
    }
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("distill."))
        .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
    command.addAll(List.of(ProcessSignals.relayed(), "--add-modules", MODULE, program.getName()));
    command.addAll(List.of(args));
    return command;
  }

  /** Maven runs programs with a loader of their own. */
  private static String classPath(Class<?> program) {
    return program.getClassLoader() instanceof URLClassLoader loader
        ? Arrays.stream(loader.getURLs())
            .map(VectorProcess::file)
            .collect(Collectors.joining(File.pathSeparator))
        : System.getProperty("java.class.path");
  }

  private static String file(URL url) {
    return Path.of(URI.create(url.toString())).toString();
  }

  /** Forwards the end of this process to the other one, which may still save. */
  private static int finish(Process process) throws IOException {
    Thread relay =
        new Thread(() -> relay(process.getErrorStream(), System.err), "distill4j-errors");
    relay.start();
    Thread end =
        new Thread(
            () -> {
              process.destroy();
              status(process, relay);
            },
            "distill4j-end");
    Runtime.getRuntime().addShutdownHook(end);
    ProcessSignals.hear(process::destroyForcibly);
    return status(process, relay);
  }

  private static int status(Process process, Thread relay) {
    try {
      int status = process.waitFor();
      relay.join();
      return status;
    } catch (InterruptedException interrupted) {
      process.destroy();
      Thread.currentThread().interrupt();
      return ExitCode.FAULT.status();
    }
  }

  private static void relay(InputStream from, OutputStream to) {
    try (from) {
      to.write(withoutWarning(from));
      to.flush();
      byte[] some = new byte[4096];
      for (int count = from.read(some); count >= 0; count = from.read(some)) {
        to.write(some, 0, count);
        to.flush();
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Skips the line that warns of the module, if it comes first, and returns the rest. */
  static byte[] withoutWarning(InputStream from) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    for (byte expected : WARNING) {
      int found = from.read();
      if (found >= 0) {
        read.write(found);
      }
      if (found != expected) {
        return read.toByteArray();
      }
    }
    int found = from.read();
    while (found >= 0 && found != '\n') {
      found = from.read();
    }
    return new byte[0];
  }
}
