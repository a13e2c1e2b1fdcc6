package org.distill4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.distill4j.model.Inputs;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A batch")
class BatchTest {
  private final HostTensor inputs = HostTensor.ofFloats(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
  private final HostTensor classes = HostTensor.ofInts(Shape.of(3), 0, 1, -1);
  private final Batch batch =
      new Batch(new long[] {7, 8, 9}, inputs, Map.of(Batch.LABELS, classes));

  @Test
  @DisplayName("knows each example's id, input and labels")
  void parts() {
    assertThat(batch.size()).isEqualTo(3);
    assertThat(batch.id(2)).isEqualTo(9);
    assertThat(batch.input()).isSameAs(inputs);
    assertThat(batch.labels("labels")).isSameAs(classes);
    assertThat(batch.labels()).containsOnlyKeys("labels");
  }

  @Test
  @DisplayName("is cut into rows with all that belongs to them")
  void rows() {
    Batch rows = batch.rows(1, 3);
    assertThat(rows.size()).isEqualTo(2);
    assertThat(rows.id(0)).isEqualTo(8);
    assertThat(rows.input().toFloatArray()).containsExactly(3, 4, 5, 6);
    assertThat(rows.labels("labels").toIntArray()).containsExactly(1, -1);
  }

  @Test
  @DisplayName("keeps ids of its own")
  void ids() {
    long[] ids = {7, 8, 9};
    Batch copy = new Batch(ids, inputs, Map.of());
    ids[0] = 0;
    assertThat(copy.id(0)).isEqualTo(7);
  }

  @Nested
  @DisplayName("refuses")
  class Refusals {
    @Test
    @DisplayName("inputs or labels of another number of rows")
    void rows() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Batch(new long[] {1, 2}, inputs, Map.of()))
          .withMessage(
              "A batch of 2 examples has the input \"input\" of shape (3, 2), expected 2 rows.\n"
                  + "Maybe the batch axis is missing.");
      HostTensor scalar = HostTensor.ofInts(Shape.scalar(), 1);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Batch(new long[] {1, 2, 3}, inputs, Map.of("age", scalar)))
          .withMessageStartingWith("A batch of 3 examples has the labels \"age\" of shape ()");
    }

    @Test
    @DisplayName("labels that it has not")
    void labels() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> batch.labels("age"))
          .withMessage(
              "There are no labels named \"age\", expected one of [labels].\n"
                  + "Maybe the data set has no labels, or they have another name.");
    }
  }

  @Nested
  @DisplayName("is put into memory")
  class Memory {
    private final TensorSpec spec = TensorSpec.floats(2);

    @Test
    @DisplayName("that is new each time")
    void fresh() {
      HostAllocator memory = HostAllocator.fresh();
      assertThat(memory.allocate("inputs", spec)).isNotSameAs(memory.allocate("inputs", spec));
      assertThat(memory.allocate("inputs", spec).spec()).isEqualTo(spec);
    }

    @Test
    @DisplayName("or recycled by name and specification")
    void recycled() {
      HostAllocator memory = HostAllocator.recycling();
      HostTensor first = memory.allocate("inputs", spec);
      assertThat(memory.allocate("inputs", spec)).isSameAs(first);
      assertThat(memory.allocate("labels", spec)).isNotSameAs(first);
      assertThat(memory.allocate("inputs", TensorSpec.ints(2))).isNotSameAs(first);
    }
  }

  @Test
  @DisplayName("comes from a data set that reads it into fresh memory unless told otherwise")
  void dataset() {
    Dataset data = new OneExample();
    assertThat(data.batch(0, 0).input().toFloatArray()).containsExactly(5, 5);
    assertThat(data.repeatability()).isEqualTo(Dataset.Repeatability.FIXED);
  }

  /** The same example again and again. */
  private static final class OneExample implements Dataset {
    @Override
    public int size() {
      return 1;
    }

    @Override
    public Map<String, TensorSpec> inputs() {
      return Map.of(Inputs.INPUT, TensorSpec.floats());
    }

    @Override
    public Map<String, TensorSpec> labels() {
      return Map.of();
    }

    @Override
    public Batch batch(HostAllocator memory, int... indices) {
      HostTensor inputs = memory.allocate("inputs", TensorSpec.floats(indices.length));
      for (int i = 0; i < indices.length; i++) {
        inputs.floats().put(i, 5);
      }
      return new Batch(new long[indices.length], inputs, Map.of());
    }

    @Override
    public String fingerprint() {
      return "one";
    }
  }
}
