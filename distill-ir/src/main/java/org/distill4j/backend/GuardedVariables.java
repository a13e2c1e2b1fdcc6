package org.distill4j.backend;

import java.util.Map;
import java.util.function.Supplier;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/** Variables that check that they are open, and check names and shapes. */
final class GuardedVariables implements Variables {
  private final Variables engine;
  private final Map<String, TensorSpec> specs;
  private final Guard guard;

  GuardedVariables(Guard session, Variables engine) {
    this.engine = engine;
    this.specs = engine.specs();
    this.guard = session.child(this, "set of variables", engine::close);
  }

  /** Returns variables that a session made itself. */
  static GuardedVariables of(Guard session, Variables variables) {
    if (variables instanceof GuardedVariables guarded && guarded.guard.isOfSameSession(session)) {
      return guarded;
    }
    throw new IllegalArgumentException(
        "A program was to be compiled with variables of another session, expected this session's."
            + "\nMaybe two sessions are open.");
  }

  Variables engine() {
    return engine;
  }

  <T> T call(Supplier<T> work) {
    return guard.call(work);
  }

  void require(Map<String, TensorSpec> wanted) {
    wanted.forEach(this::require);
  }

  private void require(String name, TensorSpec spec) {
    TensorSpec known = specs.get(name);
    if (known == null) {
      throw new IllegalArgumentException(
          "There is no variable \""
              + name
              + "\", expected one of "
              + specs.keySet()
              + ".\nMaybe it was declared under another path.");
    }
    if (!known.equals(spec)) {
      throw new IllegalArgumentException(
          "Variable \""
              + name
              + "\" is "
              + known
              + " and was used as "
              + spec
              + ", expected the same.\nMaybe a layer's shapes depend on the batch size.");
    }
  }

  @Override
  public Map<String, TensorSpec> specs() {
    return specs;
  }

  @Override
  public HostTensor read(String name) {
    return call(
        () -> {
          require(name, specs.getOrDefault(name, TensorSpec.floats()));
          return engine.read(name);
        });
  }

  @Override
  public void write(String name, HostTensor value) {
    call(
        () -> {
          require(name, value.spec());
          engine.write(name, value);
          return name;
        });
  }

  @Override
  public void close() {
    guard.close();
  }
}
