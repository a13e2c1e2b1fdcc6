package org.distill4j.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.loss.LossTerms;

/** The values of a loss's terms, the total first. */
public final class LossValues {
  private final Map<String, Double> values;

  /**
   * Creates values by name.
   *
   * @param values the values, the total first
   */
  public LossValues(Map<String, Double> values) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** {@return the differentiated sum} */
  public double total() {
    return get(LossTerms.TOTAL);
  }

  /**
   * Returns one term.
   *
   * @param name its name
   * @return its value
   * @throws IllegalArgumentException if there is none of that name
   */
  public double get(String name) {
    Double value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "There is no loss term \""
              + name
              + "\", expected one of "
              + values.keySet()
              + ".\nMaybe the loss has other terms.");
    }
    return value;
  }

  /** {@return a read-only view of all values, the total first} */
  public Map<String, Double> asMap() {
    return values;
  }

  /** {@return whether every value is a finite number} */
  public boolean isFinite() {
    for (double value : values.values()) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LossValues that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
