package org.distill4j.tensorflow;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteDeviceList;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListCount;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListName;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SessionListDevices;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SetConfig;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.distill4j.backend.Device;
import org.distill4j.backend.SessionOptions;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;

/** The devices that TensorFlow finds, and their names. */
final class TfDevices {
  private static final Pattern GPU = Pattern.compile(".*GPU:(\\d+)");

  /**
   * Converts the layout of images: programs have the channels first, and kernels for the CPU have
   * them last: TensorFlow moves them, once for a chain of operations.
   */
  private static final RewriterConfig LAYOUT =
      RewriterConfig.newBuilder()
          .setCpuLayoutConversion(RewriterConfig.CpuLayout.NCHW_TO_NHWC)
          .setMinGraphNodes(-1)
          .build();

  private TfDevices() {}

  static List<Device> list(int threads) {
    List<Device> devices = new ArrayList<>(List.of(Device.cpu()));
    // The natives without CUDA are not asked: a question fixes the number of threads for good.
    if (TfNatives.haveCuda()) {
      devices.addAll(gpus(threads));
    }
    return List.copyOf(devices);
  }

  /** Refuses a device that does not exist here; TensorFlow itself would silently use the CPU. */
  static void require(SessionOptions options) {
    if (options.device().kind() == Device.Kind.CPU) {
      return;
    }
    options
        .device()
        .requireAmong(
            list(options.threads()),
            "TensorFlow",
            () ->
                TfNatives.haveCuda()
                    ? "the driver, CUDA 12.5 or cuDNN 9.3 is missing."
                    : "add " + TfNatives.ARTIFACTS.cuda() + " in place of linux-x86_64.");
  }

  /** Returns the device's name in a graph. */
  static String placement(Device device) {
    return device.kind() == Device.Kind.CPU ? "/device:CPU:0" : "/device:GPU:" + device.index();
  }

  /**
   * Starts operations on one thread: with none of its own TensorFlow would use the caller's, which
   * does not flush subnormal numbers and so becomes slow as optimizer slots decay.
   */
  static ConfigProto config(SessionOptions options) {
    ConfigProto.Builder config =
        ConfigProto.newBuilder()
            .setGraphOptions(GraphOptions.newBuilder().setRewriteOptions(LAYOUT))
            .setInterOpParallelismThreads(1)
            .setIntraOpParallelismThreads(options.threads());
    if (options.device().kind() == Device.Kind.CPU) {
      return config.putDeviceCount("GPU", 0).build();
    }
    return config
        .setAllowSoftPlacement(true)
        .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true))
        .build();
  }

  /** Asks the engine, which loads it. */
  static List<Device> gpus(int threads) {
    TfNatives.load();
    TfPool.ask(threads);
    ConfigProto config = config(new SessionOptions(Device.cuda(0), threads));
    PointerScope scope = new PointerScope();
    try {
      TF_Status status = TF_Status.newStatus();
      TF_SessionOptions options = TF_SessionOptions.newSessionOptions();
      byte[] bytes = config.toByteArray();
      TF_SetConfig(options, new BytePointer(bytes), bytes.length, status);
      TF_Session session = TF_Session.newSession(TF_Graph.newGraph(), options, status);
      status.throwExceptionIfNotOK();
      TF_DeviceList list = TF_SessionListDevices(session, status);
      status.throwExceptionIfNotOK();
      List<Device> found = gpus(list, status);
      TF_DeleteDeviceList(list);
      return found;
    } finally {
      scope.close();
    }
  }

  private static List<Device> gpus(TF_DeviceList list, TF_Status status) {
    List<Device> found = new ArrayList<>();
    for (int i = 0; i < TF_DeviceListCount(list); i++) {
      Matcher matcher = GPU.matcher(TF_DeviceListName(list, i, status).getString());
      if (matcher.matches()) {
        found.add(Device.cuda(Integer.parseInt(matcher.group(1))));
      }
    }
    return found;
  }
}
