package org.distill4j.dl4j;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.distill4j.backend.Device;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A device is refused")
class DeviceCheckTest {
  private static final List<Device> GPU = List.of(Device.cuda(0));

  @Test
  @DisplayName("that is hidden, with the variable that hides it")
  void hidden() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DeviceCheck.require(Device.cuda(1), GPU))
        .withMessage(
            "Device cuda:1 was asked for and ND4J has [cuda:0], expected one of these.\n"
                + "Maybe the environment variable CUDA_VISIBLE_DEVICES hides it.");
  }

  @Test
  @DisplayName("that is the CPU when the engine was loaded for CUDA")
  void cpu() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DeviceCheck.require(Device.cpu(), GPU))
        .withMessageContaining("Maybe set the environment variable BACKEND_PRIORITY_CPU=200");
  }

  @Test
  @DisplayName("that the engine has no kernels for")
  void kernels() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DeviceCheck.requireKernels(Device.cuda(0), 9, 0))
        .withMessageStartingWith(
            "Device cuda:0 has compute capability 9.0, expected 3.7 to 8.6.\nMaybe ")
        .withMessageContaining("org.nd4j:nd4j-cuda-11.6:1.0.0-M2.1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DeviceCheck.requireKernels(Device.cuda(0), 3, 5));
    assertThatCode(() -> DeviceCheck.requireKernels(Device.cuda(0), 8, 6))
        .doesNotThrowAnyException();
  }
}
