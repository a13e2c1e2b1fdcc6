package org.distill4j.benchmarks.jvm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.benchmarks.job.DenseJob;
import org.distill4j.benchmarks.job.ProductsOnly;
import org.distill4j.ir.Program;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** Matrix products as a program that sets variables. */
final class PlannedProducts implements ProductsOnly {
  private final Session session;
  private final Executable executable;

  PlannedProducts(List<DenseJob.Product> sizes) {
    Map<String, Tensor> updates = new LinkedHashMap<>();
    for (int i = 0; i < sizes.size(); i++) {
      DenseJob.Product size = sizes.get(i);
      Tensor left = variable("left" + i, size.rows(), size.inner());
      Tensor right = variable("right" + i, size.inner(), size.columns());
      updates.put("product" + i, left.matmul(right));
    }
    Program program = new Program(List.of(), 0, Map.of(), updates);
    session = Backends.find().choose(Optional.of("java")).open(SessionOptions.defaults());
    executable = session.compile(program, session.variables(program.variables()));
  }

  private static Tensor variable(String name, int... dims) {
    return Tensor.leaf(new Op.Variable(name), TensorSpec.floats(dims));
  }

  @Override
  public void run() {
    executable.run(List.of());
  }

  @Override
  public void close() {
    session.close();
  }
}
