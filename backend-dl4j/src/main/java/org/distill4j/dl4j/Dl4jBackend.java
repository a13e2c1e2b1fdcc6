package org.distill4j.dl4j;

import java.util.List;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Device;
import org.distill4j.backend.NativeLibraries;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;

/**
 * Deeplearning4j's tensor engine ND4J, under the name "dl4j". It runs on the CPU with the artifact
 * {@code org.nd4j:nd4j-native}. With {@code org.nd4j:nd4j-cuda-11.6} beside it, matrix products and
 * convolutions run on an NVIDIA GPU, all else stays on the CPU; the process then has no device
 * "cpu" unless the environment variable BACKEND_PRIORITY_CPU is above 100. The number of threads of
 * a session holds for products of matrices, and for the whole process while it runs.
 *
 * <p>Arrays lie on the Java heap, so its size ({@code -Xmx}) limits the models that can be trained.
 *
 * <p>Before it loads the engine it silences its start and forbids JavaCPP to look up the process's
 * memory at every allocation, unless the system properties {@code org.nd4j.log.initialization},
 * {@code org.nd4j.versioncheck}, {@code org.bytedeco.javacpp.logger} and {@code
 * org.bytedeco.javacpp.maxPhysicalBytes} say otherwise. It checks the folder that the natives are
 * unpacked to, and sets {@code org.bytedeco.javacpp.cachedir} to it.
 */
public final class Dl4jBackend extends Backend {
  /** Creates the backend for {@link java.util.ServiceLoader}; loads nothing. */
  public Dl4jBackend() {}

  @Override
  public String name() {
    return "dl4j";
  }

  @Override
  public List<Device> devices() {
    Dl4jEngine.load();
    return Dl4jEngine.devices();
  }

  @Override
  public NativeLibraries natives() {
    return Dl4jNatives.describe();
  }

  @Override
  protected Session start(SessionOptions options) {
    Dl4jEngine.load();
    Dl4jEngine.require(options.device());
    return new Dl4jSession(options);
  }
}
