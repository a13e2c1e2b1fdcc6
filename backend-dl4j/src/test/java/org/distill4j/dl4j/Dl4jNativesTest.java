package org.distill4j.dl4j;

import java.util.List;
import java.util.Map;
import org.distill4j.backend.Platform;
import org.distill4j.natives.ExpectedNatives;
import org.distill4j.natives.NativesRules;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The native libraries of ND4J")
class Dl4jNativesTest extends NativesRules {
  Dl4jNativesTest() {
    super(
        new Dl4jBackend(),
        Dl4jNatives.ARTIFACTS,
        new ExpectedNatives(
            "ND4J 1.0.0-M2.1",
            List.of(
                "org.nd4j:nd4j-native:1.0.0-M2.1",
                "org.bytedeco:openblas:0.3.19-1.5.7",
                "org.bytedeco:javacpp:1.5.11"),
            Map.of(
                "linux-x86_64", "linux-x86_64",
                "linux-aarch64", "linux-arm64",
                "macos-aarch64", "macosx-arm64",
                "macos-x86_64", "macosx-x86_64",
                "windows-x86_64", "windows-x86_64")));
  }

  @Override
  protected String failure(Platform platform, List<String> found, Throwable cause) {
    return Dl4jNatives.failure(platform, found, cause);
  }
}
