package org.distill4j.core.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.distill4j.program.BatchShape;

/**
 * What was compiled for the batch shapes that were used last. The least recently used one is closed
 * when there are too many, and compiled again if it is needed.
 *
 * @param <T> what is compiled for one shape
 */
final class ShapeCache<T extends Compiled> {
  /** The largest number of shapes. */
  static final int LIMIT = 32;

  private final Function<BatchShape, T> compiler;
  private final Map<BatchShape, T> compiled = new LinkedHashMap<>(LIMIT, 0.75f, true);

  ShapeCache(Function<BatchShape, T> compiler) {
    this.compiler = compiler;
  }

  T get(BatchShape shape) {
    T known = compiled.get(shape);
    if (known != null) {
      return known;
    }
    T added = compiler.apply(shape);
    compiled.put(shape, added);
    if (compiled.size() > LIMIT) {
      BatchShape oldest = compiled.keySet().iterator().next();
      compiled.remove(oldest).close();
    }
    return added;
  }

  void close() {
    compiled.values().forEach(Compiled::close);
    compiled.clear();
  }
}
