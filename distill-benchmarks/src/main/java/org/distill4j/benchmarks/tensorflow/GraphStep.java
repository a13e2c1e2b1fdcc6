package org.distill4j.benchmarks.tensorflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.distill4j.benchmarks.job.DenseJob;
import org.distill4j.benchmarks.job.StepProgram;
import org.distill4j.benchmarks.job.TeacherSource;
import org.distill4j.data.Batch;
import org.distill4j.tensor.HostTensor;
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

/**
 * The whole step as one graph: TensorFlow's gradients and its fused Adam over resource variables,
 * fed from tensors that are written in place.
 */
final class GraphStep implements StepProgram {
  private final Graph graph = new Graph();
  private final Session session;
  private final Ops tf = Ops.create(graph);
  private final GraphVariables variables;
  private final GraphFeeds feeds = new GraphFeeds(tf);
  private final GraphFeeds.Feed<TFloat32> x;
  private final GraphFeeds.Feed<TInt32> y;
  private final GraphFeeds.Feed<TFloat32> t;
  private final Output<?> loss;
  private final GraphAdam adam;
  private final List<Operation> updates;

  /**
   * Builds the graph.
   *
   * @param job the job
   * @param teaching where teacher outputs come from
   * @param starters the number of threads that start operations, −1 for the caller's
   */
  GraphStep(DenseJob job, TeacherSource teaching, int starters) {
    this.session = TensorFlowSetup.open(graph, starters);
    this.variables = new GraphVariables(tf, session);
    int batch = job.batchSize();
    int classes = job.studentWidths().get(2);
    this.x = feeds.floats(batch, job.studentWidths().get(0));
    this.t = feeds.floats(batch, classes);
    this.y = feeds.ints(batch);
    this.adam = new GraphAdam(tf, variables, feeds);
    Operand<TFloat32> teacher = t.placeholder();
    if (teaching == TeacherSource.LIVE) {
      teacher = network(reads(add("t", DenseJob.layers(job.teacherWeights()))));
    }
    List<HostTensor> first = DenseJob.layers(job.studentWeights());
    List<VarHandleOp> parameters = add("p", first);
    List<Operand<TFloat32>> values = reads(parameters);
    GraphObjective objective = new GraphObjective(tf);
    Operand<TFloat32> total =
        objective.total(network(values), teacher, objective.classes(y.placeholder(), classes));
    this.loss = total.asOutput();
    this.updates = adam.updates(parameters, first, gradients(values));
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
