package org.distill4j.tensorflow;

import java.util.List;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Device;
import org.distill4j.backend.NativeLibraries;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;

/**
 * TensorFlow 2 through TensorFlow Java.
 *
 * <p>The natives are an artifact of their own: {@code org.tensorflow:tensorflow-core-native} with
 * the classifier of the platform, {@code linux-x86_64-gpu} for CUDA. TensorFlow keeps one pool of
 * threads for operations in a process, so {@link SessionOptions#threads} of the first session holds
 * for all later ones; trainings cannot choose it.
 *
 * <p>Before it loads the engine it checks the folder that the natives are unpacked to, and sets the
 * system property {@code org.bytedeco.javacpp.cachedir} to it.
 *
 * <p>Its native library writes four lines on standard error. The environment variable {@code
 * TF_CPP_MIN_LOG_LEVEL=1}, which must be set before the JVM starts, takes two of them away; a
 * warning that the log is not set up, and a note on MLIR, stay whatever is set.
 */
public final class TfBackend extends Backend {
  /** Creates a backend that has not loaded anything yet. */
  public TfBackend() {}

  @Override
  public String name() {
    return "tensorflow";
  }

  @Override
  public List<Device> devices() {
    return TfDevices.list(SessionOptions.defaults().threads());
  }

  @Override
  public NativeLibraries natives() {
    return TfNatives.describe();
  }

  @Override
  protected Session start(SessionOptions options) {
    return TfSession.open(options);
  }
}
