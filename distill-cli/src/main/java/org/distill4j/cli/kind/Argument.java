package org.distill4j.cli.kind;

import java.util.List;

/**
 * An argument of a call: the value of a key, or an expression.
 *
 * @param <T> what it is
 */
public sealed interface Argument<T> permits Key, Expression {
  /** {@return the keys whose values are needed} */
  List<Key<?>> keys();

  /**
   * Returns the argument for these values of the keys.
   *
   * @param values the values
   * @return an expression without keys
   */
  Expression<T> in(KeyValues values);
}
