package org.distill4j.jvm;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** Detects whether the JVM uses the processor's fused multiply-add instruction. */
final class FusedMultiplyAdd {
  private FusedMultiplyAdd() {}

  /** False too where the JVM does not tell. */
  static boolean isUsed() {
    try {
      HotSpotDiagnosticMXBean hotSpot =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return hotSpot != null && Boolean.parseBoolean(hotSpot.getVMOption("UseFMA").getValue());
    } catch (IllegalArgumentException | LinkageError silent) {
      return false;
    }
  }
}
