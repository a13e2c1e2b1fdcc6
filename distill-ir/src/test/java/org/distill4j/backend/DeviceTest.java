package org.distill4j.backend;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A device")
class DeviceTest {
  @Test
  @DisplayName("is refused where it is not, with what is there and what to do")
  void among() {
    List<Device> devices = List.of(Device.cpu(), Device.cuda(0));
    assertThatCode(() -> Device.cuda(0).requireAmong(devices, "Engine 1", () -> "never said"))
        .doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Device.cuda(1).requireAmong(devices, "Engine 1", () -> "add a GPU."))
        .withMessage(
            "Device cuda:1 was asked for and Engine 1 has [cpu, cuda:0], expected one of these.\n"
                + "Maybe add a GPU.");
  }
}
