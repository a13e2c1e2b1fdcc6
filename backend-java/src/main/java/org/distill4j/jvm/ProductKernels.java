package org.distill4j.jvm;

/**
 * Creates loops that multiply matrices. One belongs to one thread: loops share what they copy to.
 */
interface ProductKernels {
  /** Creates the loop for a product. */
  ProductLoop of(ProductSizes sizes);

  /** {@return the matching loops over rows} */
  RowLoops rows();

  /** {@return the kind of these kernels, for reports} */
  String description();
}
