package org.distill4j.benchmarks.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.distill4j.benchmarks.job.NetworkJob;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.op.math.Mean;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The networks of {@link NetworkJob} in TensorFlow's own operations. Images have their channels
 * last, as TensorFlow wants them on processors.
 */
final class GraphNetworks {
  private static final int WIDTH = NetworkJob.WIDTH;
  private static final int HEADS = NetworkJob.HEADS;
  private static final float EPSILON = 1e-5f;

  private final Ops tf;
  private final Function<String, Operand<TFloat32>> values;
  private final Function<String, VarHandleOp> handles;
  private final List<Operation> updates = new ArrayList<>();

  /**
   * Networks of one graph.
   *
   * @param tf the graph's operations
   * @param values reads the weight of a name
   * @param handles the variable of a name
   */
  GraphNetworks(
      Ops tf, Function<String, Operand<TFloat32>> values, Function<String, VarHandleOp> handles) {
    this.tf = tf;
    this.values = values;
    this.handles = handles;
  }

  /** Returns the operations that set the states to their next values. */
  List<Operation> updates() {
    return updates;
  }

  private Operand<TFloat32> weight(String name) {
    return values.apply(name);
  }

  private Operand<TFloat32> number(double value) {
    return tf.constant((float) value);
  }

  /** The logits of images (batch, channels, height, width). */
  Operand<TFloat32> residual(Operand<TFloat32> images) {
    Operand<TFloat32> last = tf.linalg.transpose(images, ints(0, 2, 3, 1));
    Operand<TFloat32> value = tf.nn.relu(normed(last, "conv1", "batchNorm1", 1));
    value = block(value, "block1", 1);
    value = block(value, "block2", 2);
    value = block(value, "block3", 2);
    return dense(tf.math.mean(value, ints(1, 2)), "dense");
  }

  private Operand<TInt32> ints(int... values) {
    return tf.constant(values);
  }

  private Operand<TFloat32> block(Operand<TFloat32> input, String name, int stride) {
    String body = name + ".residual1.body.";
    Operand<TFloat32> first = normed(input, body + "conv1", body + "batchNorm1", stride);
    Operand<TFloat32> second = normed(tf.nn.relu(first), body + "conv2", body + "batchNorm2", 1);
    Operand<TFloat32> around =
        stride == 1 ? input : convolved(input, name + ".residual1.projection", stride);
    return tf.nn.relu(tf.math.add(second, around));
  }

  private Operand<TFloat32> normed(
      Operand<TFloat32> input, String convolution, String norm, int stride) {
    Operand<TFloat32> image = stride == 1 ? input : padded(input);
    Operand<TFloat32> product =
        tf.nn.conv2d(
            image,
            weight(convolution + ".weight"),
            List.of(1L, (long) stride, (long) stride, 1L),
            stride == 1 ? "SAME" : "VALID");
    FusedBatchNorm<TFloat32, TFloat32> normed =
        tf.nn.fusedBatchNorm(
            product,
            weight(norm + ".weight"),
            weight(norm + ".bias"),
            weight(norm + ".runningMean"),
            weight(norm + ".runningVariance"),
            FusedBatchNorm.epsilon(EPSILON),
            FusedBatchNorm.exponentialAvgFactor(0.1f));
    set(norm + ".runningMean", normed.batchMean());
    set(norm + ".runningVariance", normed.batchVariance());
    return normed.y();
  }

  /** Pads by one on each side; "SAME" would pad unevenly where windows move by two. */
  private Operand<TFloat32> padded(Operand<TFloat32> image) {
    int[][] around = {{0, 0}, {1, 1}, {1, 1}, {0, 0}};
    return tf.pad(image, tf.constant(around), number(0));
  }

  private Operand<TFloat32> convolved(Operand<TFloat32> input, String name, int stride) {
    List<Long> strides = List.of(1L, (long) stride, (long) stride, 1L);
    return tf.nn.conv2d(input, weight(name + ".weight"), strides, "VALID");
  }

  private void set(String name, Operand<TFloat32> value) {
    Op set = tf.assignVariableOp(handles.apply(name), value);
    updates.add(set.op());
  }

  private Operand<TFloat32> dense(Operand<TFloat32> input, String name) {
    return tf.nn.biasAdd(tf.linalg.matMul(input, weight(name + ".weight")), weight(name + ".bias"));
  }

  /** The logits of texts (batch, length). */
  Operand<TFloat32> transformer(Operand<TInt32> ids, int length) {
    Operand<TFloat32> embedded = tf.gather(weight("embedding1.weight"), ids, tf.constant(0));
    Operand<TFloat32> placed = tf.math.add(embedded, weight("learnedPositions1.weight"));
    Operand<TFloat32> value = tf.reshape(placed, ints(NetworkJob.BATCH * length, WIDTH));
    value = encoded(value, "block1.", length);
    value = encoded(value, "block2.", length);
    Operand<TFloat32> texts = tf.reshape(value, ints(NetworkJob.BATCH, length, WIDTH));
    return dense(tf.math.mean(texts, ints(1)), "dense");
  }

  private Operand<TFloat32> encoded(Operand<TFloat32> input, String block, int length) {
    Operand<TFloat32> joint = dense(norm(input, block + "norm1"), block + "attention.input");
    Operand<TFloat32> attended = dense(attended(joint, length), block + "attention.output");
    Operand<TFloat32> between = tf.math.add(input, attended);
    Operand<TFloat32> expanded = dense(norm(between, block + "norm2"), block + "expand");
    return tf.math.add(between, dense(gelu(expanded), block + "contract"));
  }

  private Operand<TFloat32> gelu(Operand<TFloat32> x) {
    Operand<TFloat32> erf = tf.math.erf(tf.math.mul(x, number(Math.sqrt(0.5))));
    return tf.math.mul(tf.math.mul(x, number(0.5)), tf.math.add(erf, number(1)));
  }

  private Operand<TFloat32> norm(Operand<TFloat32> x, String name) {
    Operand<TFloat32> centred = tf.math.sub(x, mean(x));
    Operand<TFloat32> variance = mean(tf.math.square(centred));
    Operand<TFloat32> scale = tf.math.rsqrt(tf.math.add(variance, number(EPSILON)));
    Operand<TFloat32> unit = tf.math.mul(centred, scale);
    return tf.math.add(tf.math.mul(unit, weight(name + ".weight")), weight(name + ".bias"));
  }

  private Operand<TFloat32> mean(Operand<TFloat32> rows) {
    return tf.math.mean(rows, ints(1), Mean.keepDims(true));
  }

  private Operand<TFloat32> attended(Operand<TFloat32> joint, int length) {
    Operand<TFloat32> heads =
        tf.reshape(joint, ints(NetworkJob.BATCH, length, 3, HEADS, WIDTH / HEADS));
    Operand<TFloat32> turned = tf.linalg.transpose(heads, ints(2, 0, 3, 1, 4));
    List<Output<TFloat32>> parts = tf.unstack(turned, 3L).output();
    double scale = 1 / Math.sqrt((double) WIDTH / HEADS);
    Operand<TFloat32> query = tf.math.mul(parts.get(0), number(scale));
    Operand<TFloat32> scores =
        tf.train.batchMatMul(query, parts.get(1), TFloat32.class, BatchMatMul.adjY(true));
    Operand<TFloat32> seen =
        tf.train.batchMatMul(tf.nn.softmax(scores), parts.get(2), TFloat32.class);
    Operand<TFloat32> rows = tf.linalg.transpose(seen, ints(0, 2, 1, 3));
    return tf.reshape(rows, ints(NetworkJob.BATCH * length, WIDTH));
  }
}
