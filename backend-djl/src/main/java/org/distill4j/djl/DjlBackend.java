package org.distill4j.djl;

import ai.djl.engine.Engine;
import java.util.List;
import org.distill4j.spi.Backend;
import org.distill4j.spi.Device;
import org.distill4j.spi.Session;
import org.distill4j.spi.SessionOptions;

/**
 * PyTorch through DJL, under the name "djl". It runs on the CPU with the artifact {@code
 * ai.djl.pytorch:pytorch-native-cpu} and on NVIDIA GPUs with a libtorch for CUDA that the
 * environment variables PYTORCH_LIBRARY_PATH, PYTORCH_VERSION and PYTORCH_FLAVOR point to. The
 * number of threads is kept by the engine for each calling thread.
 *
 * <p>Before it loads the engine it forbids DJL all downloads and telemetry, unless the system
 * properties {@code ai.djl.offline} and {@code OPT_OUT_TRACKING} say otherwise. It checks the
 * folder that PyTorch is unpacked to, and sets the system properties {@code ENGINE_CACHE_DIR} and,
 * unless it is set, {@code jna.tmpdir} to it.
 */
public final class DjlBackend implements Backend {
  /** The backend as it is found by {@link java.util.ServiceLoader}; loads nothing. */
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
  public Session open(SessionOptions options) {
    Engine engine = DjlEngine.load();
    DjlEngine.requireDevice(engine, options.device());
    return new DjlSession(engine, options);
  }
}
