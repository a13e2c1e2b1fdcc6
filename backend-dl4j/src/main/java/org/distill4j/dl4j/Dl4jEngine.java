package org.distill4j.dl4j;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import org.distill4j.backend.Device;
import org.distill4j.backend.JavaCppFolder;
import org.distill4j.backend.Platform;
import org.distill4j.backend.SessionOptions;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The engine of this process, loaded once. */
final class Dl4jEngine {
  private static final int MEGABYTES = 400;
  private static final String VERSION = "META-INF/maven/org.nd4j/nd4j-api/pom.properties";

  /** The number of threads of the whole process; 0 until it is set. */
  private static int threads;

  private Dl4jEngine() {}

  static synchronized void load() {
    silence();
    JavaCppFolder.prepare("ND4J", MEGABYTES)
        .load(
            Dl4jEngine.class,
            Nd4j::getExecutioner,
            cause -> Dl4jNatives.failure(Platform.current(), Dl4jNatives.found(), cause));
  }

  /** Sets properties before any class of the engine reads them. */
  static void silence() {
    System.getProperties().putIfAbsent("org.nd4j.log.initialization", "false");
    System.getProperties().putIfAbsent("org.nd4j.versioncheck", "false");
    System.getProperties().putIfAbsent("org.bytedeco.javacpp.logger", "slf4j");
    System.getProperties().putIfAbsent("org.bytedeco.javacpp.maxPhysicalBytes", "0");
  }

  static List<Device> devices() {
    return Nd4j.getEnvironment().isCPU()
        ? List.of(Device.cpu())
        : IntStream.range(0, Nd4j.getAffinityManager().getNumberOfDevices())
            .mapToObj(Device::cuda)
            .toList();
  }

  static void require(Device device) {
    DeviceCheck.require(device, devices());
    if (device.kind() == Device.Kind.CUDA) {
      DeviceCheck.requireKernels(
          device,
          NativeOpsHolder.getInstance().getDeviceNativeOps().getDeviceMajor(device.index()),
          NativeOpsHolder.getInstance().getDeviceNativeOps().getDeviceMinor(device.index()));
    }
  }

  /** Sets the process up for a call of a session. */
  static synchronized void prepare(SessionOptions options) {
    if (options.device().kind() == Device.Kind.CUDA) {
      Nd4j.getAffinityManager().unsafeSetDevice(options.device().index());
    } else if (threads != options.threads()) {
      Nd4j.factory().blas().setMaxThreads(options.threads());
      threads = options.threads();
    }
  }

  static String version() {
    Properties properties = new Properties();
    try (InputStream in = Nd4j.class.getClassLoader().getResourceAsStream(VERSION)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException unreadable) {
      properties.clear();
    }
    return properties.getProperty("version", "of unknown version");
  }
}
