package org.distill4j.benchmarks.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.benchmarks.job.DenseJob;
import org.distill4j.benchmarks.job.ProductsOnly;

/** Matrix products as one TorchScript function. */
final class TorchProducts implements ProductsOnly {
  private final PtNDManager manager = TorchSetup.open();
  private final TorchScript script;

  TorchProducts(List<DenseJob.Product> products) {
    List<NDArray> left = new ArrayList<>();
    List<NDArray> right = new ArrayList<>();
    List<NDArray> result = new ArrayList<>();
    List<String> lines = new ArrayList<>(List.of("off = torch.set_grad_enabled(False)"));
    for (DenseJob.Product product : products) {
      String operands = "left[" + left.size() + "], right[" + left.size() + "]";
      // Written to a given array, as what nobody reads would not be computed.
      lines.add("c = torch.mm(" + operands + ", out=result[" + left.size() + "])");
      result.add(manager.zeros(new Shape(product.rows(), product.columns())));
      left.add(manager.ones(new Shape(product.rows(), product.inner())));
      right.add(manager.ones(new Shape(product.inner(), product.columns())));
    }
    Map<String, List<NDArray>> arguments = new LinkedHashMap<>();
    arguments.put("left", left);
    arguments.put("right", right);
    arguments.put("result", result);
    this.script = new TorchScript(manager, arguments, lines);
  }

  @Override
  public void run() {
    script.run();
  }

  @Override
  public void close() {
    manager.close();
  }
}
