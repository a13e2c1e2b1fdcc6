package org.distill4j.jvm;

/** Multiplies matrices for a plan. */
public interface Multiplier {
  /** The treatment of the result's old elements. */
  enum Effect {
    /** They are overwritten. */
    SET,
    /** The product is added to them. */
    ADD
  }

  /** Sets up for a run of a plan. */
  void prepare();

  /**
   * Binds a product of matrices that keep their memory.
   *
   * @param a the left factor
   * @param b the right factor
   * @param result row-major
   * @param effect what becomes of the result's old elements
   * @return computes the product of what the factors hold when it runs
   */
  Runnable bind(Matrix a, Matrix b, Matrix result, Effect effect);
}
