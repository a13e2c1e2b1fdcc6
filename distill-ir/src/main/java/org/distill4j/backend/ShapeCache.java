package org.distill4j.backend;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A cache of what was compiled for the most recent batch shapes. The least recently used one is
 * closed when there are too many, and compiled again if it is needed. For one thread.
 *
 * @param <K> the shape of a batch
 * @param <T> what is compiled for one shape
 */
public final class ShapeCache<K, T> {
  /** The largest number of shapes. */
  public static final int LIMIT = 32;

  private final Function<K, T> compiler;
  private final Consumer<T> closer;
  private final Map<K, T> compiled = new LinkedHashMap<>(LIMIT, 0.75f, true);

  /**
   * Creates an empty cache.
   *
   * @param compiler compiles for a shape
   * @param closer closes what was compiled
   */
  public ShapeCache(Function<K, T> compiler, Consumer<T> closer) {
    this.compiler = compiler;
    this.closer = closer;
  }

  /**
   * Returns the compiled value for a shape, and compiles it first if necessary.
   *
   * @param shape the shape
   * @return what is compiled for it
   */
  public T get(K shape) {
    T known = compiled.get(shape);
    if (known != null) {
      return known;
    }
    T added = compiler.apply(shape);
    compiled.put(shape, added);
    if (compiled.size() > LIMIT) {
      K oldest = compiled.keySet().iterator().next();
      closer.accept(compiled.remove(oldest));
    }
    return added;
  }

  /** Closes all compiled values. */
  public void close() {
    compiled.values().forEach(closer);
    compiled.clear();
  }
}
