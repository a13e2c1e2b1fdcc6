package org.distill4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.distill4j.data.Batch;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Token sequences")
class TokenSequencesTest {
  private static final TokenSequences DATA =
      TokenSequences.of(List.of(new int[] {5, 6, 7}, new int[] {8}, new int[] {9, 4}));

  private static int[] ids(Batch batch) {
    return batch.input(TokenSequences.IDS).toIntArray();
  }

  @Test
  @DisplayName("are padded to the longest of the batch, with a mask of what is no padding")
  void padded() {
    Batch batch = DATA.batch(1, 2);
    assertThat(ids(batch)).containsExactly(8, 0, 0, 9, 4, 0);
    assertThat(batch.input("attention_mask").toIntArray()).containsExactly(1, 0, 0, 1, 1, 0);
    assertThat(batch.id(1)).isEqualTo(2);
    assertThat(ids(DATA.withPadding(1).batch(1))).containsExactly(8, 1, 1);
    assertThat(DATA.inputs().get("input_ids")).isEqualTo(TensorSpec.freeInts("length"));
    assertThat(DATA.longest()).isEqualTo(Map.of("length", 3));
    assertThat(DATA.length(2)).isEqualTo(2);
  }

  @Test
  @DisplayName("come in order, some at a time, in batches that name their mask")
  void inOrder() {
    Batch batch = DATA.batchFrom(1, 2);
    assertThat(ids(batch)).isEqualTo(ids(DATA.batch(1, 2)));
    assertThat(batch.padding()).contains(batch.input("attention_mask"));
    assertThat(DATA.batchFrom(2, 5).size()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"1, 8", "8, 8", "9, 16", "64, 64", "65, 80", "128, 128", "129, 160", "300, 320"})
  @DisplayName("are padded to few lengths, so that little is compiled")
  void buckets(int longest, int padded) {
    TokenSequences data = TokenSequences.of(List.of(new int[longest], new int[1000]));
    assertThat(data.batch(0).input("input_ids").shape()).isEqualTo(Shape.of(1, padded));
    assertThat(data.batch(1).input("input_ids").shape()).isEqualTo(Shape.of(1, 1000));
  }

  @Test
  @DisplayName("come in no more than thirty-two lengths up to 2,048")
  void few() {
    assertThat(IntStream.rangeClosed(1, 2048).map(PaddingLengths::length).distinct().count())
        .isLessThanOrEqualTo(32);
  }

  @Test
  @DisplayName("may have a class each, and labels of other kinds")
  void classes() {
    TokenSequences data =
        DATA.withClasses(1, -1, 0)
            .withLabels("score", HostTensor.ofFloats(Shape.of(3), 0.5f, 1, 2));
    Batch batch = data.batch(2, 0);
    assertThat(batch.labels("labels").toIntArray()).containsExactly(0, 1);
    assertThat(batch.labels("score").toFloatArray()).containsExactly(2, 0.5f);
    assertThat(data.labels())
        .isEqualTo(Map.of("labels", TensorSpec.ints(), "score", TensorSpec.floats()));
  }

  @Test
  @DisplayName("may have a class for each token, and none at padding")
  void tags() {
    TokenSequences data =
        DATA.withTags(List.of(new int[] {0, 1, 2}, new int[] {3}, new int[] {-1, 1}));
    assertThat(data.labels()).isEqualTo(Map.of("labels", TensorSpec.freeInts("length")));
    assertThat(data.batch(1, 2).labels("labels").toIntArray())
        .containsExactly(3, -1, -1, -1, 1, -1);
    TokenSequences cut = data.truncated(2);
    assertThat(cut.longest()).isEqualTo(Map.of("length", 2));
    assertThat(ids(cut.batch(0))).containsExactly(5, 6);
    assertThat(cut.batch(0).labels("labels").toIntArray()).containsExactly(0, 1);
  }

  @Test
  @DisplayName("may have a type for each token, and 0 at padding")
  void types() {
    TokenSequences data =
        DATA.withTypes(List.of(new int[] {0, 1, 1}, new int[1], new int[] {0, 1}));
    assertThat(data.inputs().keySet())
        .containsExactly("input_ids", "attention_mask", "token_type_ids");
    assertThat(data.batch(1, 2).input("token_type_ids").toIntArray())
        .containsExactly(0, 0, 0, 0, 1, 0);
    assertThat(data.truncated(2).batch(0).input("token_type_ids").toIntArray())
        .containsExactly(0, 1);
    assertThat(data.fingerprint()).isNotEqualTo(DATA.fingerprint());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DATA.withTypes(List.of(new int[1], new int[1], new int[2])))
        .withMessage(
            "Sequence 0 has 3 tokens and 1 types, expected one type for each token.\n"
                + "Maybe the types are those of other texts.");
  }

  @Test
  @DisplayName("have a fingerprint of ids, labels and padding")
  void fingerprint() {
    assertThat(
            List.of(
                DATA.fingerprint(),
                DATA.withPadding(1).fingerprint(),
                DATA.withClasses(0, 0, 1).fingerprint(),
                DATA.truncated(2).fingerprint()))
        .doesNotHaveDuplicates();
    assertThat(DATA.withPadding(0).fingerprint()).isEqualTo(DATA.fingerprint());
  }

  @Nested
  @DisplayName("refuse")
  class Refusals {
    @Test
    @DisplayName("an empty sequence, naming it")
    void empty() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TokenSequences.of(List.of(new int[] {1}, new int[0])))
          .withMessageStartingWith("Sequence 1 has no tokens, expected at least one.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TokenSequences.of(List.of()))
          .withMessageStartingWith("A data set of 0 examples");
    }

    @Test
    @DisplayName("labels of another number")
    void counts() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> DATA.withClasses(1, 2))
          .withMessageStartingWith("Labels \"labels\" are for 2 sequences, expected 3.");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> DATA.withTags(List.of(new int[] {0, 1, 2}, new int[] {3, 3}, new int[2])))
          .withMessageStartingWith("Sequence 1 has 1 tokens and 2 tags, expected one tag");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> DATA.truncated(0))
          .withMessageStartingWith("Sequences were to be cut to 0 tokens");
      assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> DATA.length(3));
    }
  }
}
