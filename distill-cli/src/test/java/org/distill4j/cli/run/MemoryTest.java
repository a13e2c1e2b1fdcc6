package org.distill4j.cli.run;

import static org.distill4j.fuzz.LargeFile.repeated;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.distill4j.fuzz.LargeFile;
import org.distill4j.fuzz.LargeFile.Content;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Reading takes at most a multiple of the file's length:")
class MemoryTest {
  @TempDir private Path folder = Path.of("");

  private static LargeFile run(String test, Content content) {
    return new LargeFile(
        "configuration, " + test, "run.yaml", RunFileFuzzTest.FACTOR, content, RunFile::read);
  }

  private static LargeFile result(String test, Content content) {
    return new LargeFile(
        "result, " + test,
        ResultFile.NAME,
        100,
        content,
        file -> ResultFile.read(file.resolveSibling("")));
  }

  /** Each list holds the one before it ten times. */
  private static Content aliases() {
    return () ->
        IntStream.range(1, 5_000)
            .mapToObj(
                i ->
                    "a%d: &a%1$d [%s]\n"
                        .formatted(i, "*a" + (i - 1) + (", *a" + (i - 1)).repeat(9)))
            .collect(Collectors.joining("", "a0: &a0 [1]\n", ""))
            .getBytes(StandardCharsets.UTF_8);
  }

  private static Content keys() {
    return () ->
        IntStream.range(0, 30_000)
            .mapToObj(i -> "key" + i + ": 1\n")
            .collect(Collectors.joining())
            .getBytes(StandardCharsets.UTF_8);
  }

  static Stream<LargeFile> cases() {
    return Stream.of(
        run("deep lists", repeated("", "[", "")),
        run("deep maps", repeated("", "{a: ", "")),
        run("deep blocks", repeated("", "- ", "")),
        run("a long text", repeated("data: '", "a", "'\n")),
        run("a long key", repeated("", "a", ": 1\n")),
        run("aliases", aliases()),
        run("many keys", keys()),
        run("many layers", repeated("student:\n  model:\n    layers:\n", "    - relu\n", "")),
        run("many metrics", repeated("metrics: [", "accuracy, ", "]\n")),
        run("many documents", repeated("", "---\n", "")),
        run("comments", repeated("", "#\n", "")),
        result("deep", repeated("", "{\"a\":", "")),
        result(
            "numbers",
            repeated(
                "{\"format\":\"distill4j-result-1\",\"engine\":\"e\",\"networks\":{\"student\":{",
                "\"loss\":1,",
                "\"a\":1}}}")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void bounded(LargeFile file) throws IOException {
    file.read(folder);
  }
}
