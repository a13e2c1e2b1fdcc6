package org.distill4j.backend;

import java.util.Map;
import org.distill4j.ir.Program;
import org.distill4j.tensor.TensorSpec;

/**
 * A session that calls its engine one call at a time, with checked arguments, and only while it is
 * open.
 */
final class GuardedSession implements Session {
  private final Session engine;
  private final Device device;
  private final String engineVersion;
  private final boolean choosesThreads;
  private final Guard guard;

  private GuardedSession(Session engine, SessionOptions options) {
    this.engine = engine;
    this.device = engine.device();
    this.engineVersion = engine.engineVersion();
    this.choosesThreads = options.fixedThreads().isEmpty();
    this.guard = Guard.ofSession(this, engine::close);
  }

  static Session of(Session engine, SessionOptions options) {
    return new GuardedSession(engine, options);
  }

  Session engine() {
    return engine;
  }

  Guard guard() {
    return guard;
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public String engineVersion() {
    return engineVersion;
  }

  @Override
  public int threads() {
    return guard.call(engine::threads);
  }

  @Override
  public void useThreads(int count) {
    ThreadCount.require(engineVersion, count);
    guard.call(
        () -> {
          engine.useThreads(count);
          return count;
        });
  }

  @Override
  public boolean choosesThreads() {
    return choosesThreads;
  }

  @Override
  public Variables variables(Map<String, TensorSpec> specs) {
    return guard.call(() -> new GuardedVariables(guard, engine.variables(specs)));
  }

  @Override
  public Executable compile(Program program, Variables variables) {
    GuardedVariables guarded = GuardedVariables.of(guard, variables);
    guarded.require(program.variables());
    return guarded.call(
        () ->
            new GuardedExecutable(
                guard, guarded, engine.compile(program, guarded.engine()), program));
  }

  @Override
  public void close() {
    guard.close();
  }

  /** Describes the session and how many of its resources are open. */
  @Override
  public String toString() {
    return engineVersion + " on " + device + ", open: " + guard.children();
  }
}
