package org.distill4j.jvm;

/** Multiplies matrices in plain loops. */
final class LoopProducts implements ProductKernels {
  private static final RowLoops ROWS = new PlainRowLoops();

  private final LoopProduct.Workspace workspace = new LoopProduct.Workspace();

  @Override
  public ProductLoop of(ProductSizes sizes) {
    return new LoopProduct(sizes, workspace);
  }

  @Override
  public RowLoops rows() {
    return ROWS;
  }

  @Override
  public String description() {
    return "plain loops (faster with --add-modules " + VectorModule.NAME + ")";
  }
}
