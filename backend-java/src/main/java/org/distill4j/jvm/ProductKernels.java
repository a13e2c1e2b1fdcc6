package org.distill4j.jvm;

/** Makes loops that multiply matrices. One belongs to one thread: loops share what they copy to. */
interface ProductKernels {
  /** Makes the loop for a product. */
  ProductLoop of(ProductSizes sizes);

  /** {@return the loops over rows that go with them} */
  RowLoops rows();

  /** {@return how matrices are multiplied, for reports} */
  String description();
}
