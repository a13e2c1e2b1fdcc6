package org.distill4j.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.distill4j.cli.run.RunFile;
import org.distill4j.core.data.EncodedTable;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.data.LabelColumns;
import org.distill4j.core.data.MissingNumbers;
import org.distill4j.core.data.TableColumns;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A table in a Parquet file")
class ParquetTableTest {
  private static final MessageType PEOPLE =
      MessageTypeParser.parseMessageType(
          """
          message people {
            optional double age;
            required int64 __index_level_0__;
            required binary city (STRING);
            required boolean here;
            required int32 label;
            optional float height;
            required int32 price (DECIMAL(9, 2));
            required int64 stars (INTEGER(64, false));
          }
          """);

  @TempDir private Path folder = Path.of("");

  private static Group person(int i) {
    Group row = new SimpleGroupFactory(PEOPLE).newGroup();
    if (i % 5 != 4) {
      row.append("age", 0.5 + i);
    }
    row.append("__index_level_0__", 1000L + i);
    row.append("city", i % 3 == 0 ? "Rome" : "Ōslo").append("here", i % 2 == 0);
    row.append("label", i % 2);
    row.append("height", i == 0 ? Float.NaN : 1.5f);
    return row.append("price", 100 * i + 25).append("stars", 7L);
  }

  private static List<Group> people(int from, int to) {
    return IntStream.range(from, to).mapToObj(ParquetTableTest::person).toList();
  }

  private Path file(byte[] bytes) {
    try {
      return Files.write(folder.resolve("t.parquet"), bytes);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  private Path people(CompressionCodecName codec, WriterVersion version) {
    return file(
        new WrittenTable(PEOPLE, codec, version)
            .with(people(0, 300))
            .with(people(300, 500))
            .bytes());
  }

  private Path plain() {
    return people(CompressionCodecName.UNCOMPRESSED, WriterVersion.PARQUET_1_0);
  }

  private void requirePeople(Path file) {
    ParquetTable table =
        ParquetTable.of("label")
            .withInputs("price", "here", "age", "height", "stars")
            .withMissing(-1);

    InMemoryDataset data = table.read(file);

    Batch batch = data.batch(0, 1, 4, 499);
    assertThat(data.size()).isEqualTo(500);
    assertThat(data.columns()).containsExactly("price", "here", "age", "height", "stars");
    assertThat(batch.input().toFloatArray())
        .containsExactly(
            0.25f, 1, 0.5f, -1, 7, //
            1.25f, 0, 1.5f, 1.5f, 7, //
            4.25f, 1, -1, 1.5f, 7, //
            499.25f, 0, -1, 1.5f, 7);
    assertThat(batch.labels(Batch.LABELS).toIntArray()).containsExactly(0, 1, 0, 1);
  }

  @ParameterizedTest
  @EnumSource(
      value = CompressionCodecName.class,
      names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
  @DisplayName("is read whatever compressed it, in both forms of pages")
  void codecs(CompressionCodecName codec) {
    requirePeople(people(codec, WriterVersion.PARQUET_1_0));
    requirePeople(people(codec, WriterVersion.PARQUET_2_0));
  }

  @Test
  @DisplayName(
      "has all columns but the class and pandas' row numbers as inputs, unless some are named")
  void columns() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ParquetTable.of("label").withMissing(0).read(plain()))
        .withMessageContaining("t.parquet:1: \"city\" is \"Rome\", expected a finite number");
    assertThat(ParquetTable.of("label").withInputs("__index_level_0__").read(plain()).columns())
        .containsExactly("__index_level_0__");
    assertThat(TableColumns.of("city").learn(ParquetTable.of("label"), plain()).valueNames())
        .containsExactly(
            "age", "here", "height", "price", "stars", "city is another", "city=Ōslo", "city=Rome");
  }

  @Test
  @DisplayName("is encoded by categories and numbers")
  void encoded() {
    EncodedTable rows =
        TableColumns.of("city")
            .withNumbers("age")
            .withMissing(MissingNumbers.INDICATED)
            .read(ParquetTable.of("label"), plain());

    assertThat(rows.batch(4, 3).input().toFloatArray()).startsWith(0, 1, 0, 1, 0).endsWith(0, 0, 1);
  }

  @Test
  @DisplayName("may have lists of one length, decimals of any size, and names of classes")
  void nested() {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            """
            message t {
              required group p (LIST) { repeated group list { optional double element; } }
              repeated int32 q;
              required binary much (DECIMAL(30, 1));
              required binary kind (STRING);
            }
            """);
    List<Group> rows = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Group row = new SimpleGroupFactory(schema).newGroup();
      Group list = row.addGroup("p");
      list.addGroup("list").append("element", i + 0.5);
      list.addGroup("list").append("element", -1.0);
      row.append("q", 8 + i).append("q", 9);
      row.append("much", Binary.fromConstantByteArray(BigInteger.valueOf(-15).toByteArray()));
      rows.add(row.append("kind", i == 0 ? "dog" : "cat"));
    }
    Path file =
        file(
            new WrittenTable(schema, CompressionCodecName.SNAPPY, WriterVersion.PARQUET_1_0)
                .with(rows)
                .bytes());

    InMemoryDataset data = ParquetTable.of("kind").withClasses("cat", "dog").read(file);

    assertThat(data.columns()).containsExactly("p[0]", "p[1]", "q[0]", "q[1]", "much");
    assertThat(data.batch(0, 1).input().toFloatArray())
        .containsExactly(0.5f, -1, 8, 9, -1.5f, 1.5f, -1, 9, 9, -1.5f);
    assertThat(data.batch(0, 1).labels(Batch.LABELS).toIntArray()).containsExactly(1, 0);
    assertThat(
            ParquetTable.of("kind")
                .withClasses("cat", "dog")
                .withInputs("p[1]")
                .read(file)
                .columns())
        .containsExactly("p[1]");
  }

  @Test
  @DisplayName("is a kind of data set of the command line")
  void run() {
    Path file = plain();
    RunFile run =
        RunFile.parse(
            folder.resolve("run.yaml").toString(),
            """
            data: {train: {parquet: {file: t.parquet, columns: {numbers: [age, price], categories: [city]}}}}
            student: {model: {mlp: [5, 4, 2]}}
            training: {optimizer: {adam: 0.01}, loss: {cross-entropy: {}}}
            """);

    assertThat(run.train().fingerprint())
        .isEqualTo(
            TableColumns.of("city")
                .withNumbers("age", "price")
                .read(ParquetTable.of("label"), file)
                .fingerprint());
  }

  @Test
  @DisplayName("is refused with its name, and a way out")
  void refused() throws IOException {
    byte[] whole = Files.readAllBytes(plain());
    assertRefused(new byte[3], "it has 3 bytes");
    assertRefused(Arrays.copyOf(whole, whole.length - 1), "it does not end in PAR1");
    byte[] longer = whole.clone();
    Arrays.fill(longer, whole.length - 8, whole.length - 4, (byte) 0x7f);
    assertRefused(longer, "its footer gives its description 2139062143 bytes");
    assertRefused(
        new WrittenTable(PEOPLE, CompressionCodecName.BROTLI, WriterVersion.PARQUET_1_0)
            .with(people(0, 2))
            .bytes(),
        "it is compressed by BROTLI, which is not known here");
    assertRefused(
        new WrittenTable(PEOPLE, CompressionCodecName.SNAPPY, WriterVersion.PARQUET_1_0).bytes(),
        "there are no examples");
    Path file = plain();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ParquetTable.of("klass").read(file))
        .withMessageContaining("has the columns [age, __index_level_0__, city, here, label,")
        .withMessageContaining("expected one named \"klass\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ParquetTable.of("label").read(folder.resolve("none")))
        .withMessageContaining("There is no file ");
  }

  private void assertRefused(byte[] bytes, String message) {
    Path file = file(bytes);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ParquetTable.of("label").read(file))
        .withMessageContaining("t.parquet")
        .withMessageContaining(message)
        .withMessageContaining("\nMaybe ");
  }

  @Test
  @DisplayName("has columns that are labels and weights, and misses none of them")
  void labelColumns() {
    ParquetTable table = ParquetTable.of("label").withInputs("here", "stars").withMissing(0);
    Dataset data =
        LabelColumns.of(
            LabelColumns.of(table.read(plain(), "price", "stars"), "price", "price"),
            "weight",
            "stars");
    Batch batch = data.batch(2, 499);
    assertThat(data.inputs()).isEqualTo(Map.of("input", TensorSpec.floats(1)));
    assertThat(batch.input().toFloatArray()).containsExactly(1, 0);
    assertThat(batch.labels("price").toFloatArray()).containsExactly(2.25f, 499.25f);
    assertThat(batch.labels("weight").toFloatArray()).containsExactly(7, 7);
    assertThat(batch.labels(Batch.LABELS).toIntArray()).containsExactly(0, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.read(plain(), "age"))
        .withMessageContaining("age");
  }

  @Test
  @DisplayName("learns numbers, weighted, by a file of a run")
  void targets() {
    Path file = plain();
    String yaml =
        """
        data:
          train: {parquet: {file: FILE, inputs: [age], targets: [price, here],
              weight: stars, missing: 3}}
        student: {model: {mlp: [1, 2]}}
        training: {optimizer: {sgd: 0.1}, loss: {regression: {alpha: 0, weights: weight}}}
        metrics: [r2, {rmse: {weights: weight}}]
        """
            .replace("FILE", file.toString());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunFile.parse("run.yaml", yaml.replace("here", "height")).train())
        .withMessageContaining("\"height\" is \"NaN\", a missing label");
    Batch batch = RunFile.parse("run.yaml", yaml).train().batch(4);
    assertThat(batch.labels(Batch.LABELS).toFloatArray()).containsExactly(4.25f, 1);
    assertThat(batch.labels("weight").toFloatArray()).containsExactly(7);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunFile.parse("run.yaml", yaml.replace("here", "stars")).train())
        .withMessageContaining("The columns [stars] were to be the labels \"weight\", expected");
    assertThat(batch.input().toFloatArray()).containsExactly(3);
  }
}
