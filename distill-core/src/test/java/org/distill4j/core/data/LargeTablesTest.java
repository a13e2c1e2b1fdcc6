package org.distill4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.distill4j.data.Batch;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tensors of 2 GiB are those of 1,000 bytes here. */
@DisplayName("A table that is too large for one tensor")
class LargeTablesTest {
  private static final int ROWS = 50_000;

  @TempDir private Path folder = Path.of("");

  static Stream<ReadLimits> limits() {
    return Stream.of(new ReadLimits(Long.MAX_VALUE, 1_000), new ReadLimits(0, 1_000));
  }

  private Path csv() throws IOException {
    StringBuilder text = new StringBuilder("a,b,c,y\n");
    for (int i = 0; i < ROWS; i++) {
      text.append(i).append(',').append(-i).append(',').append(i / 2.0).append(',');
      text.append(i % 3).append('\n');
    }
    return Files.writeString(folder.resolve("t.csv"), text);
  }

  private Path jsonl() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < ROWS; i++) {
      text.append(
          "{\"a\": %d, \"b\": %d, \"c\": %s, \"y\": %d}\n".formatted(i, -i, i / 2.0, i % 3));
    }
    return Files.writeString(folder.resolve("t.jsonl"), text);
  }

  private static InMemoryDataset read(TableSource source, Path file, ReadLimits limits) {
    return new TableFile(source, file).numbers(List.of(), Set.of(), OptionalDouble.empty(), limits);
  }

  @ParameterizedTest
  @MethodSource("limits")
  @DisplayName("is held in several, on the heap or in a file, and is the same")
  void same(ReadLimits limits) throws IOException {
    requireSame(CsvTable.of("y"), csv(), limits);
    requireSame(JsonLines.of("y"), jsonl(), limits);
  }

  private static void requireSame(TableSource source, Path file, ReadLimits limits) {
    InMemoryDataset one = source.read(file);
    InMemoryDataset several = read(source, file, limits);
    int[] all = IntStream.range(0, ROWS).toArray();
    assertThat(several.size()).isEqualTo(ROWS);
    assertThat(several.columns()).containsExactly("a", "b", "c");
    Batch batch = several.batch(all);
    assertThat(batch.input()).isEqualTo(one.batch(all).input());
    assertThat(batch.labels(Batch.LABELS)).isEqualTo(one.batch(all).labels(Batch.LABELS));
    assertThat(several.batch(49_999, 83, 0).input().toFloatArray())
        .containsExactly(49_999, -49_999, 24_999.5f, 83, -83, 41.5f, 0, 0, 0);
    assertThat(several.fingerprint()).isEqualTo(one.fingerprint());
  }

  @Test
  @DisplayName("names the example with a number that is none")
  void numbers() {
    HostTensor first = HostTensor.ofFloats(Shape.of(2, 1), 1, 2);
    HostTensor last = HostTensor.ofFloats(Shape.of(1, 1), Float.NaN);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                InMemoryDataset.of(
                    new RowBlocks(List.of(first, last)), HostTensor.ofInts(Shape.of(3), 0, 0, 0)))
        .withMessageStartingWith("The input of example 2 is NaN at position [0], expected");
  }
}
