package org.distill4j.djl;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import java.util.List;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/** The numbers that an optimizer is given at each step, shared by all batch sizes. */
final class Rates {
  private final NDArray learningRate;
  private final ByteBuffer learningRateBytes;
  private final HostArray step;

  Rates(Arena arena) {
    this.learningRate = arena.allocateDouble();
    this.learningRateBytes = learningRate.toByteBuffer(true);
    this.step = arena.allocateOnHost(new TensorSpec(DType.FLOAT32, Shape.scalar()));
  }

  /**
   * Sets both.
   *
   * @param rate the learning rate
   * @param number the number of the step, from 1
   */
  void set(double rate, long number) {
    learningRateBytes.putDouble(0, rate);
    step.set((double) number);
  }

  List<NDArray> arrays() {
    return List.of(learningRate, step.array());
  }
}
