package org.distill4j.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.jspecify.annotations.Nullable;

/** The pages of a column in a row group, decompressed one by one. */
final class ChunkPages implements PageReader {
  private static final ParquetMetadataConverter CONVERTER = new ParquetMetadataConverter();

  private final ByteBufferInputStream pages;
  private final Decompression decompression;
  private final Statistics<?> statistics;
  private final long values;
  private long read;
  private Optional<DictionaryPage> dictionary = Optional.empty();
  private Optional<DataPage> ahead = Optional.empty();

  private ChunkPages(ColumnChunkMetaData chunk, ByteBuffer bytes) {
    this.pages = ByteBufferInputStream.wrap(bytes);
    this.decompression = Decompression.of(chunk.getCodec());
    this.statistics = Statistics.getBuilderForReading(chunk.getPrimitiveType()).build();
    this.values = chunk.getValueCount();
  }

  static ChunkPages of(ColumnChunkMetaData chunk, ByteBuffer bytes) {
    ChunkPages pages = new ChunkPages(chunk, bytes);
    // The dictionary comes before the first data.
    pages.ahead = pages.advance();
    return pages;
  }

  @Override
  public @Nullable DictionaryPage readDictionaryPage() {
    return dictionary.orElse(null);
  }

  @Override
  public long getTotalValueCount() {
    return values;
  }

  @Override
  public @Nullable DataPage readPage() {
    Optional<DataPage> page = ahead.isPresent() ? ahead : advance();
    ahead = Optional.empty();
    return page.orElse(null);
  }

  private Optional<DataPage> advance() {
    try {
      Optional<DataPage> page = Optional.empty();
      while (page.isEmpty() && read < values) {
        PageHeader header = Util.readPageHeader(pages);
        ByteBuffer bytes = pages.slice(header.getCompressed_page_size()).slice();
        page = page(header, bytes);
      }
      page.ifPresent(data -> read += data.getValueCount());
      return page;
    } catch (IOException damaged) {
      throw new UncheckedIOException(damaged);
    }
  }

  private Optional<DataPage> page(PageHeader header, ByteBuffer bytes) {
    int size = header.getUncompressed_page_size();
    if (header.isSetDictionary_page_header()) {
      DictionaryPageHeader page = header.getDictionary_page_header();
      dictionary =
          Optional.of(
              new DictionaryPage(
                  BytesInput.from(decompression.bytes(bytes, size)),
                  page.getNum_values(),
                  CONVERTER.getEncoding(page.getEncoding())));
    } else if (header.isSetData_page_header()) {
      return Optional.of(page(header.getData_page_header(), bytes, size));
    } else if (header.isSetData_page_header_v2()) {
      return Optional.of(page(header.getData_page_header_v2(), bytes, size));
    }
    return Optional.empty();
  }

  private DataPage page(DataPageHeader page, ByteBuffer bytes, int size) {
    return new DataPageV1(
        BytesInput.from(decompression.bytes(bytes, size)),
        page.getNum_values(),
        size,
        statistics,
        CONVERTER.getEncoding(page.getRepetition_level_encoding()),
        CONVERTER.getEncoding(page.getDefinition_level_encoding()),
        CONVERTER.getEncoding(page.getEncoding()));
  }

  private DataPage page(DataPageHeaderV2 page, ByteBuffer bytes, int size) {
    int repetitions = page.getRepetition_levels_byte_length();
    int definitions = page.getDefinition_levels_byte_length();
    int levels = Math.addExact(repetitions, definitions);
    ByteBuffer data = bytes.slice(levels, bytes.remaining() - levels);
    ByteBuffer plain = page.isIs_compressed() ? decompression.bytes(data, size - levels) : data;
    return DataPageV2.uncompressed(
        page.getNum_rows(),
        page.getNum_nulls(),
        page.getNum_values(),
        BytesInput.from(bytes.slice(0, repetitions)),
        BytesInput.from(bytes.slice(repetitions, definitions)),
        CONVERTER.getEncoding(page.getEncoding()),
        BytesInput.from(plain),
        statistics);
  }
}
