package org.distill4j.cli.kind;

import java.io.Serializable;

/**
 * A method or a constructor, given as a reference such as {@code Dense::of}. It is called directly;
 * its name is known besides, so that {@code distill train --print-java} writes the same call. A
 * lambda expression has no name, and cannot be written.
 */
public sealed interface MethodReference extends Serializable {
  /**
   * A static method or a constructor without arguments.
   *
   * @param <R> what it returns
   */
  @FunctionalInterface
  non-sealed interface Zero<R> extends MethodReference {
    /** {@return what the method returns} */
    R call();
  }

  /**
   * A method of one argument, which may be the object that it is called on.
   *
   * @param <A> the argument
   * @param <R> what it returns
   */
  @FunctionalInterface
  non-sealed interface One<A, R> extends MethodReference {
    /**
     * Calls the method.
     *
     * @param a the argument
     * @return what the method returns
     */
    R call(A a);
  }

  /**
   * A method of two arguments, the first of which may be the object that it is called on.
   *
   * @param <A> the first argument
   * @param <B> the second argument
   * @param <R> what it returns
   */
  @FunctionalInterface
  non-sealed interface Two<A, B, R> extends MethodReference {
    /**
     * Calls the method.
     *
     * @param a the first argument
     * @param b the second argument
     * @return what the method returns
     */
    R call(A a, B b);
  }

  /**
   * A method of three arguments, the first of which may be the object that it is called on.
   *
   * @param <A> the first argument
   * @param <B> the second argument
   * @param <C> the third argument
   * @param <R> what it returns
   */
  @FunctionalInterface
  non-sealed interface Three<A, B, C, R> extends MethodReference {
    /**
     * Calls the method.
     *
     * @param a the first argument
     * @param b the second argument
     * @param c the third argument
     * @return what the method returns
     */
    R call(A a, B b, C c);
  }

  /**
   * A method of four arguments, the first of which may be the object that it is called on.
   *
   * @param <A> the first argument
   * @param <B> the second argument
   * @param <C> the third argument
   * @param <D> the fourth argument
   * @param <R> what it returns
   */
  @FunctionalInterface
  non-sealed interface Four<A, B, C, D, R> extends MethodReference {
    /**
     * Calls the method.
     *
     * @param a the first argument
     * @param b the second argument
     * @param c the third argument
     * @param d the fourth argument
     * @return what the method returns
     */
    R call(A a, B b, C c, D d);
  }

  /**
   * A method of five arguments, the first of which may be the object that it is called on.
   *
   * @param <A> the first argument
   * @param <B> the second argument
   * @param <C> the third argument
   * @param <D> the fourth argument
   * @param <E> the fifth argument
   * @param <R> what it returns
   */
  @FunctionalInterface
  non-sealed interface Five<A, B, C, D, E, R> extends MethodReference {
    /**
     * Calls the method.
     *
     * @param a the first argument
     * @param b the second argument
     * @param c the third argument
     * @param d the fourth argument
     * @param e the fifth argument
     * @return what the method returns
     */
    R call(A a, B b, C c, D d, E e);
  }
}
