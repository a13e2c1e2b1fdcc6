package org.distill4j.tensorflow;

import java.util.List;
import java.util.Map;
import org.distill4j.backend.Platform;
import org.distill4j.natives.ExpectedNatives;
import org.distill4j.natives.NativesRules;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The native libraries of TensorFlow")
class TfNativesTest extends NativesRules {
  TfNativesTest() {
    super(
        new TfBackend(),
        TfNatives.ARTIFACTS,
        new ExpectedNatives(
            "TensorFlow Java 1.1.0",
            List.of("org.tensorflow:tensorflow-core-native:1.1.0"),
            Map.of(
                "linux-x86_64", "linux-x86_64",
                "linux-aarch64", "linux-arm64",
                "macos-aarch64", "macosx-arm64",
                "windows-x86_64", "windows-x86_64")));
  }

  @Override
  protected String failure(Platform platform, List<String> found, Throwable cause) {
    return TfNatives.failure(platform, found, cause);
  }
}
