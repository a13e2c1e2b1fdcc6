/** TensorFlow Java. */
// Protocol buffers name their module in the manifest alone.
@SuppressWarnings("requires-automatic")
module org.distill4j.tensorflow {
  requires transitive org.distill4j.api;
  requires com.google.protobuf;
  requires org.bytedeco.javacpp;
  requires transitive tensorflow;
  requires static org.jspecify;

  exports org.distill4j.tensorflow;

  // It reads the file of natives beside the backend.
  opens org.distill4j.tensorflow to
      org.distill4j.ir;

  provides org.distill4j.backend.Backend with
      org.distill4j.tensorflow.TfBackend;
}
