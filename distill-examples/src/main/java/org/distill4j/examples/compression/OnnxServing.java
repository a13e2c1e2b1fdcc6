package org.distill4j.examples.compression;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Arrays;
import java.util.Map;

/** Serves a student with ONNX Runtime alone. */
public final class OnnxServing {
  private OnnxServing() {}

  /**
   * Prints the logits of two blank digits.
   *
   * @param args the ONNX file
   * @throws OrtException if ONNX Runtime cannot load or run it
   */
  public static void main(String[] args) throws OrtException {
    float[][] pixels = new float[2][784];
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.addConfigEntry("session.x64quantprecision", "1");
      try (OrtSession student = environment.createSession(args[0], options);
          OnnxTensor digits = OnnxTensor.createTensor(environment, pixels);
          OrtSession.Result result = student.run(Map.of("input", digits))) {
        float[][] logits = (float[][]) result.get("logits").orElseThrow().getValue();
        System.out.println(Arrays.deepToString(logits));
      }
    }
  }
}
