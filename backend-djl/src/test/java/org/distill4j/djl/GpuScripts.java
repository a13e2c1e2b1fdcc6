package org.distill4j.djl;

import ai.djl.engine.Engine;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Device;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.backend.Variables;
import org.distill4j.ir.Program;
import org.distill4j.tensor.TensorSpec;

/** The backend with the scripts that it writes for a GPU, run with the CPU in the GPU's place. */
public final class GpuScripts extends Backend {
  private static final Device GPU = Device.cuda(1);

  @Override
  public String name() {
    return "djl";
  }

  @Override
  public List<Device> devices() {
    return List.of(Device.cpu());
  }

  @Override
  protected Session start(SessionOptions options) {
    Engine engine = DjlEngine.load();
    return new GpuSession(new DjlSession(engine, options));
  }

  /** The methods that were written for the GPU. */
  static String onCpu(CompiledScript script) {
    return script.methods().replace(GPU.toString(), "cpu");
  }

  private record GpuSession(DjlSession engine) implements Session {
    @Override
    public Device device() {
      return engine.device();
    }

    @Override
    public String engineVersion() {
      return engine.engineVersion();
    }

    @Override
    public Variables variables(Map<String, TensorSpec> specs) {
      return engine.variables(specs);
    }

    @Override
    public Executable compile(Program program, Variables variables) {
      return engine.call(
          () -> {
            CompiledScript script = new CompiledScript(program.simplified(), GPU);
            return new DjlExecutable(engine, (DjlVariables) variables, script, onCpu(script));
          });
    }

    @Override
    public void close() {
      engine.close();
    }
  }
}
