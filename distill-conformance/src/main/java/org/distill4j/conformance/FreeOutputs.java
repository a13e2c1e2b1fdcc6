package org.distill4j.conformance;

import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.model.Initializer;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.model.SingleInputModel;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * A model whose outputs are columns of its parameter {@value FreeLogits#LOGITS}; each example's
 * input selects a row. So any loss can be differentiated in any outputs.
 *
 * @param rows the number of rows
 * @param outputs the shape of each output for one example, in order
 */
record FreeOutputs(int rows, Map<String, Shape> outputs) implements SingleInputModel {
  @Override
  public Shape inputShape() {
    return Shape.scalar();
  }

  @Override
  public DType inputType() {
    return DType.INT32;
  }

  private int width() {
    return outputs.values().stream().mapToInt(shape -> (int) shape.size()).sum();
  }

  @Override
  public Outputs forward(Scope scope, Tensor ids) {
    Tensor table =
        scope.parameter(FreeLogits.LOGITS, Shape.of(rows, width()), Initializer.constant(0));
    Tensor picked = table.gatherRows(ids);
    Map<String, Tensor> all = new LinkedHashMap<>();
    int from = 0;
    for (Map.Entry<String, Shape> output : outputs.entrySet()) {
      int to = from + (int) output.getValue().size();
      Shape shape = output.getValue().prepend(ids.shape().dim(0));
      all.put(output.getKey(), picked.slice(1, from, to).reshape(shape.dims()));
      from = to;
    }
    return Outputs.of(all);
  }

  /** Returns the outputs in a table of all rows. */
  Map<String, HostTensor> read(HostTensor table) {
    Map<String, HostTensor> all = new LinkedHashMap<>();
    int from = 0;
    for (Map.Entry<String, Shape> output : outputs.entrySet()) {
      int size = (int) output.getValue().size();
      float[] values = new float[rows * size];
      for (int i = 0; i < values.length; i++) {
        values[i] = table.floats().get(i / size * width() + from + i % size);
      }
      Shape shape = output.getValue().prepend(rows);
      all.put(output.getKey(), HostTensor.ofFloats(shape, values));
      from += size;
    }
    return all;
  }
}
