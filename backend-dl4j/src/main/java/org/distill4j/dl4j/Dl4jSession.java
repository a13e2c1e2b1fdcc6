package org.distill4j.dl4j;

import java.util.Map;
import java.util.function.Supplier;
import org.distill4j.backend.Device;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Guard;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.backend.Variables;
import org.distill4j.ir.Program;
import org.distill4j.jvm.PlanResource;
import org.distill4j.jvm.PlanSession;
import org.distill4j.tensor.TensorSpec;

/** ND4J open on one device, which multiplies matrices for plans and runs networks of its own. */
final class Dl4jSession implements Session {
  private final PlanSession plans;
  private SessionOptions options;

  Dl4jSession(SessionOptions options) {
    this.options = options;
    this.plans =
        new PlanSession(
            options.device(),
            "ND4J " + Dl4jEngine.version() + " (Deeplearning4j)",
            new EngineMultiplier(() -> this.options));
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
    return plans.device();
  }

  @Override
  public String engineVersion() {
    return plans.engineVersion();
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
    return plans.variables(specs);
  }

  @Override
  public Executable compile(Program program, Variables variables) {
    return plans.compile(program, variables);
  }

  /** Work of the engine's, before which the process is set up for this session. */
  <T> Supplier<T> prepared(Supplier<T> work) {
    return () -> {
      Dl4jEngine.prepare(options);
      return work.get();
    };
  }

  /** Closes something with the session at the latest. */
  void closeAtEnd(PlanResource part) {
    plans.closeAtEnd(part);
  }

  @Override
  public void close() {
    plans.close();
  }
}
