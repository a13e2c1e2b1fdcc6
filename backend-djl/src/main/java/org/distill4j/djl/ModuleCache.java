package org.distill4j.djl;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** The modules of the batch sizes used last; older ones are closed and compiled anew if needed. */
final class ModuleCache {
  private static final int LIMIT = 16;

  private final IntFunction<ProgramModule> compiler;
  private final Map<Integer, ProgramModule> modules = new LinkedHashMap<>(LIMIT, 0.75f, true);

  ModuleCache(IntFunction<ProgramModule> compiler) {
    this.compiler = compiler;
  }

  ProgramModule get(int batchSize) {
    ProgramModule module = modules.get(batchSize);
    if (module == null) {
      module = compiler.apply(batchSize);
      modules.put(batchSize, module);
      dropOldest();
    }
    return module;
  }

  private void dropOldest() {
    if (modules.size() > LIMIT) {
      int oldest = modules.keySet().iterator().next();
      modules.remove(oldest).close();
    }
  }
}
