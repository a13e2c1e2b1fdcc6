package org.distill4j.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What is measured")
class MeasureTest {
  @Nested
  @DisplayName("Times")
  class OfTimes {
    private final ProgramTimes slow =
        new ProgramTimes(
            List.of(new TimeSample(6e3, 4e3), new TimeSample(90e3, 6e3), new TimeSample(8e3, 8e3)));
    private final ProgramTimes fast =
        new ProgramTimes(
            List.of(new TimeSample(2e3, 2e3), new TimeSample(45e3, 2e3), new TimeSample(2e3, 2e3)));

    @Test
    @DisplayName("are medians in microseconds, so that one disturbed repetition does not count")
    void medians() {
      assertThat(slow.wallMicros()).isEqualTo(8);
      assertThat(slow.cpuMicros()).isEqualTo(6);
    }

    @Test
    @DisplayName("are compared repetition by repetition")
    void ratios() {
      assertThat(slow.wallRatio(fast)).isEqualTo(3);
      assertThat(slow.cpuRatio(fast)).isEqualTo(3);
    }
  }

  @Test
  @DisplayName("takes turns: every contender runs equally often, in short bursts")
  void turns() {
    StringBuilder order = new StringBuilder();
    new InterleavedTimer(4, 2, 2, 3)
        .run(
            List.of(
                new TimedProgram("a", () -> order.append('a')),
                new TimedProgram("b", () -> order.append('b'))));
    assertThat(order).hasToString("aaaabbbb" + "aaabbbbbbaaa".repeat(2));
  }

  @Nested
  @DisplayName("A report")
  class OfReports {
    private final BenchmarkTable table = BenchmarkTable.of("Sizes", "name", "count");

    @Test
    @DisplayName("aligns numbers to the right")
    void aligned() {
      table.add("one", 1.5);
      table.add("thousands", 12_345.6);
      assertThat(table.markdown())
          .isEqualTo(
              """
              **Sizes**

              | name      |  count |
              |-----------|-------:|
              | one       |   1.50 |
              | thousands | 12,346 |
              """);
    }

    @Test
    @DisplayName("replaces what stands between its lines of a page, and nothing else")
    void page(@TempDir Path folder) throws IOException {
      table.add("one", 1.5);
      Path page = folder.resolve("page.md");
      Files.writeString(page, "before\n<!-- begin x -->\nold\n<!-- end x -->\nafter\n");
      new BenchmarkReport("x", List.of(table)).writeInto(page);
      assertThat(page)
          .content()
          .startsWith("before\n<!-- begin x -->\n")
          .contains("| one  |  1.50 |")
          .doesNotContain("old")
          .endsWith("<!-- end x -->\nafter\n");
    }

    @Test
    @DisplayName("refuses a page without a place for it")
    void wrongPage(@TempDir Path folder) throws IOException {
      Path page = folder.resolve("page.md");
      Files.writeString(page, "something");
      assertThatThrownBy(() -> new BenchmarkReport("x", List.of(table)).writeInto(page))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("has no place for x")
          .hasMessageContaining("\nMaybe another page was meant.");
    }

    @Test
    @DisplayName("is JSON with the machine, and rows by column")
    void json(@TempDir Path folder) throws IOException {
      table.add("one", 1.5);
      Path file = folder.resolve("deep").resolve("x.json");
      new BenchmarkReport("x", List.of(table)).writeJson(file);
      assertThat(file).content().contains("\"processor\"", "\"name\" : \"one\"", "\"count\" : 1.5");
    }
  }
}
