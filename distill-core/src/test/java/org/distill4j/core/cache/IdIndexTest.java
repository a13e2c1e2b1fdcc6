package org.distill4j.core.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An index of ids")
class IdIndexTest {
  private static IdIndex of(long... ids) {
    return IdIndex.of(ids.length, row -> ids[row]);
  }

  @Test
  @DisplayName("takes no memory for ids in a row, wherever they begin")
  void range() {
    assertThat(of(0, 1, 2)).isEqualTo(new IdIndex.Range(0, 3));
    assertThat(of(-7, -6)).isEqualTo(new IdIndex.Range(-7, 2));
    assertThat(of(Long.MAX_VALUE)).isEqualTo(new IdIndex.Range(Long.MAX_VALUE, 1));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 1_000_003, 1L << 50})
  @DisplayName("finds each id, near together or far apart, and no other")
  void findsAll(long stride) {
    long[] ids = LongStream.range(-50, 50).map(i -> -i * stride).toArray();
    IdIndex index = of(ids);
    for (int row = 0; row < ids.length; row++) {
      assertThat(index.row(ids[row])).isEqualTo(row);
    }
    long[] others = {51 * stride, -50 * stride, Long.MIN_VALUE, Long.MAX_VALUE};
    assertThat(Arrays.stream(others).mapToInt(index::row)).containsOnly(IdIndex.NONE);
  }

  @Test
  @DisplayName("is not misled by ids so far apart that their distance overflows")
  void extremes() {
    IdIndex index = of(Long.MAX_VALUE, Long.MIN_VALUE, 0);
    assertThat(index.row(Long.MAX_VALUE)).isZero();
    assertThat(index.row(Long.MIN_VALUE)).isEqualTo(1);
    assertThat(index.row(0)).isEqualTo(2);
    assertThat(index.row(1)).isEqualTo(IdIndex.NONE);
  }

  @Test
  @DisplayName("gives one of the rows of an id that is there twice, always the same")
  void repeated() {
    assertThat(of(4, 4, 5).row(4)).isBetween(0, 1);
    assertThat(of(1L << 40, 7, 1L << 40).row(1L << 40)).isIn(0, 2);
  }
}
