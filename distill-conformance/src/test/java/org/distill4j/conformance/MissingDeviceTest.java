package org.distill4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.distill4j.backend.Backend;
import org.distill4j.backend.Device;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

@DisplayName("The suite on a device that is not there")
class MissingDeviceTest {
  static class OnGpu extends BackendConformance {
    @Override
    protected Backend backend() {
      return new ReferenceBackend();
    }

    @Override
    protected Device device() {
      return Device.cuda(0);
    }
  }

  @Test
  @DisplayName("fails nowhere, and shows that it was skipped and why")
  void skipped() {
    Events tests =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectClass(OnGpu.class))
            .execute()
            .testEvents();
    assertThat(tests.failed().count()).isZero();
    assertThat(tests.aborted().list())
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.getRequiredPayload(TestExecutionResult.class).getThrowable())
                    .get()
                    .extracting(Throwable::getMessage)
                    .asString()
                    .contains("There is no cuda:0 here, only [cpu]."));
  }
}
