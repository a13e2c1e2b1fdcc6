package org.distill4j.parquet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.distill4j.fuzz.LargeFile;
import org.distill4j.fuzz.LargeFile.Content;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Reading takes at most a multiple of the file's length:")
class MemoryTest {
  @TempDir private Path folder = Path.of("");

  private static LargeFile table(String test, long factor, Content content) {
    return new LargeFile(
        test, "t.parquet", factor, content, ParquetTable.of("label").withMissing(0)::read);
  }

  private static MessageType schema(String columns) {
    return MessageTypeParser.parseMessageType(
        "message t { " + columns + " required int32 label; }");
  }

  private static byte[] file(
      MessageType schema, CompressionCodecName codec, List<List<Group>> groups) {
    WrittenTable table = new WrittenTable(schema, codec, WriterVersion.PARQUET_2_0);
    groups.forEach(table::with);
    return table.bytes();
  }

  private static byte[] repeated(
      String column, CompressionCodecName codec, Object value, int rows) {
    MessageType schema = schema("required " + column + " a;");
    Group row = new SimpleGroupFactory(schema).newGroup();
    if (value instanceof String text) {
      row.add("a", text);
    } else {
      row.add("a", (double) value);
    }
    row.append("label", 1);
    return file(schema, codec, List.of(Collections.nCopies(rows, row)));
  }

  private static byte[] wide() {
    MessageType schema =
        schema(
            IntStream.range(0, 2_000)
                .mapToObj(i -> "optional double c" + i + ";")
                .collect(Collectors.joining(" ")));
    Group row = new SimpleGroupFactory(schema).newGroup().append("label", 1);
    return file(schema, CompressionCodecName.UNCOMPRESSED, List.of(List.of(row)));
  }

  private static byte[] groups() {
    MessageType schema = schema("required double a;");
    Group row = new SimpleGroupFactory(schema).newGroup().append("a", 1.5).append("label", 1);
    return file(
        schema, CompressionCodecName.UNCOMPRESSED, Collections.nCopies(1_000, List.of(row)));
  }

  static Stream<LargeFile> cases() {
    return Stream.of(
        table(
            "a long text",
            100,
            () -> repeated("binary", CompressionCodecName.UNCOMPRESSED, "1".repeat(300_000), 1)),
        table(
            "one text in many rows",
            200_000,
            () -> repeated("binary", CompressionCodecName.ZSTD, "1".repeat(1_000), 100_000)),
        table(
            "one number in many rows",
            200_000,
            () -> repeated("double", CompressionCodecName.ZSTD, 1.5, 1_000_000)),
        table("many columns", 1_000, MemoryTest::wide),
        table("many groups of rows", 1_000, MemoryTest::groups));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void bounded(LargeFile file) throws IOException {
    file.read(folder);
  }
}
