package org.distill4j.jvm;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.distill4j.backend.Device;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.Variables;
import org.distill4j.ir.Program;
import org.distill4j.tensor.TensorSpec;

/** A session that runs programs as plans, in which something else may multiply matrices. */
public final class PlanSession implements Session {
  private final Device device;
  private final String engineVersion;
  private final PlanEngine engine;
  private final HeldArrays arrays = HeldArrays.ofHeap();

  /** What was made here and not yet given to the garbage collector. */
  private final Set<PlanResource> made = Collections.newSetFromMap(new WeakHashMap<>());

  /**
   * Opens a session.
   *
   * @param device where it computes
   * @param engineVersion the engine and its version
   * @param multiplier what multiplies matrices
   */
  public PlanSession(Device device, String engineVersion, Multiplier multiplier) {
    this(
        device,
        engineVersion,
        new PlanEngine(multiplier, new ThreadTeam(), VectorModule.fastest().rows()));
  }

  PlanSession(Device device, String engineVersion, PlanEngine engine) {
    this.device = device;
    this.engineVersion = engineVersion;
    this.engine = engine;
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
    return engine.team().size();
  }

  @Override
  public void useThreads(int count) {
    engine.team().resize(count);
  }

  @Override
  public Variables variables(Map<String, TensorSpec> specs) {
    PlanVariables variables = new PlanVariables(specs);
    made.add(variables);
    return variables;
  }

  @Override
  public Executable compile(Program program, Variables variables) {
    PlanExecutable executable =
        PlanCompiler.compile(program, (PlanVariables) variables, engine, arrays);
    made.add(executable);
    return executable;
  }

  /**
   * Closes something with the session at the latest.
   *
   * @param part what is closed; the session does not keep it alive
   */
  public void closeAtEnd(PlanResource part) {
    made.add(part);
  }

  @Override
  public void close() {
    List.copyOf(made).forEach(PlanResource::close);
    engine.team().close();
  }
}
