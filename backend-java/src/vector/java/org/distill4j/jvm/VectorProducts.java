package org.distill4j.jvm;

import java.util.Locale;

/** Multiplies matrices by Java's Vector API. */
final class VectorProducts implements ProductKernels {
  /** From here on, every processor multiplies and adds in one instruction. */
  private static final int WIDE = 16;

  private static final RowLoops ROWS = new VectorRowLoops();

  private final VectorProduct.Workspace workspace = new VectorProduct.Workspace();

  /**
   * Kernels of this JVM.
   *
   * @throws UnsupportedOperationException if it multiplies and adds in no single instruction, which
   *     Java would then do hundreds of times as slowly
   */
  VectorProducts() {
    if (!isFast()) {
      throw new UnsupportedOperationException(
          "The JVM has no fused multiply-add, expected one.\n"
              + "Maybe the processor is old, or -XX:UseAVX or -XX:-UseFMA takes it away.");
    }
  }

  private static boolean isFast() {
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return VectorProduct.lanes() >= WIDE || arch.equals("aarch64") || FusedMultiplyAdd.isUsed();
  }

  @Override
  public ProductLoop of(ProductSizes sizes) {
    return new VectorProduct(sizes, workspace);
  }

  @Override
  public RowLoops rows() {
    return ROWS;
  }

  @Override
  public String description() {
    return "vectors of " + VectorProduct.lanes();
  }
}
