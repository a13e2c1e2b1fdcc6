package org.distill4j.tensorflow;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
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
  private final Set<TfStore> stores = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<TfRuntime> runtimes = Collections.newSetFromMap(new IdentityHashMap<>());

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
    stores.removeIf(TfStore::isClosed);
    TfStore store = new TfStore(options, specs);
    stores.add(store);
    return store;
  }

  @Override
  public Executable compile(Program program, Variables variables) {
    return TfCompilation.executable((TfStore) variables, program);
  }

  /** The runtime of a network. */
  TfRuntime openRuntime() {
    return add(TfRuntime.empty(options));
  }

  /** Takes over a graph of TensorFlow's own making and its session. */
  TfRuntime adopt(org.tensorflow.Graph graph, org.tensorflow.Session session) {
    return add(TfRuntime.adopt(graph, session, options));
  }

  private TfRuntime add(TfRuntime runtime) {
    runtimes.add(runtime);
    return runtime;
  }

  /** Frees the runtime of a network or of a teacher from a file. */
  void close(TfRuntime runtime) {
    runtimes.remove(runtime);
    runtime.close();
  }

  ConfigProto config() {
    return TfDevices.config(options);
  }

  @Override
  public void close() {
    stores.forEach(TfStore::close);
    stores.clear();
    runtimes.forEach(TfRuntime::close);
    runtimes.clear();
  }

  @Override
  public String toString() {
    long open = stores.stream().filter(store -> !store.isClosed()).count() + runtimes.size();
    return version + " on " + options.device() + ", open: " + open;
  }
}
