package org.distill4j.dl4j;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The compiled forms of one function for the batch sizes used last. A data set gives two sizes, a
 * full batch and the rest, so few are kept.
 */
final class CompiledSizes implements AutoCloseable {
  private static final int KEPT = 8;

  private final IntFunction<Compiled> compiler;
  private final Map<Integer, Compiled> known = new LinkedHashMap<>();

  CompiledSizes(IntFunction<Compiled> compiler) {
    this.compiler = compiler;
  }

  Compiled of(int batchSize) {
    Compiled found = known.remove(batchSize);
    if (found == null) {
      found = compiler.apply(batchSize);
    }
    known.put(batchSize, found);
    if (known.size() > KEPT) {
      int oldest = known.keySet().iterator().next();
      Compiled dropped = known.remove(oldest);
      if (dropped != null) {
        dropped.close();
      }
    }
    return found;
  }

  @Override
  public void close() {
    known.values().forEach(Compiled::close);
    known.clear();
  }
}
