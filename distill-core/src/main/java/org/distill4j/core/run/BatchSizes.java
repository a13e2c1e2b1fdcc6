package org.distill4j.core.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * What was compiled for the batch sizes that were used last. The least recently used one is closed
 * when there are too many, and compiled again if it is needed.
 *
 * @param <T> what is compiled for one batch size
 */
final class BatchSizes<T extends Compiled> {
  /** The largest number of batch sizes. */
  static final int LIMIT = 16;

  private final IntFunction<T> compiler;
  private final Map<Integer, T> compiled = new LinkedHashMap<>(LIMIT, 0.75f, true);

  BatchSizes(IntFunction<T> compiler) {
    this.compiler = compiler;
  }

  T get(int batchSize) {
    T known = compiled.get(batchSize);
    if (known != null) {
      return known;
    }
    T added = compiler.apply(batchSize);
    compiled.put(batchSize, added);
    if (compiled.size() > LIMIT) {
      int oldest = compiled.keySet().iterator().next();
      compiled.remove(oldest).close();
    }
    return added;
  }

  void close() {
    compiled.values().forEach(Compiled::close);
    compiled.clear();
  }
}
