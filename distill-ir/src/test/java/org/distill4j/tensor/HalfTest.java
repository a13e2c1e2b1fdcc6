package org.distill4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Half precision")
class HalfTest {
  @Test
  @DisplayName("gives every half back, signs, infinities and NaNs included")
  void everyHalf() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      short half = (short) bits;
      float value = Half.toFloat(half);
      boolean same = Half.of(value) == half;
      boolean nan = Float.isNaN(value) && Float.isNaN(Half.toFloat(Half.of(value)));
      assertThat(same || nan).as("half %x is %s", bits, value).isTrue();
    }
  }

  @Test
  @DisplayName("knows the values that the standard names")
  void knownValues() {
    assertThat(Half.toFloat((short) 0x3c00)).isEqualTo(1f);
    assertThat(Half.toFloat((short) 0xc000)).isEqualTo(-2f);
    assertThat(Half.toFloat((short) 0x7bff)).isEqualTo(65504f);
    assertThat(Half.toFloat((short) 0x0400)).isEqualTo(0x1p-14f);
    assertThat(Half.toFloat((short) 0x0001)).isEqualTo(0x1p-24f);
    assertThat(Half.toFloat((short) 0x3555)).isEqualTo(0x1.554p-2f);
    assertThat(Half.of(1 / 3f)).isEqualTo((short) 0x3555);
    assertThat(Half.of(Float.NEGATIVE_INFINITY)).isEqualTo((short) 0xfc00);
    assertThat(Half.of(Float.NaN)).isEqualTo((short) 0x7e00);
  }

  @Test
  @DisplayName("rounds a value half way between two to the even one, and its neighbours to theirs")
  void ties() {
    for (int bits = 0; bits < 0x7bff; bits++) {
      float low = Half.toFloat((short) bits);
      float high = Half.toFloat((short) (bits + 1));
      float middle = (low + high) / 2;
      assertThat(Half.of(middle)).isEqualTo((short) (bits + (bits & 1)));
      assertThat(Half.of(Math.nextDown(middle))).isEqualTo((short) bits);
      assertThat(Half.of(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
      assertThat(Half.of(-middle)).isEqualTo((short) (0x8000 | (bits + (bits & 1))));
    }
  }

  @Test
  @DisplayName("becomes infinite from 65520 on")
  void overflow() {
    assertThat(Half.of(Math.nextDown(65520f))).isEqualTo((short) 0x7bff);
    assertThat(Half.of(65520f)).isEqualTo((short) 0x7c00);
    assertThat(Half.of(-Float.MAX_VALUE)).isEqualTo((short) 0xfc00);
  }

  @Test
  @DisplayName("errs by at most 2⁻¹¹ of a value, and 2⁻²⁵ below 2⁻¹⁴")
  void errorBound() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100_000; i++) {
      float value = (float) Math.scalb(random.nextDouble(-2, 2), random.nextInt(-26, 15));
      double error = Math.abs((double) Half.toFloat(Half.of(value)) - value);
      assertThat(error).isLessThanOrEqualTo(Math.max(Math.abs(value) * 0x1p-11, 0x1p-25));
    }
  }
}
