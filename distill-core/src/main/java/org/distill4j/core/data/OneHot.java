package org.distill4j.core.data;

import java.nio.FloatBuffer;

/** Spreads a row of numbers and category numbers into numbers, zeros and ones. */
final class OneHot {
  private final int numbers;
  private final int[] categories;

  private OneHot(int numbers, int... categories) {
    this.numbers = numbers;
    this.categories = categories;
  }

  static OneHot of(TableEncoding encoding) {
    return new OneHot(encoding.numbers(), encoding.categories());
  }

  /** The values of a row as it is kept. */
  int kept() {
    return numbers + categories.length;
  }

  void put(FloatBuffer row, FloatBuffer target) {
    int first = row.position();
    target.put(row.slice(first, numbers));
    for (int i = 0; i < categories.length; i++) {
      int category = (int) row.get(first + numbers + i);
      for (int each = 0; each < categories[i]; each++) {
        target.put(each == category ? 1 : 0);
      }
    }
  }
}
