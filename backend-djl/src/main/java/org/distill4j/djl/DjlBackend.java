package org.distill4j.djl;

import ai.djl.engine.Engine;
import java.util.List;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Device;
import org.distill4j.backend.NativeLibraries;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;

/**
 * PyTorch through DJL, under the name "djl". It runs on the CPU with the artifact {@code
 * ai.djl.pytorch:pytorch-native-cpu} and on NVIDIA GPUs with a libtorch for CUDA that the
 * environment variables PYTORCH_LIBRARY_PATH, PYTORCH_VERSION and PYTORCH_FLAVOR point to. The
 * number of threads is kept by the engine for each calling thread.
 *
 * <p>Before it loads the engine it forbids DJL all telemetry and, where the class path has the
 * natives of this platform, all downloads, unless the system properties {@code OPT_OUT_TRACKING}
 * and {@code ai.djl.offline} say otherwise. Where the natives are missing, DJL tries to download
 * them. It checks the folder that PyTorch is unpacked to, and sets the system properties {@code
 * ENGINE_CACHE_DIR} and, unless it is set, {@code jna.tmpdir} to it.
 */
public final class DjlBackend extends Backend {
  /** Creates the backend for {@link java.util.ServiceLoader}; loads nothing. */
  public DjlBackend() {}

  @Override
  public String name() {
    return "djl";
  }

  @Override
  public List<Device> devices() {
    return DjlEngine.devices(DjlEngine.load());
  }

  @Override
  public NativeLibraries natives() {
    return DjlNatives.describe();
  }

  @Override
  protected Session start(SessionOptions options) {
    Engine engine = DjlEngine.load();
    DjlEngine.requireDevice(engine, options.device());
    return new DjlSession(engine, options);
  }
}
