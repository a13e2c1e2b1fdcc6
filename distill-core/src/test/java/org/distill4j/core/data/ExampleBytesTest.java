package org.distill4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.model.Inputs;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The number of examples that are read at once")
class ExampleBytesTest {
  /** Examples that nobody reads. */
  private record Unread(TensorSpec one) implements Dataset {
    @Override
    public int size() {
      return 1000;
    }

    @Override
    public Map<String, TensorSpec> inputs() {
      return Map.of(Inputs.INPUT, one);
    }

    @Override
    public Map<String, TensorSpec> labels() {
      return Map.of();
    }

    @Override
    public Batch batch(HostAllocator memory, int... indices) {
      throw new IllegalStateException("read");
    }

    @Override
    public String fingerprint() {
      return "unread";
    }
  }

  private static int rows(TensorSpec one) {
    return ExampleBytes.rows(new Unread(one), 256);
  }

  @Test
  @DisplayName("is the most that is wanted where 64 MiB hold them, and at least one")
  void bounded() {
    assertThat(rows(TensorSpec.floats(784))).isEqualTo(256);
    assertThat(rows(TensorSpec.floats(3, 224, 224))).isEqualTo(111);
    assertThat(rows(TensorSpec.floats(3, 2000, 2000))).isEqualTo(1);
    assertThat(rows(TensorSpec.floats(3, 9000, 9000))).isEqualTo(1);
    assertThat(rows(TensorSpec.freeInts("length"))).isEqualTo(256);
  }
}
