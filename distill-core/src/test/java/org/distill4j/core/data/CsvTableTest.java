package org.distill4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.distill4j.data.Batch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A table in a text file")
class CsvTableTest {
  @TempDir private Path folder = Path.of("");

  private Path file(String text) {
    try {
      return Files.writeString(folder.resolve("t.csv"), text);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  private void assertRefused(CsvTable table, String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.read(file(text)))
        .withMessageContaining(message)
        .withMessageContaining("\nMaybe ");
  }

  @Test
  @DisplayName("is read by its heading, the class in any column")
  void read() {
    Batch batch = CsvTable.of("class").read(file("a,class,b\n1,2,\"0.5\"\n-3e1,,4\n")).batch(0, 1);

    assertThat(batch.input().toFloatArray()).containsExactly(1, 0.5f, -30, 4);
    assertThat(batch.labels(Batch.LABELS).toIntArray()).containsExactly(2, -1);
  }

  @Test
  @DisplayName("may have tabulators, names of classes, or none")
  void variants() {
    CsvTable named = CsvTable.of("kind").tabs().withClasses("cat", "dog");
    assertThat(
            named
                .read(file("x\tkind\n1\tdog\n2\tcat\n"))
                .batch(0, 1)
                .labels(Batch.LABELS)
                .toIntArray())
        .containsExactly(1, 0);
    assertThat(
            CsvTable.unlabelled().read(file("x\n5\n")).batch(0).labels(Batch.LABELS).toIntArray())
        .containsExactly(-1);
    assertThat(CsvTable.of("y").withSeparator(';').read(file("x;y\n5;0\n")).size()).isEqualTo(1);
  }

  @Test
  @DisplayName("has the classes that its column names, sorted, unless they are numbers")
  void classesOfFile() {
    CsvTable table = CsvTable.of("y").withInputs("x");
    assertThat(table.classesIn(file("x,y\n1,\n1,dog\n1, cat\n1,dog\n1,7\n")))
        .containsExactly("7", "cat", "dog");
    assertThat(table.classesIn(file("x,y\n1,\n1,2.0\n1,cat\n"))).isEmpty();
    assertThat(table.classesIn(file("x,y\n1,?\n"))).isEmpty();
    assertThat(CsvTable.unlabelled().classesIn(file("x\n1\n"))).isEmpty();
    String ids =
        IntStream.range(0, 100_001).mapToObj(i -> "1,id" + i).collect(Collectors.joining("\n"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.classesIn(file("x,y\n" + ids)))
        .withMessageContaining(
            "t.csv:100002: \"y\" has more than 100,000 names, expected classes.\nMaybe it is a");
  }

  @Test
  @DisplayName("is refused with file and line")
  void refused() {
    CsvTable table = CsvTable.of("y");
    assertRefused(
        table, "x,y\n1,0\nred,1\n", "t.csv:3: \"x\" is \"red\", expected a finite number");
    assertRefused(
        table,
        "x,y\nNaN,0\n",
        "t.csv:2: \"x\" is \"NaN\", a missing value, expected a finite number");
    assertRefused(
        table, "x,y\n1,dog\n", "t.csv:2: \"y\" is \"dog\", expected the number of a class");
    assertRefused(table.withClasses("cat"), "x,y\n1,dog\n", "expected one of [cat]");
    assertRefused(table, "x,z\n1,0\n", "t.csv:1: the heading has the columns [x, z]");
    assertRefused(table, "x,y\n1,0,5\n", "t.csv:2: there are 3 cells, expected 2");
    assertRefused(table, "x,y\n", "t.csv:1: there are no examples");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.read(folder.resolve("none.csv")))
        .withMessageContaining("There is no file ");
  }

  private static float[] inputs(CsvTable table, Path file) {
    InMemoryDataset data = table.read(file);
    return data.batch(IntStream.range(0, data.size()).toArray()).input().toFloatArray();
  }

  @Test
  @DisplayName(
      "may begin with a byte-order mark, end its lines in CR, and have spaces and empty lines")
  void written() {
    assertThat(inputs(CsvTable.of("y"), file("\uFEFFy, x\r0, 1\r\r1, 2\r"))).containsExactly(1, 2);
  }

  @Test
  @DisplayName("has no row numbers of pandas, unless they are named")
  void index() {
    Path file = file(",x,y\n0,5,1\n1,6,0\n");
    assertThat(CsvTable.of("y").read(file).columns()).containsExactly("x");
    assertThat(inputs(CsvTable.of("y"), file)).containsExactly(5, 6);
    assertThat(inputs(CsvTable.of("y"), file("Unnamed: 0,x,y\n0,5,1\n"))).containsExactly(5);
    assertThat(inputs(CsvTable.of("y").withInputs("Unnamed: 0"), file("Unnamed: 0,x,y\n3,5,1\n")))
        .containsExactly(3);
  }

  @Test
  @DisplayName("has classes as whole numbers with or without decimals, true and false too")
  void classes() {
    assertThat(
            CsvTable.of("y")
                .read(file("x,y\n1,0.0\n1,1.0\n1,-1\n1,NA\n1,True\n"))
                .batch(0, 1, 2, 3, 4)
                .labels(Batch.LABELS)
                .toIntArray())
        .containsExactly(0, 1, -1, -1, 1);
    assertRefused(
        CsvTable.of("y"), "x,y\n1,0.5\n", "t.csv:2: \"y\" is \"0.5\", expected the number");
    assertRefused(CsvTable.of("y"), "x,y\n1,-100\n", "Maybe it means no label, which is -1 here");
  }

  @Test
  @DisplayName("refuses missing values, or takes the number that stands for them")
  void missing() {
    String text = "x,y\n,0\nNA,1\nnull,1\n7,1\n";
    assertRefused(
        CsvTable.of("y"),
        text,
        "t.csv:2: \"x\" is \"\", a missing value, expected a finite number");
    assertThat(inputs(CsvTable.of("y").withMissing(-1), file(text))).containsExactly(-1, -1, -1, 7);
  }

  @Test
  @DisplayName("has decimals after a comma if it is said so")
  void decimals() {
    assertThat(inputs(CsvTable.of("y").decimalComma(), file("x;y\n0,5;1\n"))).containsExactly(0.5f);
    assertRefused(
        CsvTable.of("y").withSeparator(';'),
        "x;y\n0,5;1\n",
        "Maybe write 0.5, or say that decimals");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CsvTable.of("y").decimalComma().withSeparator(','))
        .withMessageContaining("the decimal sign ',' and the separator ','");
  }

  @Test
  @DisplayName("is refused where lines are short, names come twice or another separator was meant")
  void crooked() {
    CsvTable table = CsvTable.of("y");
    assertRefused(
        table, "y,a,b\n0,1,2\n1,3\n", "t.csv:3: there are 2 cells, expected 3 as in the heading");
    assertRefused(table, "y,a,a\n0,1,2\n", "t.csv:1: the heading has \"a\" twice");
    assertRefused(table, "x;y\n1;0\n", "Maybe the separator is ';'.");
    assertRefused(table, "x\ty\n1\t0\n", "Maybe the separator is '\\t'.");
    assertRefused(table, "", "t.csv:1: the heading has the columns []");
    assertRefused(table, "x,y\n" + "z".repeat(100_000) + ",0\n", "more characters)");
  }

  @Test
  @DisplayName("that is large for the heap lies in a file, and is the same")
  void large() {
    StringBuilder text = new StringBuilder("a,b,y\n");
    for (int i = 0; i < 100_000; i++) {
      text.append(i).append(',').append(-i).append(',').append(i % 3).append('\n');
    }
    Path file = file(text.toString());

    InMemoryDataset onDisk = CsvTable.of("y").read(file, ReadLimits.heap(0));

    assertThat(onDisk.size()).isEqualTo(100_000);
    assertThat(onDisk.batch(99_999, 32_768).input().toFloatArray())
        .containsExactly(99_999, -99_999, 32_768, -32_768);
    assertThat(onDisk.fingerprint()).isEqualTo(CsvTable.of("y").read(file).fingerprint());
  }
}
