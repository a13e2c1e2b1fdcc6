package org.distill4j.onnx;

import org.distill4j.tensor.DType;
import org.distill4j.tensor.Tensor;

/** A value of an ONNX graph while it is recorded: known numbers, or a tensor of the recording. */
sealed interface GraphValue permits HostValue, GraphTensor {
  /** Returns its type; all of ONNX's integers are INT32 here, and all of its floats FLOAT32. */
  DType type();

  /** Returns the length of each axis. */
  int[] dims();

  /** Returns the value in the recording. */
  Tensor tensor();

  /** Returns the value in the recording as floats; true is 1. */
  default Tensor floats() {
    return tensor().toFloat();
  }

  /** Returns the number of axes. */
  default int rank() {
    return dims().length;
  }

  /** Returns a tensor of floats as a value of a type. */
  static GraphValue of(Tensor floats, DType type) {
    return new GraphTensor(
        switch (type) {
          case FLOAT32 -> floats.toFloat();
          case INT32 -> floats.toInt();
          case BOOL -> floats.type() == DType.BOOL ? floats : floats.greater(Tensor.of(0.5));
        });
  }
}
