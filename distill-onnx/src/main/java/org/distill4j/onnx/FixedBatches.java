package org.distill4j.onnx;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/** Runs batches of any size through a model that takes just one size. */
final class FixedBatches {
  private FixedBatches() {}

  /**
   * Cuts a batch, fills the last slice with rows that do not count, and joins the results.
   *
   * @param inputs by name, each (rows, …)
   * @param size the size of a part
   * @param model what a part goes through
   * @return the results, (rows, …)
   */
  static Map<String, HostTensor> run(
      Map<String, HostTensor> inputs, int size, UnaryOperator<Map<String, HostTensor>> model) {
    int rows = inputs.values().iterator().next().shape().dim(0);
    Map<String, HostTensor> joined = new LinkedHashMap<>();
    for (int from = 0; from < rows; from += size) {
      int first = from;
      int length = Math.min(size, rows - from);
      Map<String, HostTensor> filled = new LinkedHashMap<>();
      inputs.forEach(
          (name, all) -> filled.put(name, filled(all.rows(first, first + length), size)));
      model
          .apply(filled)
          .forEach(
              (name, part) -> {
                HostTensor whole = joined.computeIfAbsent(name, n -> like(part, rows));
                whole.rows(first, first + length).bytes().put(part.rows(0, length).bytes());
              });
    }
    return joined;
  }

  private static HostTensor filled(HostTensor part, int size) {
    if (part.shape().dim(0) == size) {
      return part;
    }
    HostTensor filled = like(part, size);
    filled.bytes().put(part.bytes());
    return filled;
  }

  private static HostTensor like(HostTensor tensor, int rows) {
    Shape shape = tensor.shape().with(0, rows);
    return HostTensor.allocate(tensor.type(), shape);
  }
}
