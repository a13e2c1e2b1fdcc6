package org.distill4j.benchmarks.tensorflow;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.benchmarks.job.DenseJob;
import org.distill4j.optim.Progress;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;

/** TensorFlow's fused Adam over resource variables. */
final class GraphAdam {
  private final Ops tf;
  private final GraphVariables variables;
  private final GraphFeeds.Feed<TFloat32> powers;
  private int taken;

  GraphAdam(Ops tf, GraphVariables variables, GraphFeeds feeds) {
    this.tf = tf;
    this.variables = variables;
    this.powers = feeds.floats(2);
  }

  /** Updates of all parameters, once all gradients are there. */
  List<Operation> updates(
      List<VarHandleOp> parameters, List<HostTensor> first, List<Output<?>> gradients) {
    Operation[] waited = gradients.stream().map(Output::op).toArray(Operation[]::new);
    Ops after = tf.withControlDependencyOps(waited);
    List<Output<TFloat32>> power = tf.unstack(powers.placeholder(), 2L).output();
    List<Operation> updates = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      HostTensor zeros = HostTensor.allocate(DType.FLOAT32, first.get(i).shape());
      @SuppressWarnings("unchecked")
      Operand<TFloat32> gradient = (Operand<TFloat32>) gradients.get(i);
      updates.add(
          after
              .train
              .resourceApplyAdam(
                  parameters.get(i),
                  variables.add("m" + i, zeros),
                  variables.add("v" + i, zeros),
                  power.get(0),
                  power.get(1),
                  tf.constant((float) DenseJob.ADAM.learningRate().at(new Progress(0, 1))),
                  tf.constant((float) DenseJob.ADAM.beta1()),
                  tf.constant((float) DenseJob.ADAM.beta2()),
                  tf.constant((float) DenseJob.ADAM.epsilon()),
                  gradient)
              .op());
    }
    return updates;
  }

  /** Counts one more step. */
  void count() {
    taken++;
    powers.bytes().putFloat(0, (float) Math.pow(DenseJob.ADAM.beta1(), taken));
    powers.bytes().putFloat(Float.BYTES, (float) Math.pow(DenseJob.ADAM.beta2(), taken));
  }
}
