package org.distill4j.djl;

import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import org.distill4j.backend.Device;
import org.distill4j.backend.NativeFolder;
import org.distill4j.backend.Platform;

/** The engine of this process, loaded once. */
final class DjlEngine {
  private static final String NAME = "PyTorch";

  /** The number of threads, which OpenMP keeps for each calling thread. */
  private static final ThreadLocal<Integer> THREADS = ThreadLocal.withInitial(() -> 0);

  private DjlEngine() {}

  static synchronized Engine load() {
    List<String> natives = DjlNatives.found();
    if (DjlNatives.ARTIFACTS.suffice(Platform.current(), natives)) {
      setUnlessGiven("ai.djl.offline", "true");
    }
    setUnlessGiven("OPT_OUT_TRACKING", "true");
    setUnlessGiven("ai.djl.pytorch.num_interop_threads", "1");
    NativeFolder folder = DjlFolder.prepare();
    return folder.load(
        DjlEngine.class,
        () -> Engine.getEngine(NAME),
        cause -> DjlNatives.failure(Platform.current(), natives, cause));
  }

  private static void setUnlessGiven(String property, String value) {
    System.getProperties().putIfAbsent(property, value);
  }

  static List<Device> devices(Engine engine) {
    List<Device> devices = new ArrayList<>(List.of(Device.cpu()));
    if (engine.hasCapability(StandardCapabilities.CUDA)) {
      int count = Math.max(1, engine.getGpuCount());
      for (int i = 0; i < count; i++) {
        devices.add(Device.cuda(i));
      }
    }
    return List.copyOf(devices);
  }

  static void requireDevice(Engine engine, Device device) {
    List<Device> devices = devices(engine);
    device.requireAmong(
        devices, "PyTorch " + engine.getVersion(), () -> advice(devices.size() > 1));
  }

  private static String advice(boolean cuda) {
    return cuda
        ? "CUDA_VISIBLE_DEVICES hides it."
        : "only natives for the CPU are there: PYTORCH_LIBRARY_PATH and LD_LIBRARY_PATH may"
            + " name a folder with libtorch for CUDA 12, with "
            + DjlNatives.ARTIFACTS.cuda()
            + " and PYTORCH_FLAVOR=cu128 beside them; the README says how to get one from Maven"
            + " Central.";
  }

  static void useThreads(int threads) {
    if (THREADS.get() != threads) {
      JniUtils.setNumThreads(threads);
      THREADS.set(threads);
    }
  }
}
