package org.distill4j.dl4j;

import java.nio.FloatBuffer;
import org.distill4j.jvm.EngineCopy;
import org.distill4j.jvm.Memory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Floats in ND4J's memory, and the way there and back. */
final class EngineArray implements EngineCopy {
  private final INDArray array;
  private final FloatBuffer host;

  EngineArray(int size) {
    this.array = Nd4j.createUninitializedDetached(DataType.FLOAT, size);
    this.host = array.data().asNioFloat();
  }

  /** The place of an array in ND4J's memory. */
  static EngineArray of(Memory memory) {
    return (EngineArray) memory.mirror(EngineArray::new);
  }

  @Override
  public void push(float[] values, int from, int count) {
    host.put(0, values, from, count);
    Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
  }

  @Override
  public void push(FloatBuffer values) {
    host.put(0, values, 0, values.capacity());
    Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
  }

  @Override
  public void pull(float[] values, int from, int count) {
    Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
    host.get(0, values, from, count);
  }

  /** A range of the memory as a row-major array. */
  INDArray view(int from, long... shape) {
    long size = 1;
    for (long dim : shape) {
      size *= dim;
    }
    INDArray range =
        size == array.length() ? array : array.get(NDArrayIndex.interval(from, from + size));
    return range.reshape('c', shape);
  }

  @Override
  public void close() {
    array.close();
  }
}
