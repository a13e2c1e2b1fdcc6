package org.distill4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.distill4j.core.data.TokenSequences;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The order of batches of mixed lengths")
class BatchOrderTest {
  private static final int EXAMPLES = 3333;
  private static final int BATCH = 16;
  private static final TokenSequences DATA = data();

  /** Lengths from 5 to 256, short ones more often. */
  private static TokenSequences data() {
    SplittableRandom random = new SplittableRandom(3);
    List<int[]> sequences = new ArrayList<>();
    for (int i = 0; i < EXAMPLES; i++) {
      sequences.add(new int[5 + (int) (251 * Math.pow(random.nextDouble(), 2))]);
    }
    return TokenSequences.of(sequences);
  }

  private static List<int[]> batches(int epoch) {
    BatchOrder order = BatchOrder.of(DATA, BATCH, 7, epoch);
    return IntStream.range(0, order.batches()).mapToObj(order::batch).toList();
  }

  @Test
  @DisplayName("visits each example once, a short batch last")
  void once() {
    List<int[]> batches = batches(1);
    assertThat(batches.stream().flatMapToInt(Arrays::stream).sorted().toArray())
        .isEqualTo(IntStream.range(0, EXAMPLES).toArray());
    assertThat(batches.subList(0, batches.size() - 1)).allMatch(batch -> batch.length == BATCH);
    assertThat(batches.get(batches.size() - 1)).hasSize(EXAMPLES % BATCH);
  }

  @Test
  @DisplayName("costs at most 1.35 times the tokens that there are, in few lengths")
  void padding() {
    long padded = 0;
    long tokens = 0;
    List<Integer> lengths = new ArrayList<>();
    for (int[] batch : batches(2)) {
      int length = DATA.batch(batch).input(TokenSequences.IDS).shape().dim(1);
      lengths.add(length);
      padded += (long) batch.length * length;
      tokens += Arrays.stream(batch).map(DATA::length).sum();
    }
    assertThat((double) padded / tokens).isLessThan(1.35);
    assertThat(lengths.stream().distinct().count()).isLessThanOrEqualTo(16);
  }

  @Test
  @DisplayName("is the same for the same seed and epoch, and another in another epoch")
  void repeats() {
    assertThat(batches(1).get(0)).isEqualTo(batches(1).get(0)).isNotEqualTo(batches(2).get(0));
  }

  @Test
  @DisplayName("mixes short and long batches")
  void mixed() {
    double[] means =
        batches(1).stream()
            .limit(40)
            .mapToDouble(batch -> Arrays.stream(batch).map(DATA::length).average().orElse(0))
            .toArray();
    long rising = IntStream.range(1, means.length).filter(i -> means[i] > means[i - 1]).count();
    assertThat(rising).isBetween(10L, 29L);
  }

  @Test
  @DisplayName("is a plain shuffle where examples have one length")
  void plain() {
    TokenSequences equal = TokenSequences.of(List.of(new int[2], new int[2], new int[2]));
    assertThat(BatchOrder.of(equal, 2, 1, 1).batch(1)).hasSize(1);
    assertThat(new BatchOrder(5, 2, 1, 1).batches()).isEqualTo(3);
  }
}
