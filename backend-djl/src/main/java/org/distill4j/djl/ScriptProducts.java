package org.distill4j.djl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/** Matrix products, with a bias and a rectifier where these follow. */
final class ScriptProducts {
  private final ScriptWriter writer;
  private final TransposedMatrices thin;

  ScriptProducts(ScriptWriter writer, TransposedMatrices thin) {
    this.writer = writer;
    this.thin = thin;
  }

  ScriptValue product(TensorSpec spec, Op.MatMul op, ScriptValue left, ScriptValue right) {
    ScriptValue.Origin.Product product = new ScriptValue.Origin.Product(op, left, right);
    ScriptValue value =
        isDense(product)
            ? dense(spec, "mm", product, Optional.empty())
            : writer.call(spec, "matmul", left(product), right(product));
    return value.from(product);
  }

  /** A product with a bias added, if PyTorch has one kernel for both. */
  Optional<ScriptValue> layer(TensorSpec spec, ScriptValue sum, ScriptValue bias) {
    if (sum.origin() instanceof ScriptValue.Origin.Product product
        && isDense(product)
        && bias.shape().rank() == 1
        && bias.shape().dim(0) == spec.shape().dim(-1)) {
      ScriptValue value = dense(spec, "addmm", product, Optional.of(bias));
      return Optional.of(value.from(new ScriptValue.Origin.Layer(product, bias)));
    }
    return Optional.empty();
  }

  /** The rectifier of a layer. */
  ScriptValue rectified(TensorSpec spec, ScriptValue.Origin.Layer layer) {
    return dense(spec, "_addmm_activation", layer.product(), Optional.of(layer.bias()));
  }

  private ScriptValue dense(
      TensorSpec spec,
      String function,
      ScriptValue.Origin.Product product,
      Optional<ScriptValue> bias) {
    List<ScriptValue> all = new ArrayList<>();
    if (thin.suits(spec.shape())) {
      bias.map(thin::column).ifPresent(all::add);
      all.add(turned(product.right(), product.op().right()));
      all.add(turned(product.left(), product.op().left()));
      return thin.transposeOf(
          writer.call(TransposedMatrices.turned(spec), function, all.toArray()));
    }
    bias.ifPresent(all::add);
    all.add(left(product));
    all.add(right(product));
    return writer.reshape(spec, writer.call(rows(spec), function, all.toArray()));
  }

  /** Whether the right matrix is one for all, so that the left ones can be rows of one matrix. */
  private static boolean isDense(ScriptValue.Origin.Product product) {
    return product.right().shape().rank() == 2
        && (product.left().shape().rank() == 2 || product.op().left() == Op.Form.AS_IS);
  }

  private ScriptValue left(ScriptValue.Origin.Product product) {
    ScriptValue left = product.left();
    if (isDense(product) && left.shape().rank() > 2) {
      return writer.reshape(rows(left.spec()), left);
    }
    return formed(left, product.op().left());
  }

  private ScriptValue right(ScriptValue.Origin.Product product) {
    return formed(product.right(), product.op().right());
  }

  private ScriptValue formed(ScriptValue matrix, Op.Form form) {
    if (form == Op.Form.AS_IS) {
      return matrix;
    }
    return matrix.shape().rank() == 2
        ? thin.transpose(matrix)
        : writer.view(matrix.spec(), "transpose", matrix, -2, -1);
  }

  private ScriptValue turned(ScriptValue matrix, Op.Form form) {
    return formed(matrix, form == Op.Form.AS_IS ? Op.Form.TRANSPOSED : Op.Form.AS_IS);
  }

  private static TensorSpec rows(TensorSpec spec) {
    int columns = spec.shape().dim(-1);
    int rows = Math.toIntExact(spec.shape().size() / columns);
    return new TensorSpec(DType.FLOAT32, Shape.of(rows, columns));
  }
}
