/** Tensors, programs and their differentiation, and the interface that engines implement. */
module org.distill4j.ir {
  requires static org.jspecify;

  exports org.distill4j.backend;
  exports org.distill4j.ir;
  exports org.distill4j.tensor;

  uses org.distill4j.backend.Backend;
}
