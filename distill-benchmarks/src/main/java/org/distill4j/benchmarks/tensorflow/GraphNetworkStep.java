package org.distill4j.benchmarks.tensorflow;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.distill4j.benchmarks.job.DenseJob;
import org.distill4j.benchmarks.job.NetworkJob;
import org.distill4j.benchmarks.job.StepProgram;
import org.distill4j.data.Batch;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The step of a larger network as one graph, differentiated by TensorFlow. */
final class GraphNetworkStep implements StepProgram {
  private final Graph graph = new Graph();
  private final Session session = TensorFlowSetup.open(graph, 1);
  private final Ops tf = Ops.create(graph);
  private final GraphVariables variables = new GraphVariables(tf, session);
  private final GraphFeeds feeds = new GraphFeeds(tf);
  private final Map<String, VarHandleOp> handles = new HashMap<>();
  private final Map<String, HostTensor> first = new HashMap<>();
  private final Map<String, Operand<TFloat32>> values = new HashMap<>();
  private final GraphFeeds.Feed<?> x;
  private final GraphFeeds.Feed<TInt32> y;
  private final GraphFeeds.Feed<TFloat32> t;
  private final GraphAdam adam;
  private final Output<?> loss;
  private final List<Operation> updates;

  GraphNetworkStep(NetworkJob job) {
    job.weights().asMap().forEach(this::add);
    this.t = feeds.floats(NetworkJob.BATCH, DenseJob.CLASSES);
    this.y = feeds.ints(NetworkJob.BATCH);
    this.adam = new GraphAdam(tf, variables, feeds);
    GraphNetworks network = new GraphNetworks(tf, this::value, this::handle);
    Operand<TFloat32> logits;
    if (job.inputs().type() == DType.INT32) {
      GraphFeeds.Feed<TInt32> ids = feeds.ints(job.inputs().shape().toLongs());
      this.x = ids;
      logits = network.transformer(ids.placeholder(), job.length());
    } else {
      GraphFeeds.Feed<TFloat32> images = feeds.floats(job.inputs().shape().toLongs());
      this.x = images;
      logits = network.residual(images.placeholder());
    }
    GraphObjective objective = new GraphObjective(tf);
    Operand<TFloat32> classes = objective.classes(y.placeholder(), DenseJob.CLASSES);
    this.loss = objective.total(logits, t.placeholder(), classes).asOutput();
    this.updates = network.updates();
    updates.addAll(trained(job.parameters()));
  }

  private void add(String name, HostTensor value) {
    HostTensor kept = value.shape().rank() == 4 ? channelsLast(value) : value;
    VarHandleOp handle = variables.add(name, kept);
    handles.put(name, handle);
    first.put(name, kept);
    values.put(name, variables.read(handle));
  }

  /** (out, in, height, width) as (height, width, in, out). */
  private static HostTensor channelsLast(HostTensor weight) {
    Shape from = weight.shape();
    int out = from.dim(0);
    int in = from.dim(1);
    int positions = from.dim(2) * from.dim(3);
    HostTensor to = HostTensor.allocate(DType.FLOAT32, Shape.of(from.dim(2), from.dim(3), in, out));
    for (int i = 0; i < weight.size(); i++) {
      int position = i % positions;
      int channel = i / positions % in;
      int filter = i / positions / in;
      to.floats().put((position * in + channel) * out + filter, weight.floats().get(i));
    }
    return to;
  }

  private Operand<TFloat32> value(String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  private VarHandleOp handle(String name) {
    return Objects.requireNonNull(handles.get(name), name);
  }

  private List<Operation> trained(List<String> names) {
    Output<?>[] inputs =
        names.stream().map(this::value).map(Operand::asOutput).toArray(Output<?>[]::new);
    List<Output<?>> gradients = Arrays.asList(graph.addGradients(loss, inputs));
    List<HostTensor> weights =
        names.stream().map(name -> Objects.requireNonNull(first.get(name))).toList();
    return adam.updates(names.stream().map(this::handle).toList(), weights, gradients);
  }

  @Override
  public double step(DenseJob.Taught given) {
    adam.count();
    x.set(given.batch().input().bytes());
    t.set(given.teacher().bytes());
    y.set(given.batch().labels(Batch.LABELS).bytes());
    Session.Runner runner = session.runner().fetch(loss);
    feeds.give(runner);
    updates.forEach(runner::addTarget);
    try (Result result = runner.run()) {
      return ((TFloat32) result.get(0)).getFloat();
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
    feeds.close();
  }
}
