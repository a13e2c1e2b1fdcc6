package org.distill4j.parquet;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.distill4j.fuzz.Damage;
import org.distill4j.fuzz.FuzzFolder;

@Label("A Parquet file is read or refused,")
class ParquetFuzzTest {
  private static final FuzzFolder PLAYGROUND = new FuzzFolder();

  /** Pages may be said to hold 50,000 bytes for each of theirs. */
  static final long FACTOR = 200_000;

  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          "message t { optional double a; required binary b (STRING); required int32 label; }");

  private static byte[] file(CompressionCodecName codec, WriterVersion version) {
    Group row = new SimpleGroupFactory(SCHEMA).newGroup();
    row.append("a", 1.5).append("b", "2").append("label", 1);
    Group other = new SimpleGroupFactory(SCHEMA).newGroup().append("b", "2").append("label", 0);
    return new WrittenTable(SCHEMA, codec, version).with(List.of(row, other, row)).bytes();
  }

  static List<byte[]> valid() {
    return List.of(
        file(CompressionCodecName.UNCOMPRESSED, WriterVersion.PARQUET_1_0),
        file(CompressionCodecName.SNAPPY, WriterVersion.PARQUET_1_0),
        file(CompressionCodecName.ZSTD, WriterVersion.PARQUET_2_0),
        file(CompressionCodecName.GZIP, WriterVersion.PARQUET_1_0));
  }

  @AfterContainer
  static void clear() {
    PLAYGROUND.close();
  }

  @Provide
  Arbitrary<byte[]> files() {
    return Damage.of(valid());
  }

  @Property
  @Label("whatever it holds")
  void parquet(@ForAll("files") byte[] damaged) {
    PLAYGROUND.read("t.parquet", damaged, FACTOR, ParquetTable.of("label").withMissing(0)::read);
  }
}
