package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;

/** Models on ONNX Runtime by way of a file in memory. */
final class ExportedModels {
  private ExportedModels() {}

  /** The outputs keep the names that the model gives them, even a single one. */
  static OnnxPredictor of(Model model, Weights weights) {
    ModelProto file = OnnxExport.of(model, weights).proto();
    OnnxOptions options = OnnxOptions.defaults();
    for (ValueInfoProto output : file.getGraph().getOutputList()) {
      options = options.withOutput(output.getName(), output.getName());
    }
    return OnnxPredictor.load("the exported model", file.toByteArray(), options);
  }
}
