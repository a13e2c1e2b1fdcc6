package org.distill4j.benchmarks.dl4j;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.distill4j.tensor.HostTensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/** An operation of ND4J bound once to arrays that keep their memory. */
final class BoundOperation {
  private final CustomOp operation;
  private final OpContext context = Nd4j.getExecutioner().buildContext();

  /** The context keeps addresses alone, so the arrays must be kept from the garbage collector. */
  private final List<INDArray> kept = new ArrayList<>();

  private BoundOperation(String name, INDArray output, INDArray... inputs) {
    this.operation = DynamicCustomOp.builder(name).build();
    context.setInputArrays(inputs);
    context.setOutputArrays(output);
    kept.addAll(List.of(inputs));
    kept.add(output);
  }

  /** ND4J as it is set up for all programs: one thread. */
  static void prepare() {
    System.getProperties().putIfAbsent("org.nd4j.log.initialization", "false");
    System.getProperties().putIfAbsent("org.nd4j.versioncheck", "false");
    System.getProperties().putIfAbsent("org.bytedeco.javacpp.logger", "slf4j");
    System.getProperties().putIfAbsent("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    Nd4j.factory().blas().setMaxThreads(1);
  }

  /** relu(x·w + b). */
  static BoundOperation reluLayer(INDArray x, INDArray weight, INDArray bias, INDArray output) {
    return new BoundOperation("relu_layer", output, x, weight, bias);
  }

  /** x·w + b. */
  static BoundOperation layer(INDArray x, INDArray weight, INDArray bias, INDArray output) {
    return new BoundOperation("xw_plus_b", output, x, weight, bias);
  }

  static BoundOperation product(INDArray a, INDArray b, INDArray output) {
    return product(a, 0, b, 0, output);
  }

  static BoundOperation product(INDArray a, long turnA, INDArray b, long turnB, INDArray output) {
    BoundOperation bound = new BoundOperation("matmul", output, a, b);
    bound.context.setIArguments(turnA, turnB, 0);
    bound.context.setTArguments(1, 0);
    return bound;
  }

  void run() {
    Nd4j.getExecutioner().exec(operation, context);
  }

  static INDArray array(long... shape) {
    return Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', shape);
  }

  static INDArray array(HostTensor value) {
    INDArray array = array(value.shape().toLongs());
    host(array).put(value.floats());
    return array;
  }

  /** The memory of an array. */
  static FloatBuffer host(INDArray array) {
    return array.data().asNioFloat();
  }
}
