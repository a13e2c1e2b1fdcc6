package org.distill4j.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.distill4j.backend.Backend;
import org.distill4j.backend.NativeLibraries;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;

/** The facts of one backend, whether its engine loads or not. */
final class BackendFacts {
  private final Backend backend;
  private final List<String> lines = new ArrayList<>();

  BackendFacts(Backend backend) {
    this.backend = backend;
  }

  /** A line for each fact. */
  List<String> lines() {
    try {
      natives(backend.natives());
      try (Session session = backend.open(SessionOptions.defaults())) {
        add("engine", session.engineVersion());
        add("devices", join(backend.devices()));
        add("threads", threads(session));
      }
    } catch (RuntimeException | LinkageError broken) {
      String message = String.valueOf(broken.getMessage());
      List<String> messages = message.lines().toList();
      for (int i = 0; i < messages.size(); i++) {
        add(i == 0 ? "no engine" : "", messages.get(i));
      }
    }
    return lines;
  }

  private void natives(NativeLibraries natives) {
    if (natives.equals(NativeLibraries.none())) {
      add("natives", "needs none");
      return;
    }
    add("natives", natives.found().isEmpty() ? "none on the class path" : join(natives.found()));
    add(
        "needs",
        natives.artifacts().isEmpty()
            ? "no artifact is for this machine"
            : join(natives.artifacts()));
    natives.folder().ifPresent(folder -> add("unpacked to", folder));
  }

  private static String threads(Session session) {
    int other = session.threads() + 1;
    session.useThreads(other);
    return session.threads() == other
        ? "1 unless a number is set; with auto, a training times its first steps and chooses"
        : session.threads() + ", which an open session cannot change";
  }

  private void add(String name, String value) {
    lines.add(String.format("  %-12s%s", name, value));
  }

  private static String join(List<?> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
