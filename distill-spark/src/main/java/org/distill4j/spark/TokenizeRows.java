package org.distill4j.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.distill4j.text.TokenizedText;
import org.distill4j.text.Tokenizer;
import org.distill4j.text.Tokenizers;

/** Adds token ids and their mask to rows of texts. */
final class TokenizeRows implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1;

  private final Broadcast<Map<String, byte[]>> files;
  private final String[] columns;
  private final int length;

  TokenizeRows(Broadcast<Map<String, byte[]>> files, String[] columns, int length) {
    this.files = files;
    this.columns = columns.clone();
    this.length = length;
  }

  /** Opens a tokenizer from the content of its files. */
  static Tokenizer open(Map<String, byte[]> files) {
    try {
      Path folder = Files.createTempDirectory("distill4j-tokenizer");
      try {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
          Files.write(folder.resolve(file.getKey()), file.getValue());
        }
        return Tokenizers.open(folder);
      } finally {
        for (String name : files.keySet()) {
          Files.deleteIfExists(folder.resolve(name));
        }
        Files.delete(folder);
      }
    } catch (IOException error) {
      throw new UncheckedIOException(
          "The tokenizer could not be unpacked: " + error + ".\nMaybe the disk is full.", error);
    }
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    Tokenizer tokenizer = open(files.value()).withLongest(length);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Row next() {
        return tokenized(tokenizer, rows.next());
      }
    };
  }

  private Row tokenized(Tokenizer tokenizer, Row row) {
    String first = text(row, columns[0]);
    TokenizedText text =
        columns.length == 1
            ? tokenizer.encode(first)
            : tokenizer.encode(first, text(row, columns[1]));
    int[] tokens = text.ids();
    Integer[] ids = new Integer[length];
    Integer[] mask = new Integer[length];
    Arrays.setAll(ids, i -> i < tokens.length ? tokens[i] : tokenizer.padding());
    Arrays.setAll(mask, i -> i < tokens.length ? 1 : 0);
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      values.add(row.get(i));
    }
    values.add(OutputColumn.sequence(ids));
    values.add(OutputColumn.sequence(mask));
    return RowFactory.create(values.toArray());
  }

  private static String text(Row row, String column) {
    String text = row.getAs(column);
    if (text == null) {
      throw new IllegalArgumentException(
          "The column "
              + column
              + " is null in the row "
              + InputColumn.shortened(row)
              + ", expected a text.\nMaybe drop such rows by na().drop(), or fill them.");
    }
    return text;
  }
}
