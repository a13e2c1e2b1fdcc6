package org.distill4j.core.data;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.distill4j.cell.ShortText;

/**
 * A text file with a text on each line, in UTF-8: a table of the one column "{@value #TEXT}",
 * without labels. Lines of spaces alone are left out, quotes mean nothing, and spaces around a text
 * do not count.
 */
public record TextLines() implements TableSource {
  /** The name of the column. */
  public static final String TEXT = "text";

  @Override
  public String label() {
    return "";
  }

  @Override
  public List<String> classes() {
    return List.of();
  }

  @Override
  public List<String> inputs() {
    return List.of(TEXT);
  }

  @Override
  public OptionalDouble missing() {
    return OptionalDouble.empty();
  }

  @Override
  public TableReader open(Path file, List<String> columns) {
    if (!columns.isEmpty() && !columns.equals(List.of(TEXT))) {
      throw new IllegalArgumentException(
          file
              + " is a file of lines, and the columns "
              + ShortText.shorten(columns)
              + " were asked for, expected \""
              + TEXT
              + "\" alone.\nMaybe it is a table; then name it .csv, .tsv or .jsonl.");
    }
    return LineReader.open(file);
  }
}
