package org.distill4j.onnx;

import java.util.Map;
import org.distill4j.fuzz.FuzzTarget;

/** The readers of this module; ONNX Runtime's native code is not among them. */
public final class OnnxTargets implements FuzzTarget.Catalog {
  @Override
  public Map<String, FuzzTarget> targets() {
    return Map.of(
        "onnx",
        new FuzzTarget("model.onnx", OnnxFuzzTest.FACTOR, OnnxModel::open, OnnxFuzzTest.VALID));
  }
}
