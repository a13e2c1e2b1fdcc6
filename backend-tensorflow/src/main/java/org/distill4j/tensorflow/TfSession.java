package org.distill4j.tensorflow;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Device;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.backend.Variables;
import org.distill4j.ir.Program;
import org.distill4j.tensor.TensorSpec;
import org.tensorflow.proto.ConfigProto;

/**
 * TensorFlow on one device. Variables, networks and teachers from files each have a runtime of
 * their own, freed with them.
 */
final class TfSession implements Session {
  private final SessionOptions options;
  private final String version;
  private final IdentityHashMap<Object, Runnable> open = new IdentityHashMap<>();

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
    TfStore store = new TfStore(this, specs);
    open.put(store, store::close);
    return store;
  }

  @Override
  public Executable compile(Program program, Variables variables) {
    return new TfExecutable((TfStore) variables, program.lowered(TfKernels::lacks).simplified());
  }

  /** The runtime of a network. */
  TfRuntime openRuntime() {
    return add(TfRuntime.empty(options));
  }

  /** Takes over a graph of TensorFlow's own making and its session. */
  TfRuntime adopt(org.tensorflow.Graph graph, org.tensorflow.Session session) {
    return add(new TfRuntime(graph, session, options));
  }

  private TfRuntime add(TfRuntime runtime) {
    open.put(runtime, runtime::close);
    return runtime;
  }

  /** Frees the runtime of a network or of a teacher from a file. */
  void close(TfRuntime runtime) {
    forget(runtime);
    runtime.close();
  }

  /** Leaves what was freed. */
  void forget(Object freed) {
    open.remove(freed);
  }

  SessionOptions options() {
    return options;
  }

  ConfigProto config() {
    return TfDevices.config(options);
  }

  @Override
  public void close() {
    List.copyOf(open.values()).forEach(Runnable::run);
    open.clear();
  }

  @Override
  public String toString() {
    return version + " on " + options.device() + ", open: " + open.size();
  }
}
