package org.distill4j.core.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import org.distill4j.cell.ShortText;

/**
 * Chooses which columns of a table are numbers and which are categories, and learns their encoding
 * on training data:
 *
 * <ul>
 *   <li>A number is scaled by mean and deviation of the training data, missing ones left out;
 *       {@link MissingNumbers} chooses what a missing number becomes.
 *   <li>The categories of a column are the texts of the training data, the most frequent first, and
 *       those that are equally frequent in the order of their letters. Texts that are too rare, or
 *       beyond the most categories, and those that the training data lack are category 0.
 *   <li>A missing category is the text "", a category like any other.
 * </ul>
 *
 * @param numbers the names of the columns of numbers, in order; empty for all columns but the class
 *     and those of categories
 * @param categories the names of the columns of categories, in order
 * @param missing what a missing number becomes
 * @param most the most categories of a column, category 0 left out
 * @param least how often a text must be in the training data to be a category
 */
public record TableColumns(
    List<String> numbers, List<String> categories, MissingNumbers missing, int most, int least) {

  /**
   * Takes copies and checks the limits.
   *
   * @throws IllegalArgumentException if a limit is below 1, or a column is named twice
   */
  public TableColumns {
    numbers = List.copyOf(numbers);
    categories = List.copyOf(categories);
    if (most < 1 || least < 1) {
      throw new IllegalArgumentException(
          "At most "
              + most
              + " categories, each at least "
              + least
              + " times, expected limits of at least 1.\nMaybe leave them out.");
    }
    List<String> all = new ArrayList<>(numbers);
    all.addAll(categories);
    if (all.stream().distinct().count() < all.size()) {
      throw new IllegalArgumentException(
          "The columns "
              + ShortText.shorten(all)
              + ", expected each once, as numbers or as categories.\nMaybe leave one out.");
    }
  }

  /**
   * Returns a table whose columns are numbers, except those of categories, and may have missing
   * cells. A column has at most 100 categories, each of which occurs twice or more.
   *
   * @param categories the names of the columns of categories
   * @return the description
   * @throws IllegalArgumentException if a column is named twice
   */
  public static TableColumns of(String... categories) {
    return new TableColumns(List.of(), List.of(categories), MissingNumbers.MEAN, 100, 2);
  }

  /**
   * Returns these columns with others of numbers.
   *
   * @param names the names of all columns of numbers, in order
   * @return the changed description
   * @throws IllegalArgumentException if a column is named twice
   */
  public TableColumns withNumbers(String... names) {
    return new TableColumns(List.of(names), categories, missing, most, least);
  }

  /**
   * These columns with another rule for missing numbers.
   *
   * @param rule what a missing number becomes
   * @return the changed description
   */
  public TableColumns withMissing(MissingNumbers rule) {
    return new TableColumns(numbers, categories, rule, most, least);
  }

  /**
   * Returns these columns with other limits for their categories.
   *
   * @param mostCategories the most categories of a column
   * @param leastOften how often a text must be in the training data to be a category
   * @return the changed description
   * @throws IllegalArgumentException if a limit is below 1
   */
  public TableColumns withLimits(int mostCategories, int leastOften) {
    return new TableColumns(numbers, categories, missing, mostCategories, leastOften);
  }

  /**
   * Learns the encoding on all rows of a table.
   *
   * @param source what kind of table it is
   * @param file the file of the training data
   * @return the encoding
   * @throws IllegalArgumentException if there is no such file or column, a cell is no finite
   *     number, or a column has no number at all; the message names file, line and column
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public TableEncoding learn(TableSource source, Path file) {
    return learn(source, file, row -> true);
  }

  /**
   * Learns the encoding on some rows of a table, for example the training rows of a split.
   *
   * @param source what kind of table it is
   * @param file the file
   * @param training whether a row, from 0, is of the training data
   * @return the encoding
   * @throws IllegalArgumentException under the conditions of {@link #learn(TableSource, Path)}
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public TableEncoding learn(TableSource source, Path file, IntPredicate training) {
    List<String> inputs = new ArrayList<>();
    if (!numbers.isEmpty()) {
      inputs.addAll(numbers);
      inputs.addAll(categories);
    }
    TableFile table = new TableFile(source, file);
    CellRules rules = CellRules.of(source, file, OptionalDouble.empty());
    try (TableReader reader = source.open(file, inputs)) {
      List<String> columns = reader.columns().subList(0, table.width(reader));
      return new TableStatistics(this, rules, columns).learn(reader, training);
    }
  }

  /**
   * Learns the encoding on a table, and reads that table.
   *
   * @param source what kind of table it is
   * @param file the file of the training data
   * @return the rows
   * @throws IllegalArgumentException under the conditions of {@link #learn(TableSource, Path)}
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public EncodedTable read(TableSource source, Path file) {
    return learn(source, file).encode(source, file);
  }
}
