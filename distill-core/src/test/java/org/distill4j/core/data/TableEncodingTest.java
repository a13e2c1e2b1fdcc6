package org.distill4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The encoding of a table")
class TableEncodingTest {
  private static final CsvTable TABLE = CsvTable.of("y");
  private static final String TRAINING =
      "age,city,y\n1,Rome,0\n3,Oslo,1\n,Rome,1\n3,,0\n1,,0\n2,Bonn,1\n";
  private static final Offset<Float> EXACT = Offset.offset(1e-6f);

  @TempDir private Path folder = Path.of("");

  private Path file(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  private Path training() {
    return file("train.csv", TRAINING);
  }

  private static float[] inputs(Dataset data, int... indices) {
    return data.batch(indices).input().toFloatArray();
  }

  @Nested
  @DisplayName("is learned on training data:")
  class Learned {
    @Test
    @DisplayName("mean and deviation, and categories, the most frequent first")
    void statistics() {
      TableEncoding encoding = TableColumns.of("city").learn(TABLE, training());

      // 1, 3, 3, 1, 2: mean 2, variance 4/5. "" and Rome occur twice, Oslo and Bonn once.
      assertThat(encoding.columns())
          .containsExactly(
              new ColumnEncoding.Numeric("age", 2, Math.sqrt(0.8), MissingNumbers.MEAN),
              new ColumnEncoding.Categorical("city", List.of("", "Rome")));
      assertThat(encoding.valueNames())
          .containsExactly("age", "city is another", "city is missing", "city=Rome");
      assertThat(encoding.numbers()).isEqualTo(1);
      assertThat(encoding.categories()).containsExactly(3);
    }

    @Test
    @DisplayName("on some rows alone")
    void some() {
      TableEncoding encoding =
          TableColumns.of("city").withLimits(5, 1).learn(TABLE, training(), row -> row < 2);

      assertThat(encoding.columns())
          .containsExactly(
              new ColumnEncoding.Numeric("age", 2, 1, MissingNumbers.MEAN),
              new ColumnEncoding.Categorical("city", List.of("Oslo", "Rome")));
    }

    @Test
    @DisplayName("as far as there is room for categories")
    void limits() {
      TableEncoding encoding = TableColumns.of("city").withLimits(1, 2).learn(TABLE, training());

      assertThat(encoding.categories()).containsExactly(2);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TableColumns.of("city").withLimits(0, 2))
          .withMessageContaining("expected limits of at least 1");
    }

    @Test
    @DisplayName("and large numbers that lie close together keep their differences")
    void large() {
      Path file = file("t.csv", "t,y\n1700000001,0\n1700000003,1\n");

      assertThat(inputs(TableColumns.of().read(TABLE, file), 0, 1)).containsExactly(-1, 1);
    }
  }

  @Nested
  @DisplayName("makes")
  class Makes {
    @Test
    @DisplayName("numbers scaled and categories ones among zeros, unknown ones the first")
    void rows() {
      TableEncoding encoding = TableColumns.of("city").learn(TABLE, training());
      Path other = file("v.csv", "y,city,note,age\n1,Rome,x,4\n-1,Lima,x,NA\n0,n/a,x,2\n");

      EncodedTable rows = encoding.encode(TABLE, other);

      float two = (float) (2 / Math.sqrt(0.8));
      assertThat(rows.input()).isEqualTo(TensorSpec.floats(4));
      assertThat(inputs(rows, 0, 1, 2))
          .containsExactly(new float[] {two, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0}, EXACT);
      Batch batch = rows.batch(2, 0, 1);
      assertThat(batch.labels(Batch.LABELS).toIntArray()).containsExactly(0, 1, -1);
      assertThat(batch.id(0)).isEqualTo(2);
      assertThat(rows.fingerprint())
          .isNotEqualTo(encoding.encode(TABLE, training()).fingerprint())
          .isEqualTo(encoding.encode(TABLE, other).fingerprint());
    }

    @Test
    @DisplayName("a further value where missing numbers are indicated")
    void indicated() {
      TableColumns columns = TableColumns.of("city").withMissing(MissingNumbers.INDICATED);

      EncodedTable rows = columns.read(TABLE, training());

      assertThat(rows.columns()).startsWith("age", "age is missing", "city is another");
      assertThat(inputs(rows, 2)).containsExactly(0, 1, 0, 0, 1);
      assertThat(inputs(rows, 5)).containsExactly(0, 0, 1, 0, 0);
    }

    @Test
    @DisplayName("the same of JSON lines, of values of their lists too")
    void json() {
      Path file =
          file(
              "t.jsonl",
              """
              {"p":[1,5],"c":"a","y":0}
              {"p":[3,6],"c":null}
              {"p":[1,7],"c":"a"}
              """);
      TableColumns columns = TableColumns.of("c").withNumbers("p[1]");

      EncodedTable rows = columns.read(JsonLines.of("y"), file);

      assertThat(rows.columns()).containsExactly("p[1]", "c is another", "c=a");
      assertThat(inputs(rows, 1)).containsExactly(0, 1, 0);
      assertThat(rows.batch(0, 1).labels(Batch.LABELS).toIntArray()).containsExactly(0, -1);
      assertThat(TableColumns.of("c").learn(JsonLines.of("y"), file).valueNames())
          .containsExactly("p[0]", "p[1]", "c is another", "c=a");
    }

    @Test
    @DisplayName("of validation data what it makes of training data")
    void aligned() {
      TableColumns columns = TableColumns.of("city");
      EncodedTable rows = columns.read(TABLE, training());
      EncodedTable other = columns.read(TABLE, file("v.csv", "age,city,y\n4,Rome,1\n8,Rome,1\n"));

      Dataset aligned = AlignedData.of(rows, other);

      assertThat(aligned.input()).isEqualTo(rows.input());
      assertThat(inputs(aligned, 0))
          .containsExactly(new float[] {(float) (2 / Math.sqrt(0.8)), 0, 0, 1}, EXACT);
      assertThat(rows.encodedBy(rows.encoding())).isSameAs(rows);
    }
  }

  @Nested
  @DisplayName("is kept in a file")
  class Kept {
    @Test
    @DisplayName("and serves what it was told of")
    void inputEncoding() {
      TableEncoding encoding =
          TableColumns.of("city").withMissing(MissingNumbers.INDICATED).learn(TABLE, training());
      Path kept = TableEncoding.beside(folder.resolve("student.safetensors"));
      encoding.write(kept);

      TableEncoding read = TableEncoding.read(kept);

      assertThat(kept.getFileName()).hasToString("student.safetensors.columns.json");
      assertThat(read).isEqualTo(encoding);
      assertThat(
              read.encode(
                      List.of(
                          Map.of("age", "2", "city", " Rome ", "more", "?"),
                          Map.of("age", "", "city", "Lima")))
                  .toFloatArray())
          .containsExactly(0, 0, 0, 0, 1, 0, 1, 1, 0, 0);
    }

    @Test
    @DisplayName("or refused with its name")
    void damaged() {
      assertNone("{", "is not JSON");
      assertNone("{\"format\":\"x\"}", "its format is \"x\"");
      assertNone("{\"format\":\"distill4j-columns-1\"}", "by the columns [], expected at least");
      assertNone(
          "{\"format\":\"distill4j-columns-1\",\"columns\":[{\"name\":\"a\"}]}",
          "it has nothing where a number belongs");
      assertNone(
          "{\"format\":\"distill4j-columns-1\",\"columns\":[{\"name\":\"a\",\"mean\":0,"
              + "\"deviation\":0,\"missing\":\"mean\"}]}",
          "the deviation 0.0");
      assertNone(
          "{\"format\":\"distill4j-columns-1\",\"columns\":[{\"name\":\"a\",\"categories\":"
              + "[\"b\",\"b\"]}]}",
          "expected each once");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TableEncoding.read(folder.resolve("none")))
          .withMessageContaining("There is no file ");
    }

    private void assertNone(String text, String message) {
      Path file = file("c.json", text);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TableEncoding.read(file))
          .withMessageContaining(file.toString())
          .withMessageContaining(message)
          .withMessageContaining("\nMaybe ");
    }
  }

  @Nested
  @DisplayName("is refused,")
  class Refused {
    private void assertRefused(TableColumns columns, String text, String message) {
      Path file = file("t.csv", text);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> columns.read(TABLE, file))
          .withMessageContaining(message)
          .withMessageContaining("\nMaybe ");
    }

    @Test
    @DisplayName("with file, line, column and value")
    void cells() {
      TableColumns columns = TableColumns.of("c");
      assertRefused(columns, "a,c,y\n1,x,0\ntwo,x,1\n", "t.csv:3: \"a\" is \"two\", expected a");
      assertRefused(
          columns.withMissing(MissingNumbers.REFUSED),
          "a,c,y\n,x,0\n",
          "t.csv:2: \"a\" is \"\", a missing value, expected a finite number");
      assertRefused(columns, "a,c,y\n,x,0\n", "\"a\" has no number in the training data");
      assertRefused(columns, "a,b,y\n1,2,0\n", "there is no column \"c\"");
      assertRefused(columns.withNumbers("b"), "a,c,y\n1,x,0\n", "expected one named \"b\"");
      assertRefused(TableColumns.of(), "a,c,y\n1,x,0\n", "Maybe the column is of names; say that");
    }

    @Test
    @DisplayName("where a column is named twice, or a row lacks one")
    void columns() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TableColumns.of("a").withNumbers("a"))
          .withMessageContaining("expected each once, as numbers or as categories");
      TableEncoding encoding = TableColumns.of("city").learn(TABLE, training());
      assertThatIllegalArgumentException()
          .isThrownBy(() -> encoding.encode(List.of(Map.of("age", "1"))))
          .withMessageContaining("row:0: there is no \"city\", expected it among [age]");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> encoding.encode(List.of(Map.of("age", "old", "city", "x"))))
          .withMessageContaining("row:0: \"age\" is \"old\"");
    }
  }

  @Nested
  @DisplayName("gives inputs of their own")
  class Named {
    private EncodedTable table(TableInputs form) {
      return TableColumns.of("city").read(TABLE, training()).as(form);
    }

    @Test
    @DisplayName("to the numbers and to each column of categories")
    void columns() {
      EncodedTable table = table(TableInputs.COLUMNS);
      assertThat(table.inputs())
          .isEqualTo(Map.of("numbers", TensorSpec.floats(1), "city", TensorSpec.ints()));
      Batch batch = table.batch(0, 1, 3);
      Batch vector = table.as(TableInputs.VECTOR).batch(0, 1, 3);
      for (int row = 0; row < 3; row++) {
        assertThat(batch.input("numbers").floats().get(row))
            .isEqualTo(vector.input().floats().get(row * 4));
      }
      assertThat(batch.input("city").toIntArray()).containsExactly(2, 0, 1);
      assertThat(batch.labels(Batch.LABELS)).isEqualTo(vector.labels(Batch.LABELS));
      assertThat(table.fingerprint()).isNotEqualTo(table(TableInputs.VECTOR).fingerprint());
      assertThat(table.encoding().encode(List.of(Map.of("age", "1", "city", "Rome")), table.form()))
          .isEqualTo(table.batch(0).inputs());
    }

    @Test
    @DisplayName("to the numbers and to all categories, and to what there is alone")
    void parts() {
      EncodedTable table = table(TableInputs.NUMBERS_AND_CATEGORIES);
      assertThat(table.inputs())
          .isEqualTo(Map.of("numbers", TensorSpec.floats(1), "categories", TensorSpec.ints(1)));
      assertThat(table.batch(0, 3).input("categories").toIntArray()).containsExactly(2, 1);
      TableColumns numbers = TableColumns.of().withNumbers("age");
      assertThat(numbers.read(TABLE, training()).as(TableInputs.COLUMNS).inputs())
          .containsOnlyKeys("numbers");
      TableColumns both = TableColumns.of("city", "age").withNumbers();
      assertThat(both.read(TABLE, training()).as(TableInputs.COLUMNS).inputs())
          .containsOnlyKeys("city", "age");
    }

    @Test
    @DisplayName("to validation data as to those of the training")
    void aligned() {
      Path other = file("other.csv", "city,age,y\nOslo,2,1\nRome,5,0\n");
      EncodedTable training = table(TableInputs.COLUMNS);
      Dataset aligned =
          AlignedData.of(
              training, TableColumns.of("city").read(TABLE, other).as(TableInputs.COLUMNS));
      assertThat(aligned.batch(0, 1).input("city").toIntArray()).containsExactly(0, 2);
      assertThat(AlignedData.of(training, TableColumns.of("city").read(TABLE, other)).inputs())
          .isEqualTo(training.inputs());
    }

    @Test
    @DisplayName("and refuses a column that is called as all numbers are")
    void refused() {
      Path numbers = file("numbers.csv", "numbers,y\na,0\na,1\n");
      EncodedTable table = TableColumns.of("numbers").read(TABLE, numbers);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> table.as(TableInputs.COLUMNS))
          .withMessageContaining("is called \"numbers\", which is the input of all numbers")
          .withMessageContaining("\nMaybe rename it, or take NUMBERS_AND_CATEGORIES.");
    }
  }
}
