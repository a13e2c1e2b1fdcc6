package org.distill4j.cli.kind;

import java.util.Optional;
import org.distill4j.cli.yaml.Node;

/**
 * What the value of a key may be.
 *
 * @param <T> what values become
 */
public interface ValueType<T> {
  /** {@return what is expected, for messages and help: "a whole number"} */
  String expected();

  /**
   * Reads a value.
   *
   * @param node the value as it was written
   * @param location where; what is wrong is noted there
   * @return the value; empty if something was noted
   */
  Optional<Expression<T>> read(Node node, ConfigLocation location);

  /**
   * Tells whether a value that is written in this form is meant as one of this type, where one of
   * another type may stand too.
   *
   * @param node the value as it was written
   * @return whether this type reads it
   */
  default boolean takes(Node node) {
    return true;
  }
}
