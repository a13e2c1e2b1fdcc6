package org.distill4j.tensorflow;

import java.lang.ref.Cleaner;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.distill4j.backend.Device;
import org.distill4j.backend.SessionOptions;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.program.Program;
import org.distill4j.program.Recorder;
import org.distill4j.spi.Learner;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.spi.Predictor;
import org.distill4j.spi.Session;
import org.tensorflow.proto.ConfigProto;

/** TensorFlow on one device. Each model has a runtime of its own, freed with it. */
final class TfSession implements Session {
  private static final Cleaner CLEANER = Cleaner.create();

  private final SessionOptions options;
  private final String version;
  private final Runtimes runtimes = new Runtimes();

  private TfSession(SessionOptions options, String version) {
    this.options = options;
    this.version = version;
  }

  static TfSession open(SessionOptions options) {
    String version = TfNatives.load();
    TfDevices.require(options);
    TfPool.ask(options.threads());
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
  public Predictor predictor(Model model, Weights weights) {
    Recorder.forward(model, Mode.EVALUATION, 1).requireWeights(weights);
    synchronized (runtimes) {
      return new TfPredictor(this, openRuntime(), model, weights);
    }
  }

  @Override
  public Learner learner(LearnerSpec spec) {
    spec.requireKnownUpdate();
    Program program = spec.declared();
    synchronized (runtimes) {
      return new TfLearner(this, openRuntime(), spec, program);
    }
  }

  /** Keeps a graph of TensorFlow's own making and its session until this is closed. */
  TfRuntime adopt(org.tensorflow.Graph graph, org.tensorflow.Session session) {
    return runtimes.add(TfRuntime.adopt(graph, session, options));
  }

  /** Frees what nothing was made of. */
  void abandon(TfRuntime runtime) {
    runtimes.close(runtime);
  }

  ConfigProto config() {
    return TfDevices.config(options);
  }

  TfRuntime openRuntime() {
    requireOpen();
    return runtimes.add(TfRuntime.empty(options));
  }

  void requireOpen() {
    if (runtimes.closed) {
      throw new IllegalStateException(
          "The session was closed, expected an open one.\n"
              + "Maybe it was opened in a try block that has ended.");
    }
  }

  /** What all calls of this session wait for. */
  Object lock() {
    return runtimes;
  }

  /** Frees a runtime when it is cleaned or when its owner cannot be reached any more. */
  Cleaner.Cleanable free(Object owner, TfRuntime runtime) {
    Runtimes all = runtimes;
    return CLEANER.register(owner, () -> all.close(runtime));
  }

  @Override
  public void close() {
    runtimes.closeAll();
  }

  @Override
  public String toString() {
    return version + " on " + options.device() + ", models open: " + runtimes.size();
  }

  /** The open runtimes, apart from the session so that the cleaner does not keep it alive. */
  private static final class Runtimes {
    private final Set<TfRuntime> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean closed;

    synchronized TfRuntime add(TfRuntime runtime) {
      open.add(runtime);
      return runtime;
    }

    synchronized int size() {
      return open.size();
    }

    synchronized void close(TfRuntime runtime) {
      open.remove(runtime);
      runtime.close();
    }

    synchronized void closeAll() {
      closed = true;
      open.forEach(TfRuntime::close);
      open.clear();
    }
  }
}
