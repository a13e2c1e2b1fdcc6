package org.distill4j.gates;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A public or protected declaration")
class CommentsTest {
  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  private static List<String> problems(List<Path> sources) throws IOException {
    try (StandardJavaFileManager files =
        COMPILER.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              COMPILER.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
      CommentScanner scanner = new CommentScanner(DocTrees.instance(task));
      for (CompilationUnitTree unit : task.parse()) {
        scanner.scan(unit, null);
      }
      return scanner.problems();
    }
  }

  @Test
  @DisplayName("has a comment that names its parameters and result")
  void commented() throws IOException {
    for (String module : Modules.names()) {
      Path folder = Modules.ROOT.resolve(module).resolve("src/main/java");
      if (Files.isDirectory(folder)) {
        try (Stream<Path> all = Files.walk(folder)) {
          List<Path> sources = all.filter(each -> each.toString().endsWith(".java")).toList();
          assertThat(problems(sources)).as(module).isEmpty();
        }
      }
    }
  }

  @Test
  @DisplayName("is found without one, but for the parameters of compact constructors")
  void found(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("Shown.java"),
            """
            /** A record. */
            public record Shown<T>(T value, int size) {
              /** Checks the size. */
              public Shown {}

              /** {@return the size} */
              public int plus(int more) {
                return size + more;
              }

              public static final int LIMIT = 1;

              /** An interface. */
              public interface Sized {
                int size();
              }

              int hidden(int more) {
                return more;
              }
            }
            """);

    assertThat(problems(List.of(file)))
        .extracting(problem -> problem.replaceFirst("^.*Shown.java:", ""))
        .containsExactly(
            "2: Shown lacks @param <T>",
            "2: Shown lacks @param value",
            "2: Shown lacks @param size",
            "7: plus lacks @param more",
            "11: LIMIT lacks a comment",
            "15: size lacks a comment");
  }
}
