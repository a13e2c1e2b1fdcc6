package org.distill4j.core.data;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.distill4j.core.cache.CacheOptions;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.core.checkpoint.CheckpointFolder;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.data.Dataset;
import org.distill4j.fuzz.WrongPath;
import org.distill4j.student.StudentContent;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A reader of files")
class WrongPathsTest {
  @TempDir private Path folder = Path.of("");

  private static Map<String, Consumer<Path>> readers() {
    Map<String, Consumer<Path>> readers = new LinkedHashMap<>();
    readers.put("w.safetensors", WeightsFile::read);
    readers.put("x.idx", IdxReader::read);
    readers.put("x.npy", NpyReader::read);
    readers.put("x.npz", file -> NpyReader.read(file, "x"));
    readers.put("t.csv", CsvTable.of("label")::read);
    readers.put("t.jsonl", JsonLines.of("label")::read);
    readers.put("tokens.jsonl", TokenLines.of("label")::read);
    readers.put("student.d4j", StudentContent::read);
    readers.put("w.encoding.json", TableEncoding::read);
    readers.put(
        "teacher.cache", file -> CachedTeacher.open(file, data(), CacheOptions.Check.WHOLE));
    return readers;
  }

  private static Dataset data() {
    return InMemoryDataset.unlabelled(HostTensor.ofFloats(Shape.of(1, 1), 1));
  }

  static Stream<Arguments> cases() {
    return readers().entrySet().stream()
        .flatMap(
            reader ->
                Stream.of(WrongPath.values())
                    .map(wrong -> Arguments.of(reader.getKey(), wrong, reader.getValue())));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  @DisplayName("refuses what is no file with content, names it and shows a way out")
  void refuses(String name, WrongPath wrong, Consumer<Path> reader) {
    wrong.refuse(folder, name, reader);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NOTHING", "BELOW_A_FILE"})
  @DisplayName("of pictures refuses what is no picture")
  void pictures(WrongPath wrong) throws IOException {
    Path inner = Files.createDirectory(folder.resolve("a"));
    wrong.refuse(
        inner,
        "x.png",
        file ->
            ImageFolder.exact(2, 2, ImageFolder.Colour.GRAY).read(folder, Normalization.unit()));
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NOTHING", "BELOW_A_FILE"})
  @DisplayName("of checkpoints skips what is no checkpoint and says so")
  void checkpoints(WrongPath wrong) {
    String name = "step-0000000001-epochs-00001.safetensors";
    assertThatCode(
            () ->
                wrong.refuse(
                    folder,
                    name,
                    file ->
                        new CheckpointFolder(folder)
                            .newest(
                                Map.of(),
                                Set.of(),
                                (path, problem) -> {
                                  throw new IllegalArgumentException(problem);
                                })))
        .doesNotThrowAnyException();
  }
}
