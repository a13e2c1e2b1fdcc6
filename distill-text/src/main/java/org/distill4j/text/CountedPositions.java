package org.distill4j.text;

import java.util.stream.IntStream;
import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * A learned vector for each id (batch, length), by the number of tokens up to it (Liu et al. 2019):
 * padding has the row of its own id, the n-th token the n-th row after that. To (batch, length,
 * width).
 *
 * @param rows the rows of the table
 * @param width the length of each vector
 * @param padding the id of padding
 */
record CountedPositions(int rows, int width, int padding) implements Layer {
  @Override
  public Tensor forward(Scope scope, Tensor ids) {
    int length = ids.shape().dim(1);
    Tensor table = scope.parameter("weight", Shape.of(rows, width), Encoder.FIRST);
    Tensor isPadding = ids.equalTo(Tensor.of(HostTensor.ofInts(Shape.scalar(), padding)));
    Tensor tokens = isPadding.where(Tensor.of(0), Tensor.of(1));
    Tensor numbers = numbers(length);
    Tensor upTo = numbers.expandDims(1).lessOrEqual(numbers.expandDims(0)).toFloat();
    Tensor counts = tokens.matmul(upTo).mul(tokens);
    // Rows are chosen by a product, since an engine is given ids of the batch alone.
    Tensor chosen = counts.expandDims(2).equalTo(numbers).toFloat();
    Tensor vectors = chosen.matmul(table.slice(0, padding + 1, padding + 1 + length));
    return isPadding.expandDims(2).where(table.slice(0, padding, padding + 1), vectors);
  }

  /** From 1 on; made of numbers from 0 on, which an ONNX file has for every length. */
  private static Tensor numbers(int length) {
    int[] numbers = IntStream.range(0, length).toArray();
    return Tensor.of(HostTensor.ofInts(Shape.of(length), numbers)).toFloat().add(1);
  }
}
