package org.distill4j.core.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An encoding")
class EncodingTest {
  /** Writes and reads values, at places that are not aligned. */
  private static float[] through(Encoding encoding, TensorSpec spec, float... values) {
    Codec codec = Codec.of(encoding, spec);
    ByteBuffer from = direct(3 + values.length * Float.BYTES);
    for (int i = 0; i < values.length; i++) {
      from.putFloat(3 + i * Float.BYTES, values[i]);
    }
    ByteBuffer row = direct(5 + (int) codec.bytes());
    assertThat(codec.encode(from, 3, row, 5)).isEqualTo(Codec.ALL_KEPT);
    ByteBuffer to = direct(1 + values.length * Float.BYTES);
    codec.decode(row, 5, to, 1);
    float[] read = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      read[i] = to.getFloat(1 + i * Float.BYTES);
    }
    return read;
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static float[] logits(int classes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] logits = new float[classes];
    for (int c = 0; c < classes; c++) {
      logits[c] = (float) random.nextDouble(-6, 6);
    }
    return logits;
  }

  private static double[] softmax(float[] logits, double temperature) {
    double[] exp = new double[logits.length];
    double sum = 0;
    for (int c = 0; c < logits.length; c++) {
      exp[c] = Math.exp(logits[c] / temperature);
      sum += exp[c];
    }
    for (int c = 0; c < logits.length; c++) {
      exp[c] /= sum;
    }
    return exp;
  }

  @Test
  @DisplayName("of float32 keeps every bit, NaN and infinity included")
  void whole() {
    float[] values = {1.5f, -0f, Float.NaN, Float.NEGATIVE_INFINITY, Float.MIN_VALUE};
    assertThat(through(Encoding.float32(), TensorSpec.floats(5), values)).isEqualTo(values);
  }

  @Test
  @DisplayName("of float16 keeps 11 bits, NaN and infinity included, in 2 bytes a value")
  void half() {
    float[] values = {1 / 3f, -65504, Float.NaN, Float.NEGATIVE_INFINITY, 0x1p-24f};
    float[] wanted = {0x1.554p-2f, -65504, Float.NaN, Float.NEGATIVE_INFINITY, 0x1p-24f};
    assertThat(through(Encoding.float16(), TensorSpec.floats(5), values)).isEqualTo(wanted);
    assertThat(Codec.of(Encoding.float16(), TensorSpec.floats(4, 5)).bytes()).isEqualTo(40);
  }

  @Test
  @DisplayName("of float16 names the position of a value that would become infinite")
  void halfOverflow() {
    ByteBuffer values = direct(8).putFloat(0, 1).putFloat(4, 65520);
    Codec codec = Codec.of(Encoding.float16(), TensorSpec.floats(2));
    assertThat(codec.encode(values, 0, direct(4), 0)).isEqualTo(1);
  }

  @Test
  @DisplayName("leaves integers as they are")
  void integers() {
    assertThat(Codec.of(Encoding.float16(), TensorSpec.ints(3))).isEqualTo(new WholeCodec(3));
  }

  @Nested
  @DisplayName("of the k largest logits")
  class TopK {
    @Test
    @DisplayName("gives the others the logit of their mean weight, worked by hand")
    void byHand() {
      float third = (float) Math.log(3);
      float[] read = through(Encoding.topK(1), TensorSpec.floats(4), 0, 5, third, third);
      assertThat(read[1]).isEqualTo(5f);
      assertThat(read[0]).isCloseTo((float) Math.log(7 / 3.0), within(1e-6f));
      assertThat(read[2]).isEqualTo(read[0]).isEqualTo(read[3]);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 4, 20})
    @DisplayName("has the exact probabilities and remaining mass at its temperature")
    void exactAtItsTemperature(double temperature) {
      float[] logits = logits(100, 3);
      float[] read = through(Encoding.topK(7, temperature), TensorSpec.floats(100), logits);
      double[] wanted = softmax(logits, temperature);
      double[] found = softmax(read, temperature);
      double rest = 0;
      double cached = 0;
      for (int c = 0; c < 100; c++) {
        if (Float.floatToIntBits(read[c]) == Float.floatToIntBits(logits[c])) {
          assertThat(found[c]).isCloseTo(wanted[c], within(2e-7));
          cached++;
        } else {
          rest += wanted[c] - found[c];
        }
      }
      assertThat(cached).isEqualTo(7);
      assertThat(rest).isCloseTo(0, within(1e-6));
    }

    @Test
    @DisplayName("gives too much to the others at higher temperatures, within the bound documented")
    void otherTemperatures() {
      float[] logits = logits(100, 4);
      float[] read = through(Encoding.topK(10, 2), TensorSpec.floats(100), logits);
      double previous = 1 - 1e-6;
      for (double temperature : new double[] {2, 3, 5, 10}) {
        double ratio =
            others(read, logits, read, temperature) / others(logits, logits, read, temperature);
        assertThat(ratio).isGreaterThan(previous);
        assertThat(ratio).isLessThanOrEqualTo(Math.pow(90, 1 - 2 / temperature) + 1e-6);
        previous = temperature == 2 ? 1 : previous;
      }
      assertThat(others(read, logits, read, 1)).isLessThan(others(logits, logits, read, 1));
    }

    /** The weight before renormalisation of all classes that were not kept. */
    private double others(float[] of, float[] logits, float[] read, double temperature) {
      double sum = 0;
      for (int c = 0; c < of.length; c++) {
        sum += logits[c] == read[c] ? 0 : Math.exp(of[c] / temperature);
      }
      return sum;
    }

    @Test
    @DisplayName("is exact if all classes are kept, or the others are equal")
    void nothingLost() {
      float[] logits = logits(9, 5);
      assertThat(through(Encoding.topK(9), TensorSpec.floats(9), logits)).isEqualTo(logits);
      assertThat(through(Encoding.topK(8, 3), TensorSpec.floats(9), logits))
          .usingComparatorWithPrecision(1e-6f)
          .containsExactly(logits);
      assertThat(through(Encoding.topK(1, 7), TensorSpec.floats(3), -2, 1, -2))
          .containsExactly(-2, 1, -2);
    }

    @Test
    @DisplayName("keeps the lower class of equal logits")
    void equalLogits() {
      float[] read = through(Encoding.topK(2), TensorSpec.floats(4), 1, 3, 1, 0);
      assertThat(read[0]).isEqualTo(1f);
      assertThat(read[1]).isEqualTo(3f);
      assertThat(read[2]).isEqualTo(read[3]).isLessThan(1f);
    }

    @Test
    @DisplayName("neither overflows nor underflows with logits far apart")
    void farApart() {
      float[] read = through(Encoding.topK(1), TensorSpec.floats(4), 1e30f, -1e30f, -1e30f, -1e30f);
      assertThat(read).containsExactly(1e30f, -1e30f, -1e30f, -1e30f);
    }

    @Test
    @DisplayName("works along the last axis")
    void sequences() {
      float[] read = through(Encoding.topK(1), TensorSpec.floats(2, 3), 5, 0, 0, 1, 1, 9);
      assertThat(read).containsExactly(5, 0, 0, 1, 1, 9);
    }

    @ParameterizedTest
    @ValueSource(ints = {65536, 65537})
    @DisplayName("names classes in two bytes as long as two are enough, and in four above")
    void manyClasses(int classes) {
      float[] logits = new float[classes];
      logits[classes - 1] = 2;
      logits[0] = 1;
      TensorSpec spec = TensorSpec.floats(classes);
      assertThat(through(Encoding.topK(2), spec, logits)).isEqualTo(logits);
      assertThat(Codec.of(Encoding.topK(2), spec).bytes())
          .isEqualTo(classes == 65536 ? 12 + 4 : 12 + 8);
    }

    @Test
    @DisplayName("cannot keep what is not finite")
    void notFinite() {
      ByteBuffer values = direct(8).putFloat(0, 1).putFloat(4, Float.NEGATIVE_INFINITY);
      Codec codec = Codec.of(Encoding.topK(1), TensorSpec.floats(2));
      assertThat(codec.encode(values, 0, direct(10), 0)).isEqualTo(1);
    }

    @Test
    @DisplayName("refuses numbers that make no sense")
    void refused() {
      assertThatThrownBy(() -> Encoding.topK(0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("The 0 largest logits were asked for, expected at least 1.\nMaybe take 10.");
      assertThatThrownBy(() -> Encoding.topK(3, Double.NaN))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Top-k at temperature NaN, expected a finite number above 0.\n"
                  + "Maybe give the temperature of the loss.");
    }
  }
}
