package org.distill4j.dl4j;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Floats in the engine's memory, and the way there and back. */
final class EngineArray implements AutoCloseable {
  private final INDArray array;
  private final FloatBuffer host;

  EngineArray(int size) {
    this.array = Nd4j.createUninitializedDetached(DataType.FLOAT, size);
    this.host = array.data().asNioFloat();
  }

  void push(float[] values, int from, int count) {
    host.put(0, values, from, count);
    Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
  }

  void push(FloatBuffer values) {
    host.put(0, values, 0, values.capacity());
    Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
  }

  void pull(float[] values, int from, int count) {
    Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
    host.get(0, values, from, count);
  }

  /** The same memory as a row-major array. */
  INDArray view(long... shape) {
    return array.reshape('c', shape);
  }

  /** One of several equal parts of the memory as a row-major matrix. */
  INDArray part(int index, int parts, long rows, long columns) {
    return view(parts, rows, columns).get(NDArrayIndex.point(index));
  }

  @Override
  public void close() {
    array.close();
  }
}
