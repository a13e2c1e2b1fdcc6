package org.distill4j.core.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.distill4j.data.Dataset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Examples are dealt out to workers")
class ShardTest {
  private static List<Long> ids(Dataset data) {
    return IntStream.range(0, data.size()).mapToObj(data::id).toList();
  }

  private static List<Shard> split(int workers, long... ids) {
    Dataset data = RoundTrainings.examples(ids.length).withIds(ids);
    return Shard.split(data, List.of(), workers);
  }

  @Test
  @DisplayName("by their ids, in ascending order, whatever order they come in")
  void byId() {
    List<Shard> shards = split(3, 5, 0, -1, 7, 3, 4);
    assertThat(shards.stream().map(shard -> ids(shard.data())))
        .containsExactly(List.of(0L, 3L), List.of(4L, 7L), List.of(-1L, 5L));
  }

  @Test
  @DisplayName("so that data sorted by class are spread")
  void sortedByClass() {
    for (Shard shard : RoundTrainings.shards(RoundTrainings.examples(30), 5)) {
      int[] labels =
          shard.data().batch(IntStream.range(0, 6).toArray()).labels("labels").toIntArray();
      assertThat(labels).containsExactly(0, 0, 1, 1, 2, 2);
    }
  }

  @Test
  @DisplayName("and an id that is there twice is refused")
  void twice() {
    assertThatThrownBy(() -> split(2, 1, 2, 4, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The id 2 is there twice, expected each id once.\n"
                + "Maybe data sets were joined whose ids overlap, or a row was written twice.");
  }

  @Test
  @DisplayName("and a worker without examples is refused")
  void empty() {
    assertThatThrownBy(() -> split(2, 0, 2, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Worker 1 of 2 has no examples, expected some whose id mod 2 is 1.\n"
                + "Maybe there are fewer examples than workers, or the ids go in steps; number the"
                + " examples 0, 1, 2, …");
  }

  @Test
  @DisplayName("and those of one worker must come in order")
  void order() {
    Dataset data = RoundTrainings.examples(3).withIds(1, 3, 2);
    assertThatThrownBy(() -> new Shard(data, List.of()))
        .hasMessage(
            "The id 2 comes after 3, expected ascending ids.\n"
                + "Maybe use Shard.split, which sorts them.");
  }
}
