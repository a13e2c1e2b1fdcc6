package org.distill4j.djl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * Stores matrices of many short rows, such as a batch's logits, as their transposes where that is
 * possible: PyTorch's products and softmaxes take two to six times as long along short rows.
 */
final class TransposedMatrices {
  /** The number of floats that a processor computes with at once. */
  private static final int SHORT = 16;

  private final ScriptWriter writer;
  private final Map<String, ScriptValue> transposes = new HashMap<>();

  TransposedMatrices(ScriptWriter writer) {
    this.writer = writer;
  }

  /** Returns whether a tensor of this shape is better computed as its transpose. */
  boolean suits(Shape shape) {
    return writer.onHost()
        && shape.rank() == 2
        && shape.dim(1) > 1
        && shape.dim(1) < SHORT
        && shape.dim(0) >= SHORT;
  }

  /** Returns the tensor whose transpose another is. */
  ScriptValue transposeOf(ScriptValue transpose) {
    ScriptValue view = writer.view(turned(transpose.spec()), "t", transpose);
    transposes.put(view.tensor(), transpose);
    return view;
  }

  static TensorSpec turned(TensorSpec spec) {
    return new TensorSpec(spec.type(), Shape.of(spec.shape().dim(1), spec.shape().dim(0)));
  }

  /** Returns a matrix's transpose, if it is stored. */
  Optional<ScriptValue> kept(ScriptValue matrix) {
    return Optional.ofNullable(transposes.get(matrix.tensor()));
  }

  /** A matrix's transpose. */
  ScriptValue transpose(ScriptValue matrix) {
    return kept(matrix).orElseGet(() -> writer.view(turned(matrix.spec()), "t", matrix));
  }

  /** Writes an elementwise operation. */
  ScriptValue each(TensorSpec spec, String function, Object... arguments) {
    boolean turns =
        suits(spec.shape())
            && Arrays.stream(arguments)
                .anyMatch(one -> one instanceof ScriptValue code && kept(code).isPresent());
    if (!turns) {
      return writer.call(spec, function, arguments);
    }
    Object[] others = Arrays.stream(arguments).map(this::alongColumns).toArray();
    return transposeOf(writer.call(turned(spec), function, others));
  }

  /** Returns an operand that has the same effect on a transpose as on the matrix. */
  private Object alongColumns(Object argument) {
    if (argument instanceof ScriptValue code && code.shape().rank() > 0) {
      return code.shape().rank() == 2 ? transpose(code) : column(code);
    }
    return argument;
  }

  /** Returns a value for each row of a matrix as one for each column of its transpose. */
  ScriptValue column(ScriptValue row) {
    return writer.view(row.spec(), "unsqueeze", row, 1);
  }

  /** Writes a softmax or the like along an axis, whose number comes after the tensors. */
  ScriptValue along(
      TensorSpec spec, String function, int axis, List<ScriptValue> tensors, Object... more) {
    boolean turns = axis == 1 && suits(spec.shape());
    List<Object> all =
        new ArrayList<>(turns ? tensors.stream().map(this::dense).toList() : tensors);
    all.add(turns ? 0 : axis);
    all.addAll(List.of(more));
    return turns
        ? transposeOf(writer.call(turned(spec), function, all.toArray()))
        : writer.call(spec, function, all.toArray());
  }

  /** A matrix's transpose with its elements in order. */
  private ScriptValue dense(ScriptValue matrix) {
    return kept(matrix)
        .orElseGet(() -> writer.call(turned(matrix.spec()), "contiguous", transpose(matrix)));
  }
}
