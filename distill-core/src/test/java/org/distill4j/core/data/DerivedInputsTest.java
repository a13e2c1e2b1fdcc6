package org.distill4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.distill4j.data.Batch;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Derived inputs")
class DerivedInputsTest {
  private final InMemoryDataset source =
      InMemoryDataset.of(
          Map.of("input_ids", HostTensor.ofInts(Shape.of(2, 3), 4, 5, 1, 6, 1, 1)),
          Map.of("labels", HostTensor.ofInts(Shape.of(2), 0, 1)));
  private final DerivedInputs data =
      DerivedInputs.of(source)
          .mask("attention_mask", "input_ids", 1)
          .constant("token_type_ids", "input_ids", 0);

  @Test
  @DisplayName("mask padding and repeat a number")
  void derived() {
    assertThat(data.inputs().keySet())
        .containsExactly("input_ids", "attention_mask", "token_type_ids");
    assertThat(data.inputs()).containsEntry("attention_mask", TensorSpec.ints(3));
    Batch batch = data.batch(1, 0);
    assertThat(batch.input("attention_mask").toIntArray()).containsExactly(1, 0, 0, 1, 1, 0);
    assertThat(batch.input("token_type_ids").toIntArray()).containsOnly(0);
    assertThat(batch.labels("labels").toIntArray()).containsExactly(1, 0);
    assertThat(batch.id(0)).isEqualTo(1);
  }

  @Test
  @DisplayName("change the fingerprint")
  void fingerprint() {
    assertThat(data.fingerprint())
        .isNotEqualTo(source.fingerprint())
        .isNotEqualTo(DerivedInputs.of(source).mask("attention_mask", "input_ids", 0).fingerprint())
        .isEqualTo(
            DerivedInputs.of(source)
                .mask("attention_mask", "input_ids", 1)
                .constant("token_type_ids", "input_ids", 0)
                .fingerprint());
  }

  @Test
  @DisplayName("refuse a name that is taken or not there")
  void names() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> data.mask("attention_mask", "input_ids", 0))
        .withMessageContaining("expected a new name and an INT32 input.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> data.mask("mask", "ids", 0))
        .withMessageStartingWith("The input \"mask\" was to be made from \"ids\" of the inputs");
  }
}
