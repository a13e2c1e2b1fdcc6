package org.distill4j.djl;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.distill4j.backend.Device;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Guard;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.backend.Variables;
import org.distill4j.ir.Program;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** An open engine on one device. */
final class DjlSession implements Session {
  private final Engine engine;
  private SessionOptions options;
  private final Arena arena;
  private final HostTransfer transfer;

  DjlSession(Engine engine, SessionOptions options) {
    this.engine = engine;
    this.options = options;
    DjlEngine.useThreads(options.threads());
    this.arena = Arena.open(engine, options);
    arena.keepFreedMemory();
    this.transfer = new HostTransfer(arena);
  }

  @Override
  public Device device() {
    return options.device();
  }

  @Override
  public String engineVersion() {
    return "PyTorch " + engine.getVersion() + " (DJL " + Engine.getDjlVersion() + ")";
  }

  @Override
  public int threads() {
    return options.threads();
  }

  @Override
  public void useThreads(int count) {
    options = options.withThreads(count);
  }

  /** The engine's own session behind one that {@link DjlBackend} opened. */
  static DjlSession behind(Session session) {
    return Guard.engine(session, DjlSession.class).orElseThrow();
  }

  @Override
  public Variables variables(Map<String, TensorSpec> specs) {
    return call(() -> new DjlVariables(this, specs));
  }

  @Override
  public Executable compile(Program program, Variables variables) {
    return compile(program, (DjlVariables) variables, ConvolutionCheck.lacking(this, program));
  }

  /** Compiles a program with some operations replaced by others. */
  Executable compile(Program program, DjlVariables variables, Predicate<Tensor> lacking) {
    return call(
        () -> {
          Program simple = program.lowered(lacking).simplified();
          CompiledScript script = new CompiledScript(simple, device());
          return new DjlExecutable(this, variables, script, script.methods());
        });
  }

  @Override
  public void close() {
    arena.close();
  }

  /** The memory of all that lives in this session. */
  Arena arena() {
    return arena;
  }

  /** The way to that memory and back. */
  HostTransfer transfer() {
    return transfer;
  }

  /** Runs something with this session's number of threads. */
  <T> T call(Supplier<T> work) {
    DjlEngine.useThreads(options.threads());
    try {
      return work.get();
    } catch (EngineException error) {
      throw new IllegalStateException(
          "PyTorch failed where it was expected to compute: "
              + error.getMessage()
              + "\nMaybe there is too little memory; smaller batches need less.",
          error);
    }
  }
}
