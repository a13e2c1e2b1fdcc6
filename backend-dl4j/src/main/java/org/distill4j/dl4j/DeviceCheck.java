package org.distill4j.dl4j;

import java.util.List;
import org.distill4j.backend.Device;

/** Refuses devices that cannot be used, with advice. */
final class DeviceCheck {
  private static final String CUDA_ARTIFACT = Dl4jNatives.ARTIFACTS.cuda();
  private static final int OLDEST = 37;
  private static final int NEWEST = 86;
  private static final String KERNELS =
      "its kernels are for GPUs of compute capability 3.7 to 8.6, so not for Hopper and newer ones";

  private DeviceCheck() {}

  static void require(Device device, List<Device> devices) {
    device.requireAmong(devices, "ND4J", () -> advice(device, devices));
  }

  private static String advice(Device device, List<Device> devices) {
    if (device.kind() == Device.Kind.CPU) {
      return "set the environment variable BACKEND_PRIORITY_CPU=200, or leave "
          + CUDA_ARTIFACT
          + " out.";
    } else if (!devices.contains(Device.cpu())) {
      return "the environment variable CUDA_VISIBLE_DEVICES hides it.";
    }
    return "add "
        + CUDA_ARTIFACT
        + " and the same with the classifier linux-x86_64; it needs CUDA 11.6 with cuDNN 8.3, and "
        + KERNELS
        + ".";
  }

  static void requireKernels(Device device, int major, int minor) {
    int capability = major * 10 + minor;
    if (capability < OLDEST || capability > NEWEST) {
      throw new IllegalArgumentException(
          "Device "
              + device
              + " has compute capability "
              + major
              + "."
              + minor
              + ", expected 3.7 to 8.6.\nMaybe use another device or another backend: "
              + CUDA_ARTIFACT
              + " is the last release, and "
              + KERNELS
              + ".");
    }
  }
}
