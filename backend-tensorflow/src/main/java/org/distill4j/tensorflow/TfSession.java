package org.distill4j.tensorflow;

import java.util.Map;
import org.distill4j.backend.Device;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.backend.Variables;
import org.distill4j.ir.Program;
import org.distill4j.tensor.TensorSpec;

/**
 * TensorFlow on one device. Variables, networks and teachers from files each have a runtime of
 * their own, freed with them.
 */
final class TfSession implements Session {
  private final SessionOptions options;
  private final String version;

  private TfSession(SessionOptions options, String version) {
    this.options = options;
    this.version = version;
  }

  static TfSession open(SessionOptions options) {
    String version = TfNatives.load();
    TfDevices.require(options);
    TfPool.ask(options);
    return new TfSession(options, "TensorFlow " + version);
  }

  @Override
  public Device device() {
    return options.device();
  }

  @Override
  public String engineVersion() {
    return version;
  }

  @Override
  public int threads() {
    return TfPool.size();
  }

  @Override
  public Variables variables(Map<String, TensorSpec> specs) {
    return new TfVariables(options, specs);
  }

  @Override
  public Executable compile(Program program, Variables variables) {
    return new TfExecutable(
        (TfVariables) variables, program.lowered(TfKernels::lacks).simplified());
  }

  SessionOptions options() {
    return options;
  }

  @Override
  public void close() {}
}
