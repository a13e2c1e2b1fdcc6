/** Tensors, programs and their differentiation, and the interface that engines implement. */
// Modules that read internal packages come later.
@SuppressWarnings("module")
module org.distill4j.ir {
  requires static org.jspecify;

  exports org.distill4j.backend;
  exports org.distill4j.ir;
  exports org.distill4j.student;
  exports org.distill4j.tensor;
  exports org.distill4j.cell to
      org.distill4j.cli,
      org.distill4j.core,
      org.distill4j.onnx,
      org.distill4j.text;

  uses org.distill4j.backend.Backend;
}
