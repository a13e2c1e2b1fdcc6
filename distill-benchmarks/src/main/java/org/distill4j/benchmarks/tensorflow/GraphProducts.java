package org.distill4j.benchmarks.tensorflow;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.benchmarks.job.DenseJob;
import org.distill4j.benchmarks.job.ProductsOnly;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Matrix products as one graph over variables, so that nothing is fed and nothing folded. */
final class GraphProducts implements ProductsOnly {
  private final Graph graph = new Graph();
  private final Session session = TensorFlowSetup.open(graph, 1);
  private final List<Operation> products = new ArrayList<>();
  private final Ops tf = Ops.create(graph);

  GraphProducts(List<DenseJob.Product> sizes) {
    for (DenseJob.Product size : sizes) {
      Operand<TFloat32> left = variable(size.rows(), size.inner());
      Operand<TFloat32> right = variable(size.inner(), size.columns());
      products.add(tf.linalg.matMul(left, right).op());
    }
  }

  private Operand<TFloat32> variable(int rows, int columns) {
    GraphVariables variables = new GraphVariables(tf, session);
    HostTensor zeros = HostTensor.allocate(DType.FLOAT32, Shape.of(rows, columns));
    for (int i = 0; i < zeros.size(); i++) {
      zeros.floats().put(i, 1);
    }
    return variables.read(variables.add("floor" + graph.toGraphDef().getNodeCount(), zeros));
  }

  @Override
  public void run() {
    Session.Runner runner = session.runner();
    products.forEach(runner::addTarget);
    runner.run().close();
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
