package org.distill4j.dl4j;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.distill4j.backend.Device;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Guard;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.backend.Variables;
import org.distill4j.ir.Program;
import org.distill4j.tensor.TensorSpec;

/** ND4J open on one device, which multiplies matrices for plans and runs networks of its own. */
final class Dl4jSession implements Session {
  private SessionOptions options;

  /** What was made here and not yet given to the garbage collector. */
  private final Set<PlanPart> made = Collections.newSetFromMap(new WeakHashMap<>());

  Dl4jSession(SessionOptions options) {
    this.options = options;
  }

  /**
   * The engine's session behind one that a user holds.
   *
   * @param session the session
   * @param does what this backend's sessions do, for the message
   * @param advice what to do instead
   * @return the engine's session
   * @throws IllegalArgumentException if the session is another backend's
   */
  static Dl4jSession of(Session session, String does, String advice) {
    return Guard.engine(session, Dl4jSession.class)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The session runs "
                        + session.engineVersion()
                        + ", expected one of the backend \"dl4j\", which "
                        + does
                        + ".\nMaybe "
                        + advice));
  }

  @Override
  public Device device() {
    return options.device();
  }

  @Override
  public String engineVersion() {
    return "ND4J " + Dl4jEngine.version() + " (Deeplearning4j)";
  }

  @Override
  public int threads() {
    return options.threads();
  }

  @Override
  public void useThreads(int count) {
    options = options.withThreads(count);
  }

  @Override
  public Variables variables(Map<String, TensorSpec> specs) {
    PlanVariables variables = new PlanVariables(specs);
    made.add(variables);
    return variables;
  }

  @Override
  public Executable compile(Program program, Variables variables) {
    Multiplier multiplier = new EngineMultiplier(() -> options);
    PlanExecutable executable =
        PlanCompiler.compile(program, (PlanVariables) variables, multiplier);
    made.add(executable);
    return executable;
  }

  /** Work of the engine's, before which the process is set up for this session. */
  <T> Supplier<T> prepared(Supplier<T> work) {
    return () -> {
      Dl4jEngine.prepare(options);
      return work.get();
    };
  }

  /** Closes something with the session at the latest. */
  void closeAtEnd(PlanPart part) {
    made.add(part);
  }

  @Override
  public void close() {
    List.copyOf(made).forEach(PlanPart::close);
  }
}
