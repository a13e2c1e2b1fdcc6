package org.distill4j.core.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalLong;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.model.Predictions;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The number of examples that a teacher is asked about at once")
class ExampleBlocksTest {
  private static final CacheOptions OPTIONS = CacheOptions.of(Encoding.float32());

  private static Dataset data(DType type, int length) {
    return InMemoryDataset.unlabelled(HostTensor.allocate(type, Shape.of(1, length)));
  }

  private record Known(OptionalLong workingBytes, int classes) implements Teacher {
    @Override
    public Map<String, TensorSpec> outputs() {
      return Map.of("logits", TensorSpec.floats(classes));
    }

    @Override
    public Predictions predict(Batch batch) {
      throw new IllegalStateException("asked");
    }

    @Override
    public String fingerprint() {
      return "known";
    }
  }

  private static int rows(OptionalLong bytes, int classes, Dataset data) {
    return ExampleBlocks.of(new Known(bytes, classes), data, OPTIONS).rows();
  }

  @Test
  @DisplayName("is what 256 MiB hold of inputs, outputs and what it works with, and at most 512")
  void known() {
    assertThat(rows(OptionalLong.of(0), 10, data(DType.FLOAT32, 10))).isEqualTo(512);
    assertThat(rows(OptionalLong.of(8 << 20), 10, data(DType.FLOAT32, 10))).isEqualTo(31);
    assertThat(rows(OptionalLong.of(1L << 40), 10, data(DType.FLOAT32, 10))).isEqualTo(1);
    assertThat(rows(OptionalLong.of(0), 1 << 20, data(DType.FLOAT32, 10))).isEqualTo(63);
  }

  @Test
  @DisplayName("is assumed from the input where it does not know, for ids as for a transformer")
  void assumed() {
    assertThat(rows(OptionalLong.empty(), 2, data(DType.INT32, 256))).isEqualTo(31);
    assertThat(rows(OptionalLong.empty(), 2, data(DType.INT32, 16))).isEqualTo(511);
    assertThat(rows(OptionalLong.empty(), 2, data(DType.FLOAT32, 784))).isEqualTo(512);
    assertThat(rows(OptionalLong.empty(), 2, data(DType.FLOAT32, 3 * 224 * 224))).isEqualTo(26);
  }

  @Test
  @DisplayName("is what was set")
  void set() {
    Known known = new Known(OptionalLong.of(1L << 40), 2);
    assertThat(ExampleBlocks.of(known, data(DType.FLOAT32, 2), OPTIONS.withBatchSize(7)).rows())
        .isEqualTo(7);
  }
}
