package org.distill4j.benchmarks.tensorflow;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** Placeholders of a graph, fed from tensors that are written in place. */
final class GraphFeeds implements AutoCloseable {
  private final Ops tf;
  private final List<Feed<?>> all = new ArrayList<>();

  /** A placeholder and the tensor that is given to it. */
  record Feed<T extends TType>(Operand<T> placeholder, T tensor, ByteBuffer bytes) {
    void set(ByteBuffer from) {
      bytes.put(0, from, 0, bytes.capacity());
    }
  }

  GraphFeeds(Ops tf) {
    this.tf = tf;
  }

  Feed<TFloat32> floats(long... shape) {
    return feed(TFloat32.class, TFloat32.tensorOf(Shape.of(shape)));
  }

  Feed<TInt32> ints(long... shape) {
    return feed(TInt32.class, TInt32.tensorOf(Shape.of(shape)));
  }

  private <T extends TType> Feed<T> feed(Class<T> type, T tensor) {
    Operand<T> placeholder = tf.placeholder(type, Placeholder.shape(tensor.shape()));
    Feed<T> feed = new Feed<>(placeholder, tensor, TensorFlowSetup.bytes(tensor));
    all.add(feed);
    return feed;
  }

  void give(Session.Runner runner) {
    all.forEach(feed -> runner.feed(feed.placeholder(), feed.tensor()));
  }

  @Override
  public void close() {
    all.forEach(feed -> feed.tensor().close());
  }
}
