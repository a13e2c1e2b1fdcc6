package org.distill4j.djl;

import java.util.Optional;
import java.util.function.Supplier;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * A value of a script.
 *
 * @param spec its type and shape
 * @param phase when it is computed
 * @param sharesVariable whether it may lie in the memory of a variable, which an update changes
 * @param origin what it is made of
 * @param expression the expression of the tensor; may write the statement that computes it
 * @param number the number that all its elements are, if they are known to be one
 */
record ScriptValue(
    TensorSpec spec,
    Phase phase,
    boolean sharesVariable,
    Origin origin,
    Supplier<String> expression,
    Optional<Numeral> number) {
  /** The type of a single number. */
  static final TensorSpec SCALAR = TensorSpec.floats();

  /** The phase in which a value is computed. */
  enum Phase {
    /** When the script is bound to its arrays. */
    ONCE,
    /** In a run, before optimizers change variables in place. */
    BEFORE,
    /** In a run, after that. */
    AFTER;

    Phase and(Phase other) {
      return compareTo(other) < 0 ? other : this;
    }
  }

  /** A number of the language: its expression and when it is known. */
  record Numeral(String text, Phase phase) {
    /** This number as a named argument. */
    Numeral named(String argument) {
      return new Numeral(argument + "=" + text, phase);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * The origin of a value, for the operation that uses it: it can compute the value along with its
   * own work, and the value itself is dropped if nothing else reads it.
   */
  sealed interface Origin {
    /** No relevant origin. */
    record Other() implements Origin {}

    /** A matrix product. */
    record Product(Op.MatMul op, ScriptValue left, ScriptValue right) implements Origin {}

    /** A product with a bias added to its rows. */
    record Layer(Product product, ScriptValue bias) implements Origin {}

    /** The elements of another value under its own shape. */
    record Reshaped(ScriptValue source) implements Origin {}

    /** A tensor times a number. */
    record Scaled(ScriptValue input, Numeral factor) implements Origin {}

    /** The logarithms of softmaxes' sums, in place of attention's probabilities. */
    record LogSums() implements Origin {}
  }

  /** A tensor in memory of its own. */
  static ScriptValue tensor(TensorSpec spec, Phase phase, String expression) {
    return new ScriptValue(
        spec, phase, false, new Origin.Other(), () -> expression, Optional.empty());
  }

  /** The same value, which may lie in the memory of a variable. */
  ScriptValue sharing() {
    return new ScriptValue(spec, phase, true, origin, expression, number);
  }

  ScriptValue from(Origin other) {
    return new ScriptValue(spec, phase, sharesVariable, other, expression, number);
  }

  Shape shape() {
    return spec.shape();
  }

  String tensor() {
    return expression.get();
  }
}
