package org.distill4j.core.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.distill4j.core.teacher.FunctionTeacher;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A heap that is full of other things")
class FullHeapTest {
  private static final int MIB = 1 << 20;
  private static final int EXAMPLES = 30;

  /** Takes most of a heap of 64 MiB, and then a cache of 30 MiB. */
  static final class Filled {
    private Filled() {}

    public static void main(String[] args) {
      List<byte[]> others = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        others.add(new byte[MIB - 16]);
      }
      Map<String, TensorSpec> outputs = Map.of("features", TensorSpec.floats(MIB / Float.BYTES));
      FunctionTeacher large =
          FunctionTeacher.of(outputs, "large", batch -> Predictions.of(Map.of()));
      try {
        CachedTeacher.inMemory(
            large,
            NumberedDataset.upTo(EXAMPLES),
            CacheOptions.of(Encoding.float32()).withBatchSize(1));
      } catch (IllegalStateException told) {
        System.out.println(told.getMessage());
      } finally {
        Reference.reachabilityFence(others);
      }
    }
  }

  @Test
  @DisplayName("has no room for a cache in memory, which is told with the way out")
  void full() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            Filled.class.getName());
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    Process process = builder.redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(told).isZero();
    assertThat(told.lines())
        .containsExactly(
            "The teacher's outputs need 31457280 bytes of memory, expected room for them beside"
                + " what is on the heap of 67108864 bytes.",
            "Maybe keep them in a file (CachedTeacher.mapped, or teacher.cache of a run), as"
                + " float16, or give the virtual machine more memory by -Xmx.");
  }
}
