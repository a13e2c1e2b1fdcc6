package org.distill4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.distill4j.jvm.Multiplier.Effect;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A matrix product")
class ProductsTest {
  private static final int BEFORE = 3;

  static List<ProductSizes> sizes() {
    int[][] sizes = {
      {1, 1, 1},
      {1, 5, 7},
      {3, 2, 33},
      {4, 4, 16},
      {5, 3, 17},
      {7, 65, 40},
      {13, 9, 1},
      {2, 600, 3},
      {3, 5, 600},
      {64, 33, 10},
      {6, 513, 513},
      {97, 300, 40}
    };
    List<ProductSizes> all = new ArrayList<>();
    for (int[] each : sizes) {
      for (Layout a : Layout.values()) {
        for (Layout b : Layout.values()) {
          for (Effect effect : Effect.values()) {
            all.add(ProductSizes.packed(each[0], each[1], each[2], a, b, effect));
          }
        }
      }
    }
    return all;
  }

  static List<ProductKernels> kernels() {
    return ReferenceComparison.kernels().stream().map(Supplier::get).toList();
  }

  private static float[] random(int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  @Test
  @DisplayName("uses the Vector API where the processor multiplies and adds in one instruction")
  void vectors() {
    assumeTrue(FusedMultiplyAdd.isUsed(), "The JVM multiplies and adds in two instructions.");
    assertThat(VectorModule.kernels()).isPresent();
  }

  @ParameterizedTest
  @MethodSource("sizes")
  @DisplayName("is right for every size, layout and effect, wherever the matrices lie")
  void right(ProductSizes sizes) {
    kernels().forEach(kernels -> check(sizes, kernels));
  }

  private static void check(ProductSizes sizes, ProductKernels kernels) {
    float[] a = random(BEFORE + sizes.rows() * sizes.inner(), 1);
    float[] b = random(BEFORE + sizes.inner() * sizes.columns(), 2);
    float[] c = random(2 * BEFORE + sizes.rows() * sizes.columns(), 3);
    float[] before = c.clone();
    kernels.of(sizes).run(a, BEFORE, b, BEFORE, c, BEFORE, 0, sizes.rows());
    for (int i = 0; i < c.length; i++) {
      int at = i - BEFORE;
      if (at < 0 || at >= sizes.rows() * sizes.columns()) {
        assertThat(c[i]).isEqualTo(before[i]);
        continue;
      }
      double expected = sizes.effect() == Effect.ADD ? before[i] : 0;
      double size = Math.abs(expected);
      for (int k = 0; k < sizes.inner(); k++) {
        double part =
            (double) a[BEFORE + sizes.a().at(at / sizes.columns(), k)]
                * b[BEFORE + sizes.b().at(k, at % sizes.columns())];
        expected += part;
        size += Math.abs(part);
      }
      assertThat(Math.abs(c[i] - expected)).isLessThanOrEqualTo(2e-6 * size);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  @DisplayName("keeps infinity, and NaN in its own row")
  void special(ProductKernels kernels) {
    ProductSizes sizes = ProductSizes.packed(5, 3, 2, Layout.ROWS, Layout.ROWS, Effect.SET);
    float[] a = new float[15];
    a[2] = Float.POSITIVE_INFINITY;
    a[12] = Float.NaN;
    float[] c = new float[10];
    kernels.of(sizes).run(a, 0, new float[] {1, 1, 1, 1, 1, 1}, 0, c, 0, 0, 5);
    assertThat(c)
        .containsExactly(
            Float.POSITIVE_INFINITY,
            Float.POSITIVE_INFINITY,
            0,
            0,
            0,
            0,
            0,
            0,
            Float.NaN,
            Float.NaN);
  }
}
