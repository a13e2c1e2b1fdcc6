package org.distill4j.parquet;

import io.airlift.compress.Compressor;
import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.snappy.SnappyCompressor;
import io.airlift.compress.zstd.ZstdCompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.statistics.geospatial.GeospatialStatistics;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.GroupWriter;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/** Writes Parquet files by Parquet's encoders, without Hadoop. */
final class WrittenTable {
  private static final ParquetMetadataConverter CONVERTER = new ParquetMetadataConverter();
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private final MessageType schema;
  private final CompressionCodecName codec;
  private final ParquetProperties.WriterVersion version;
  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final List<BlockMetaData> blocks = new ArrayList<>();

  WrittenTable(
      MessageType schema, CompressionCodecName codec, ParquetProperties.WriterVersion version) {
    this.schema = schema;
    this.codec = codec;
    this.version = version;
    file.writeBytes(MAGIC);
  }

  /** Adds a row group. */
  WrittenTable with(List<Group> rows) {
    Map<ColumnDescriptor, Pages> columns = new LinkedHashMap<>();
    ParquetProperties properties = ParquetProperties.builder().withWriterVersion(version).build();
    ColumnWriteStore store =
        properties.newColumnWriteStore(
            schema, column -> columns.computeIfAbsent(column, each -> new Pages()));
    RecordConsumer consumer = new ColumnIOFactory().getColumnIO(schema).getRecordWriter(store);
    rows.forEach(new GroupWriter(consumer, schema)::write);
    consumer.flush();
    store.flush();
    BlockMetaData block = new BlockMetaData();
    block.setRowCount(rows.size());
    schema
        .getColumns()
        .forEach(column -> add(block, column, Objects.requireNonNull(columns.get(column))));
    blocks.add(block);
    return this;
  }

  private void add(BlockMetaData block, ColumnDescriptor column, Pages pages) {
    long start = file.size();
    block.addColumn(
        ColumnChunkMetaData.get(
            ColumnPath.get(column.getPath()),
            column.getPrimitiveType(),
            codec,
            null,
            pages.dictionaryBytes > 0 ? Set.of(Encoding.RLE_DICTIONARY) : Set.of(Encoding.PLAIN),
            Statistics.getBuilderForReading(column.getPrimitiveType()).build(),
            start + pages.dictionaryBytes,
            pages.dictionaryBytes > 0 ? start : 0,
            pages.values,
            pages.bytes.size(),
            pages.bytes.size()));
    file.writeBytes(pages.bytes.toByteArray());
  }

  byte[] bytes() {
    ByteArrayOutputStream footer = new ByteArrayOutputStream();
    ParquetMetadata metadata =
        new ParquetMetadata(new FileMetaData(schema, Map.of(), "distill4j"), blocks);
    try {
      Util.writeFileMetaData(CONVERTER.toParquetMetadata(1, metadata), footer);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    file.writeBytes(footer.toByteArray());
    ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    file.writeBytes(length.putInt(footer.size()).array());
    file.writeBytes(MAGIC);
    return file.toByteArray();
  }

  private static byte[] array(BytesInput bytes) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    bytes.writeAllTo(all);
    return all.toByteArray();
  }

  private byte[] compressed(byte[] plain) throws IOException {
    return switch (codec) {
      case GZIP -> {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
          out.write(plain);
        }
        yield zipped.toByteArray();
      }
      case SNAPPY -> by(new SnappyCompressor(), plain);
      case ZSTD -> by(new ZstdCompressor(), plain);
      case LZ4_RAW -> by(new Lz4Compressor(), plain);
      default -> plain;
    };
  }

  private static byte[] by(Compressor compressor, byte[] plain) {
    byte[] room = new byte[compressor.maxCompressedLength(plain.length)];
    int length = compressor.compress(plain, 0, plain.length, room, 0, room.length);
    return Arrays.copyOf(room, length);
  }

  /** The pages of a column, one after the other. */
  private final class Pages implements PageWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long values;
    private int dictionaryBytes;
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    private void write(PageHeader header, byte[]... parts) throws IOException {
      Util.writePageHeader(header, bytes);
      for (byte[] part : parts) {
        bytes.writeBytes(part);
      }
    }

    @Override
    @SuppressWarnings("deprecation") // Nobody calls it.
    public void writePage(
        BytesInput plain,
        int count,
        Statistics<?> statistics,
        Encoding repetitions,
        Encoding definitions,
        Encoding encoding) {
      throw new UnsupportedOperationException("It is written with its rows.");
    }

    @Override
    public void writePage(
        BytesInput plain,
        int count,
        int rows,
        Statistics<?> statistics,
        Encoding repetitions,
        Encoding definitions,
        Encoding encoding)
        throws IOException {
      byte[] all = array(plain);
      byte[] small = compressed(all);
      PageHeader header = new PageHeader(PageType.DATA_PAGE, all.length, small.length);
      header.setData_page_header(
          new DataPageHeader(
              count,
              CONVERTER.getEncoding(encoding),
              CONVERTER.getEncoding(definitions),
              CONVERTER.getEncoding(repetitions)));
      values += count;
      write(header, small);
    }

    @Override
    public void writePage(
        BytesInput plain,
        int count,
        int rows,
        Statistics<?> statistics,
        SizeStatistics sizes,
        GeospatialStatistics places,
        Encoding repetitions,
        Encoding definitions,
        Encoding encoding)
        throws IOException {
      writePage(plain, count, rows, statistics, repetitions, definitions, encoding);
    }

    @Override
    public void writePageV2(
        int rows,
        int nulls,
        int count,
        BytesInput repetitions,
        BytesInput definitions,
        Encoding encoding,
        BytesInput plain,
        Statistics<?> statistics,
        SizeStatistics sizes,
        GeospatialStatistics places)
        throws IOException {
      writePageV2(rows, nulls, count, repetitions, definitions, encoding, plain, statistics);
    }

    @Override
    public void writePageV2(
        int rows,
        int nulls,
        int count,
        BytesInput repetitions,
        BytesInput definitions,
        Encoding encoding,
        BytesInput plain,
        Statistics<?> statistics)
        throws IOException {
      byte[] first = array(repetitions);
      byte[] second = array(definitions);
      byte[] all = array(plain);
      byte[] small = compressed(all);
      int levels = first.length + second.length;
      PageHeader header =
          new PageHeader(PageType.DATA_PAGE_V2, levels + all.length, levels + small.length);
      header.setData_page_header_v2(
          new DataPageHeaderV2(
              count, nulls, rows, CONVERTER.getEncoding(encoding), second.length, first.length));
      values += count;
      write(header, first, second, small);
    }

    @Override
    public void writeDictionaryPage(DictionaryPage page) throws IOException {
      byte[] all = array(page.getBytes());
      byte[] small = compressed(all);
      PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, all.length, small.length);
      header.setDictionary_page_header(
          new DictionaryPageHeader(
              page.getDictionarySize(), CONVERTER.getEncoding(page.getEncoding())));
      // It comes first, though it is known last.
      data.writeBytes(bytes.toByteArray());
      bytes.reset();
      write(header, small);
      dictionaryBytes = bytes.size();
      bytes.writeBytes(data.toByteArray());
    }

    @Override
    public long getMemSize() {
      return bytes.size();
    }

    @Override
    public long allocatedSize() {
      return bytes.size();
    }

    @Override
    public String memUsageString(String prefix) {
      return prefix + bytes.size();
    }
  }
}
