package org.distill4j.student;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How a column of a table becomes part of a student's input. */
public sealed interface Column {
  /** {@return the name of the column} */
  String name();

  /** {@return the number of values that it becomes} */
  int width();

  /** The treatment of a missing number. */
  enum Missing {
    /** It is refused. */
    REFUSED,
    /** It becomes the mean. */
    MEAN,
    /** It becomes the mean, and a further number is 1 there and 0 elsewhere. */
    INDICATED
  }

  /**
   * Numbers, which are scaled: (x − mean) / deviation.
   *
   * @param name the name of the column
   * @param mean the mean of the training data
   * @param deviation the deviation of the training data
   * @param missing what a missing number becomes
   */
  record Scaled(String name, double mean, double deviation, Missing missing) implements Column {
    @Override
    public int width() {
      return missing == Missing.INDICATED ? 2 : 1;
    }

    /**
     * Scales a number.
     *
     * @param value the number
     * @return (value − mean) / deviation
     */
    public float scale(double value) {
      return (float) ((value - mean) / deviation);
    }
  }

  /**
   * Categories, each a number that is 1 where the text is its name; the first number is 1 for all
   * other texts.
   *
   * @param name the name of the column
   * @param names the names of the categories, in order; "" is a missing value
   */
  record OneOf(String name, List<String> names) implements Column {
    /** Takes a copy. */
    public OneOf {
      names = List.copyOf(names);
    }

    /** {@return the position of each category, from 1 on} */
    public Map<String, Integer> numbers() {
      Map<String, Integer> numbers = new HashMap<>();
      names.forEach(category -> numbers.put(category, numbers.size() + 1));
      return numbers;
    }

    @Override
    public int width() {
      return names.size() + 1;
    }
  }
}
