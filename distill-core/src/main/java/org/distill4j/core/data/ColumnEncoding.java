package org.distill4j.core.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.distill4j.cell.ShortText;
import org.distill4j.student.Column;

/** The encoding of a table's column in a model's input, as learned on training data. */
public sealed interface ColumnEncoding {
  /** {@return the name of the column} */
  String name();

  /** {@return the names of the values that it gives, in order} */
  List<String> values();

  /** {@return the same for a service, in a student file} */
  Column inputEncoding();

  /**
   * A column of numbers, which are scaled: (x − mean) / deviation.
   *
   * @param name the name of the column
   * @param mean the mean of the training data
   * @param deviation the deviation of the training data, √(Σ (x − mean)² / n), or 1 if all numbers
   *     are the same
   * @param missing what a missing number means
   */
  record Numeric(String name, double mean, double deviation, MissingNumbers missing)
      implements ColumnEncoding {
    /**
     * Checks the statistics.
     *
     * @throws IllegalArgumentException if the mean is not finite, or the deviation not a positive
     *     number
     */
    public Numeric {
      if (!Double.isFinite(mean) || !(deviation > 0) || !Double.isFinite(deviation)) {
        throw new IllegalArgumentException(
            "The column \""
                + ShortText.shorten(name)
                + "\" has the mean "
                + mean
                + " and the deviation "
                + deviation
                + ", expected finite numbers, the second above 0.\n"
                + "Maybe the file of the encoding was changed; learn it again.");
      }
    }

    @Override
    public List<String> values() {
      return missing == MissingNumbers.INDICATED
          ? List.of(name, name + " is missing")
          : List.of(name);
    }

    @Override
    public Column.Scaled inputEncoding() {
      return new Column.Scaled(name, mean, deviation, Column.Missing.valueOf(missing.name()));
    }
  }

  /**
   * A column of categories. Category 0 is every text that is not among the names; the first name is
   * category 1. A missing value is the text "", a category like any other.
   *
   * @param name the name of the column
   * @param categories the names of the categories, the most frequent of the training data first
   */
  record Categorical(String name, List<String> categories) implements ColumnEncoding {
    /**
     * Takes a copy.
     *
     * @throws IllegalArgumentException if a name comes twice
     */
    public Categorical {
      categories = List.copyOf(categories);
      if (categories.stream().distinct().count() < categories.size()) {
        throw new IllegalArgumentException(
            "The column \""
                + ShortText.shorten(name)
                + "\" has the categories "
                + ShortText.shorten(categories)
                + ", expected each once.\n"
                + "Maybe the file of the encoding was changed; learn it again.");
      }
    }

    /** {@return the number of categories, that of all other texts included} */
    public int size() {
      return categories.size() + 1;
    }

    @Override
    public List<String> values() {
      List<String> values = new ArrayList<>(List.of(name + " is another"));
      categories.forEach(
          category -> values.add(name + (category.isEmpty() ? " is missing" : "=" + category)));
      return Collections.unmodifiableList(values);
    }

    @Override
    public Column.OneOf inputEncoding() {
      return new Column.OneOf(name, categories);
    }
  }
}
