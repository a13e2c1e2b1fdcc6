/** ONNX: students written as ONNX files and quantised, and ONNX files as teachers. */
// These libraries name their modules in the manifest alone.
@SuppressWarnings("requires-automatic")
module org.distill4j.onnx {
  requires transitive org.distill4j.core;
  requires com.google.protobuf;
  requires com.microsoft.onnxruntime;
  requires org.tribuo.util.onnx;
  requires static org.jspecify;

  exports org.distill4j.onnx;
}
