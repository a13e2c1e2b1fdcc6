package org.distill4j.core.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.distill4j.cell.ShortText;
import org.jspecify.annotations.Nullable;

/** The rows of a {@link CsvTable}. */
final class CsvRows implements TableReader {
  /** The name that pandas gives to the row numbers that it writes. */
  private static final String INDEX = "|Unnamed: \\d+";

  private final char separator;
  private final Path file;
  private final CsvReader<CsvRecord> reader;
  private final Iterator<CsvRecord> records;
  private final List<String> heading;
  private List<String> columns = List.of();
  private int[] indexes = {};
  private @Nullable CsvRecord row;

  private CsvRows(char separator, Path file, CsvReader<CsvRecord> reader) {
    this.separator = separator;
    this.file = file;
    this.reader = reader;
    this.records = reader.iterator();
    CsvRecord line = advance();
    this.heading = line == null ? List.of() : line.getFields().stream().map(String::strip).toList();
  }

  static CsvRows open(CsvTable table, Path file, List<String> inputs) {
    CsvRows rows = new CsvRows(table.separator(), file, reader(table.separator(), file));
    try {
      rows.requireOnce();
      rows.choose(inputs, table.label());
      return rows;
    } catch (IllegalArgumentException refused) {
      rows.close();
      throw refused;
    }
  }

  private void choose(List<String> inputs, String label) {
    List<String> chosen =
        new ArrayList<>(
            inputs.isEmpty()
                ? heading.stream().filter(n -> !n.matches(INDEX) && !n.equals(label)).toList()
                : inputs);
    if (!label.isEmpty()) {
      chosen.add(label);
    }
    indexes = chosen.stream().mapToInt(this::index).toArray();
    columns = List.copyOf(chosen);
  }

  private static CsvReader<CsvRecord> reader(char separator, Path file) {
    try {
      return CsvReader.builder()
          .fieldSeparator(separator)
          .detectBomHeader(true)
          .allowExtraFields(true)
          .allowMissingFields(true)
          .ofCsvRecord(file);
    } catch (NoSuchFileException error) {
      throw new IllegalArgumentException(
          "There is no file " + file + ", expected a table.\nMaybe the path is misspelt.", error);
    } catch (IOException error) {
      throw unreadable(file, error);
    }
  }

  private static UncheckedIOException unreadable(Path file, IOException error) {
    return new UncheckedIOException(
        file + " could not be read: " + error.getMessage() + ".\nMaybe it is not UTF-8.", error);
  }

  private @Nullable CsvRecord advance() {
    try {
      return records.hasNext() ? records.next() : null;
    } catch (CsvParseException error) {
      throw new IllegalArgumentException(
          file + " is no table: " + error.getMessage() + "\nMaybe a quote is not closed.", error);
    } catch (UncheckedIOException error) {
      throw unreadable(file, Objects.requireNonNull(error.getCause()));
    }
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public boolean next() {
    row = advance();
    if (row != null && row.getFieldCount() != heading.size()) {
      throw refuse(
          row.getStartingLineNumber(),
          "there are " + row.getFieldCount() + " cells",
          heading.size() + " as in the heading",
          "a cell with a separator in it lacks quotes, or the line was cut off");
    }
    return row != null;
  }

  @Override
  public long line() {
    return current().getStartingLineNumber();
  }

  @Override
  public String cell(int column) {
    return current().getField(indexes[column]);
  }

  private CsvRecord current() {
    return Objects.requireNonNull(row, "There is no row before next().");
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException error) {
      throw unreadable(file, error);
    }
  }

  private void requireOnce() {
    Set<String> seen = new HashSet<>();
    for (String name : heading) {
      if (!seen.add(name) && !name.isEmpty()) {
        throw refuse(
            1,
            "the heading has \"" + ShortText.shorten(name) + "\" twice",
            "each column once",
            "rename one");
      }
    }
  }

  private int index(String name) {
    int index = heading.indexOf(name);
    if (index < 0) {
      throw refuse(
          1,
          "the heading has the columns " + ShortText.shorten(heading),
          "one named \"" + ShortText.shorten(name) + "\"",
          separatorOf(name)
              .map(other -> "the separator is '" + other + "'")
              .orElse("it is misspelt, or the file has no heading"));
    }
    return index;
  }

  /** Returns the separator with which the heading would contain the column. */
  private Optional<String> separatorOf(String name) {
    String line = String.join(String.valueOf(separator), heading);
    for (String other : List.of(",", ";", "\t", "|", " ")) {
      for (String part : line.split(Pattern.quote(other), -1)) {
        if (part.strip().equals(name)) {
          return Optional.of(other.equals("\t") ? "\\t" : other);
        }
      }
    }
    return Optional.empty();
  }

  private IllegalArgumentException refuse(long line, String what, String expected, String wayOut) {
    return CellRules.refuse(file.toString(), line, what, expected, wayOut);
  }
}
