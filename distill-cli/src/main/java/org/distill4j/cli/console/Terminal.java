package org.distill4j.cli.console;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Detects whether the output is a terminal. */
final class Terminal {
  private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

  private Terminal() {}

  /** Checks the output alone: a console also needs the input to be a terminal. */
  static boolean showsOutput() {
    if ("dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      return isTerminal(Files.readSymbolicLink(STANDARD_OUTPUT).toString());
    } catch (IOException | UnsupportedOperationException notLinux) {
      return Optional.ofNullable(System.console()).map(Terminal::isTerminal).orElse(false);
    }
  }

  static boolean isTerminal(String device) {
    return Stream.of("/dev/pts/", "/dev/tty", "/dev/console").anyMatch(device::startsWith);
  }

  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException beforeJava22) {
      // There was a console only if it was a terminal then.
      return true;
    }
  }
}
