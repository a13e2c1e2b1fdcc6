package org.distill4j.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.distill4j.core.data.ObjectRows;
import org.jspecify.annotations.Nullable;

/** The rows of a Parquet file, row group by row group. */
final class ParquetRows implements ObjectRows.Source {
  /** The name that pandas gives to the row numbers that it writes. */
  private static final String INDEX = "__index_level_\\d+__";

  private final Path file;
  private final FileChannel channel;
  private final MessageType columns;
  private final MessageColumnIO assembly;
  private final Iterator<BlockMetaData> blocks;
  private @Nullable RecordReader<Group> block;
  private long blockRows;
  private long row;

  private ParquetRows(Path file, FileChannel channel, String label, List<String> inputs)
      throws IOException {
    this.file = file;
    this.channel = channel;
    ParquetMetadata footer = Footer.read(file, channel);
    MessageType all = footer.getFileMetaData().getSchema();
    this.columns = new MessageType(all.getName(), wanted(all, label, inputs));
    this.assembly =
        new ColumnIOFactory(footer.getFileMetaData().getCreatedBy()).getColumnIO(columns, all);
    this.blocks = footer.getBlocks().iterator();
  }

  static ParquetRows open(Path file, String label, List<String> inputs) {
    try {
      FileChannel channel = FileChannel.open(file);
      try {
        return new ParquetRows(file, channel, label, inputs);
      } catch (IOException | RuntimeException refused) {
        channel.close();
        throw refused;
      }
    } catch (NoSuchFileException error) {
      throw new IllegalArgumentException(
          "There is no file " + file + ", expected a Parquet file.\nMaybe the path is misspelt.",
          error);
    } catch (IOException error) {
      throw unreadable(file, error);
    }
  }

  private static UncheckedIOException unreadable(Path file, IOException error) {
    return new UncheckedIOException(
        file + " could not be read: " + error + ".\nMaybe it is a folder.", error);
  }

  /** The columns to read: the inputs in order, or all but row numbers, and the class. */
  private List<Type> wanted(MessageType all, String label, List<String> inputs) {
    List<Type> wanted = new ArrayList<>();
    for (String name : inputs) {
      Type column = column(all, all.containsField(name) ? name : name.replaceAll("\\[\\d+]$", ""));
      if (!wanted.contains(column)) {
        wanted.add(column);
      }
    }
    if (inputs.isEmpty()) {
      all.getFields().stream()
          .filter(column -> !column.getName().matches(INDEX) && !column.getName().equals(label))
          .forEach(wanted::add);
    }
    if (!label.isEmpty() && wanted.stream().noneMatch(column -> column.getName().equals(label))) {
      wanted.add(column(all, label));
    }
    return wanted;
  }

  private Type column(MessageType all, String name) {
    if (!all.containsField(name)) {
      List<String> names = all.getFields().stream().map(Type::getName).limit(20).toList();
      throw new IllegalArgumentException(
          file
              + " has the columns "
              + names
              + (names.size() < all.getFieldCount() ? " and more" : "")
              + ", expected one named \""
              + name
              + "\".\nMaybe it is misspelt.");
    }
    return all.getType(name);
  }

  @Override
  public Optional<Map<String, Object>> next() {
    try {
      while (blockRows == 0) {
        if (!blocks.hasNext()) {
          return Optional.empty();
        }
        open(blocks.next());
      }
      blockRows--;
      row++;
      return Optional.of(values(block == null ? null : block.read()));
    } catch (IOException error) {
      throw unreadable(file, error);
    } catch (RefusedException refused) {
      throw Footer.invalid(file, refused.getMessage(), refused.wayOut(), refused);
    } catch (RuntimeException damaged) {
      // Decoders throw what they run into.
      throw Footer.invalid(
          file, "row " + (row + 1) + " is damaged (" + damaged + ")", "it was cut short", damaged);
    }
  }

  private void open(BlockMetaData next) throws IOException {
    blockRows = next.getRowCount();
    if (blockRows > 0) {
      block =
          assembly.getRecordReader(
              BlockPages.of(channel, next, columns), new GroupRecordConverter(columns));
    }
  }

  private Map<String, Object> values(@Nullable Group group) {
    if (group == null) {
      throw new RefusedException("it ends before row " + row, "it was cut short");
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < columns.getFieldCount(); i++) {
      values.put(columns.getFieldName(i), CellValues.of(group, i));
    }
    return values;
  }

  @Override
  public long line() {
    return Math.max(1, row);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException error) {
      throw unreadable(file, error);
    }
  }
}
