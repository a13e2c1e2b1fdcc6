package org.distill4j.backend;

import java.util.function.Supplier;

/**
 * Sets the thread's context class loader, with which engines find their own classes and libraries.
 * A thread of the common pool, of a web server or of OSGi has one that does not see them.
 */
public final class ContextLoader {
  private ContextLoader() {}

  /**
   * Runs an action with the class loader of a class as context class loader.
   *
   * @param owner a class of the backend
   * @param work what to do, as loading the engine
   * @param <T> what it returns
   * @return what it returned
   */
  public static <T> T call(Class<?> owner, Supplier<T> work) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(owner.getClassLoader());
    try {
      return work.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
