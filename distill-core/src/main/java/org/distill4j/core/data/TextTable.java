package org.distill4j.core.data;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.distill4j.cell.ShortText;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/**
 * A table with columns of texts, taken literally: an empty cell is an empty text, and "NA" is a
 * text too. Classes and numbers are as {@link CsvTable} has them.
 *
 * @param source what kind of table it is; its label is the class
 * @param texts the names of the columns of texts, in order
 * @param targets the names of the columns that are labels as numbers, in place of a class; none if
 *     there is a class, or no label
 */
public record TextTable(TableSource source, List<String> texts, List<String> targets) {
  /**
   * Takes copies.
   *
   * @throws IllegalArgumentException if there is no column of texts, one is named twice, or there
   *     are targets beside a class
   */
  public TextTable {
    texts = List.copyOf(texts);
    targets = List.copyOf(targets);
    List<String> all = Stream.concat(texts.stream(), targets.stream()).toList();
    boolean twoLabels = !targets.isEmpty() && !source.label().isEmpty();
    if (texts.isEmpty() || twoLabels || all.stream().distinct().count() < all.size()) {
      throw new IllegalArgumentException(
          "A table has the texts "
              + ShortText.shorten(texts)
              + ", the targets "
              + ShortText.shorten(targets)
              + " and the class \""
              + source.label()
              + "\", expected at least one column of texts, each once, and targets or a class.\n"
              + "Maybe the class is to be left out.");
    }
  }

  /**
   * Returns a table whose label, if it has one, is its class.
   *
   * @param source what kind of table it is
   * @param texts the names of the columns of texts, in order
   * @return the description
   * @throws IllegalArgumentException if there is no column of texts, or one is named twice
   */
  public static TextTable of(TableSource source, String... texts) {
    return new TextTable(source, List.of(texts), List.of());
  }

  /**
   * This table with labels that are numbers.
   *
   * @param columns their names, in order
   * @return the changed description
   * @throws IllegalArgumentException if the table has a class, or a column is named twice
   */
  public TextTable withTargets(String... columns) {
    return new TextTable(source, texts, List.of(columns));
  }

  /**
   * The texts of a row.
   *
   * @param place file and line, for messages
   * @param texts the text of each column
   */
  public record Row(String place, List<String> texts) {
    /** Takes a copy. */
    public Row {
      texts = List.copyOf(texts);
    }
  }

  /**
   * Reads a file.
   *
   * @param file the file
   * @param rows is given each row, in order
   * @return the labels, with the rows on axis 0: INT32 (rows) if the table has a class; FLOAT32
   *     (rows) of one target, or (rows, targets); else none
   * @throws IllegalArgumentException if there is no such file or column, or a label is none; the
   *     message names file and line
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public Optional<HostTensor> read(Path file, Consumer<Row> rows) {
    CellRules rules = CellRules.of(source, file, OptionalDouble.empty());
    List<String> columns = Stream.concat(texts.stream(), targets.stream()).toList();
    try (TableReader reader = source.open(file, columns)) {
      requireColumns(rules, reader, columns);
      LabelCells labels = new LabelCells(rules);
      while (reader.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
          cells.add(reader.cell(i));
        }
        labels.add(reader);
        rows.accept(new Row(file + ":" + reader.line(), cells));
      }
      return labels.all();
    }
  }

  private void requireColumns(CellRules rules, TableReader reader, List<String> columns) {
    int last = reader.columns().size() - (source.label().isEmpty() ? 0 : 1);
    List<String> found = reader.columns().subList(0, last);
    if (!found.equals(columns)) {
      throw rules.refuse(
          1,
          "the columns " + ShortText.shorten(columns) + " are " + ShortText.shorten(found),
          "a text or number in each",
          "one is a list; name one of its values, as \"texts[0]\"");
    }
  }

  /** The labels of the rows that were read. */
  private final class LabelCells {
    private final CellRules rules;
    private final List<Integer> classes = new ArrayList<>();
    private final List<Float> numbers = new ArrayList<>();

    LabelCells(CellRules rules) {
      this.rules = rules;
    }

    void add(TableReader reader) {
      for (int i = 0; i < targets.size(); i++) {
        String cell = reader.cell(texts.size() + i);
        numbers.add(rules.label(reader.line(), targets.get(i), cell));
      }
      if (!source.label().isEmpty()) {
        classes.add(rules.target(reader.line(), reader.cell(texts.size() + targets.size())));
      }
    }

    Optional<HostTensor> all() {
      if (!classes.isEmpty()) {
        int[] values = classes.stream().mapToInt(Integer::intValue).toArray();
        return Optional.of(HostTensor.ofInts(Shape.of(values.length), values));
      }
      return numbers.isEmpty() ? Optional.empty() : Optional.of(targets());
    }

    private HostTensor targets() {
      int width = targets.size();
      int rows = numbers.size() / width;
      HostTensor values =
          HostTensor.allocate(DType.FLOAT32, width == 1 ? Shape.of(rows) : Shape.of(rows, width));
      FloatBuffer to = values.floats();
      numbers.forEach(to::put);
      return values;
    }
  }
}
