package org.distill4j.dl4j;

import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Copies between host tensors and the arrays of the engine's own networks, which are floats. */
final class NetworkArrays {
  private NetworkArrays() {}

  static INDArray toEngine(HostTensor tensor) {
    INDArray flat = Nd4j.createFromArray(floats(tensor));
    return flat.reshape('c', tensor.shape().toLongs());
  }

  private static float[] floats(HostTensor tensor) {
    if (tensor.type() == DType.FLOAT32) {
      return tensor.toFloatArray();
    }
    int[] whole = tensor.toIntArray();
    float[] floats = new float[whole.length];
    for (int i = 0; i < whole.length; i++) {
      floats[i] = whole[i];
    }
    return floats;
  }

  static HostTensor toHost(INDArray array) {
    return toHost(array, Shape.ofLongs(array.shape()));
  }

  /** Returns the values as a tensor of a shape with as many elements. */
  static HostTensor toHost(INDArray array, Shape shape) {
    return HostTensor.ofFloats(shape, array.castTo(DataType.FLOAT).dup('c').data().asFloat());
  }
}
