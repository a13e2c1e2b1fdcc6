/** PyTorch through DJL. */
// DJL names its modules in the manifest alone.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module org.distill4j.djl {
  requires transitive org.distill4j.api;
  requires transitive ai.djl.api;
  requires ai.djl.pytorch_engine;
  requires static org.jspecify;

  exports org.distill4j.djl;

  // It reads the file of natives beside the backend.
  opens org.distill4j.djl to
      org.distill4j.ir;

  provides org.distill4j.backend.Backend with
      org.distill4j.djl.DjlBackend;
}
