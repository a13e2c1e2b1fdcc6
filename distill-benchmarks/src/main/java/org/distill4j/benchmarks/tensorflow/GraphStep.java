package org.distill4j.benchmarks.tensorflow;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.distill4j.benchmarks.job.Job;
import org.distill4j.benchmarks.job.StepProgram;
import org.distill4j.benchmarks.job.Teaching;
import org.distill4j.data.Batch;
import org.distill4j.optim.Progress;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The whole step as one graph: TensorFlow's gradients and its fused Adam over resource variables,
 * fed from tensors that are written in place.
 */
final class GraphStep implements StepProgram {
  private final Graph graph = new Graph();
  private final Session session;
  private final Ops tf = Ops.create(graph);
  private final Variables variables;
  private final List<Feed<?>> feeds = new ArrayList<>();
  private final Feed<TFloat32> x;
  private final Feed<TInt32> y;
  private final Feed<TFloat32> t;
  private final Feed<TFloat32> powers;
  private final Output<?> loss;
  private final List<Operation> updates = new ArrayList<>();
  private int taken;

  /** A placeholder and the tensor that is given to it. */
  private record Feed<T extends org.tensorflow.types.family.TType>(
      Operand<T> placeholder, T tensor, ByteBuffer bytes) {}

  /**
   * Builds the graph.
   *
   * @param job the job
   * @param teaching where teacher outputs come from
   * @param starters the number of threads that start operations, −1 for the caller's
   */
  GraphStep(Job job, Teaching teaching, int starters) {
    this.session = Flow.open(graph, starters);
    this.variables = new Variables(tf, session);
    int batch = job.batchSize();
    int classes = job.studentWidths().get(2);
    this.x = floats(batch, job.studentWidths().get(0));
    this.t = floats(batch, classes);
    this.y = feed(TInt32.class, TInt32.tensorOf(Shape.of(batch)));
    this.powers = floats(2);
    Operand<TFloat32> teacher = t.placeholder();
    if (teaching == Teaching.LIVE) {
      teacher = network(reads(add("t", Job.layers(job.teacherWeights()))));
    }
    List<HostTensor> first = Job.layers(job.studentWeights());
    List<VarHandleOp> parameters = add("p", first);
    List<Operand<TFloat32>> values = reads(parameters);
    Objective objective = new Objective(tf);
    Operand<TFloat32> total =
        objective.total(network(values), teacher, objective.classes(y.placeholder(), classes));
    this.loss = total.asOutput();
    adam(parameters, first, gradients(values));
  }

  private Feed<TFloat32> floats(long... shape) {
    return feed(TFloat32.class, TFloat32.tensorOf(Shape.of(shape)));
  }

  private <T extends org.tensorflow.types.family.TType> Feed<T> feed(Class<T> type, T tensor) {
    Operand<T> placeholder = tf.placeholder(type, Placeholder.shape(tensor.shape()));
    Feed<T> feed = new Feed<>(placeholder, tensor, Flow.bytes(tensor));
    feeds.add(feed);
    return feed;
  }

  private List<VarHandleOp> add(String name, List<HostTensor> values) {
    List<VarHandleOp> added = new ArrayList<>();
    for (HostTensor value : values) {
      added.add(variables.add(name + added.size(), value));
    }
    return added;
  }

  private List<Operand<TFloat32>> reads(List<VarHandleOp> handles) {
    return handles.stream().map(variables::read).toList();
  }

  private Operand<TFloat32> network(List<Operand<TFloat32>> layers) {
    Operand<TFloat32> value = x.placeholder();
    for (int i = 0; i < layers.size(); i += 2) {
      Operand<TFloat32> input = i == 0 ? value : tf.nn.relu(value);
      value = tf.nn.biasAdd(tf.linalg.matMul(input, layers.get(i)), layers.get(i + 1));
    }
    return value;
  }

  private List<Output<?>> gradients(List<Operand<TFloat32>> values) {
    Output<?>[] inputs = values.stream().map(Operand::asOutput).toArray(Output<?>[]::new);
    return Arrays.asList(graph.addGradients(loss, inputs));
  }

  private void adam(
      List<VarHandleOp> parameters, List<HostTensor> first, List<Output<?>> gradients) {
    List<Operation> waited = new ArrayList<>(gradients.stream().map(Output::op).toList());
    Ops after = tf.withControlDependencyOps(waited.toArray(new Operation[0]));
    List<Output<TFloat32>> power = tf.unstack(powers.placeholder(), 2L).output();
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
                  tf.constant((float) Job.ADAM.learningRate().at(new Progress(0, 1))),
                  tf.constant((float) Job.ADAM.beta1()),
                  tf.constant((float) Job.ADAM.beta2()),
                  tf.constant((float) Job.ADAM.epsilon()),
                  gradient)
              .op());
    }
  }

  @Override
  public double step(Job.Taught given) {
    taken++;
    x.bytes().put(0, given.batch().inputs().bytes(), 0, x.bytes().capacity());
    t.bytes().put(0, given.teacher().bytes(), 0, t.bytes().capacity());
    y.bytes().put(0, given.batch().labels(Batch.LABELS).bytes(), 0, y.bytes().capacity());
    powers.bytes().putFloat(0, (float) Math.pow(Job.ADAM.beta1(), taken));
    powers.bytes().putFloat(Float.BYTES, (float) Math.pow(Job.ADAM.beta2(), taken));
    Session.Runner runner = session.runner().fetch(loss);
    feeds.forEach(feed -> runner.feed(feed.placeholder(), feed.tensor()));
    updates.forEach(runner::addTarget);
    try (Result result = runner.run()) {
      return ((TFloat32) result.get(0)).getFloat();
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
    feeds.forEach(feed -> feed.tensor().close());
  }
}
