package org.distill4j.tensorflow;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Checks a SavedModel before the engine executes it. This finds what is careless; it does not make
 * the graph of a stranger harmless.
 */
final class ForeignGraph {
  /** Operators that write files or run code of their own, and that no network needs. */
  private static final List<String> WRITERS =
      List.of(
          "WriteFile",
          "Save",
          "SaveSlices",
          "CreateSummaryFileWriter",
          "CreateSummaryDbWriter",
          "PyFunc",
          "PyFuncStateless",
          "EagerPyFunc");

  /** A node's operator is its second field, a text. */
  private static final int OPERATOR = 2 << 3 | 2;

  private ForeignGraph() {}

  /**
   * Refuses a graph with operators that write files.
   *
   * @throws IllegalArgumentException if there is one; a folder without a graph is left to the
   *     engine
   */
  static void require(Path folder) {
    Path file = folder.resolve("saved_model.pb");
    if (!Files.isRegularFile(file)) {
      return;
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      byte[] graph = in.readAllBytes();
      for (String writer : WRITERS) {
        if (names(graph, writer)) {
          throw new IllegalArgumentException(
              folder
                  + " is refused: its graph has the operator "
                  + writer
                  + ", which uses files or runs other code, expected one that computes and does"
                  + " nothing else.\nMaybe it is not from whom you think.");
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(
          file + " could not be read: " + unreadable + ".\nMaybe it is not yours to read.",
          unreadable);
    }
  }

  private static boolean names(byte[] graph, String operator) {
    byte[] name = operator.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i + name.length + 2 <= graph.length; i++) {
      if (graph[i] == OPERATOR && graph[i + 1] == name.length && isAt(graph, i + 2, name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAt(byte[] graph, int place, byte... name) {
    for (int i = 0; i < name.length; i++) {
      if (graph[place + i] != name[i]) {
        return false;
      }
    }
    return true;
  }
}
