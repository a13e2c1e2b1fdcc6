package org.distill4j.djl;

import java.util.Optional;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/** Matrix products, with a bias and a rectifier where these follow. */
final class ScriptProducts {
  private final ScriptWriter writer;
  private final ThinRows thin;

  ScriptProducts(ScriptWriter writer, ThinRows thin) {
    this.writer = writer;
    this.thin = thin;
  }

  /** A product that is written when its value or its sum with a bias is asked for. */
  Code product(TensorSpec spec, Op.MatMul op, Code left, Code right) {
    Code.Origin.Product product = new Code.Origin.Product(op, left, right);
    return Code.lazy(spec, ScriptWriter.phase(left, right), product, () -> plain(spec, product));
  }

  private Code plain(TensorSpec spec, Code.Origin.Product product) {
    if (thin.suits(spec.shape())) {
      Code left = turned(product.left(), product.op().left());
      Code right = turned(product.right(), product.op().right());
      return thin.transposeOf(writer.call(ThinRows.turned(spec), "mm", right, left));
    } else if (isDense(product)) {
      Code rows = writer.call(rows(spec), "mm", left(product), right(product));
      return writer.reshape(spec, rows);
    }
    return writer.call(spec, "matmul", left(product), right(product));
  }

  /** A product with a bias added, if PyTorch has one kernel for both. */
  Optional<Code> layer(TensorSpec spec, Code sum, Code bias) {
    if (sum.origin() instanceof Code.Origin.Product product
        && isDense(product)
        && bias.shape().rank() == 1
        && bias.shape().dim(0) == spec.shape().dim(-1)) {
      Code.Origin.Layer layer = new Code.Origin.Layer(product, bias);
      return Optional.of(
          Code.lazy(
              spec,
              ScriptWriter.phase(product.left(), product.right(), bias),
              layer,
              () -> addmm(spec, layer, "addmm")));
    }
    return Optional.empty();
  }

  /** The rectifier of a layer. */
  Code rectified(TensorSpec spec, Code.Origin.Layer layer) {
    return addmm(spec, layer, "_addmm_activation");
  }

  private Code addmm(TensorSpec spec, Code.Origin.Layer layer, String function) {
    Code.Origin.Product product = layer.product();
    if (thin.suits(spec.shape())) {
      Code left = turned(product.left(), product.op().left());
      Code right = turned(product.right(), product.op().right());
      Code bias = thin.column(layer.bias());
      return thin.transposeOf(writer.call(ThinRows.turned(spec), function, bias, right, left));
    }
    return writer.reshape(
        spec, writer.call(rows(spec), function, layer.bias(), left(product), right(product)));
  }

  /** Whether the right matrix is one for all, so that the left ones can be rows of one matrix. */
  private static boolean isDense(Code.Origin.Product product) {
    return product.right().shape().rank() == 2
        && (product.left().shape().rank() == 2 || product.op().left() == Op.Form.AS_IS);
  }

  private Code left(Code.Origin.Product product) {
    Code left = product.left();
    if (isDense(product) && left.shape().rank() > 2) {
      return writer.reshape(rows(left.spec()), left);
    }
    return formed(left, product.op().left());
  }

  private Code right(Code.Origin.Product product) {
    return formed(product.right(), product.op().right());
  }

  private Code formed(Code matrix, Op.Form form) {
    if (form == Op.Form.AS_IS) {
      return matrix;
    }
    return matrix.shape().rank() == 2
        ? thin.transpose(matrix)
        : writer.view(matrix.spec(), "transpose", matrix, -2, -1);
  }

  private Code turned(Code matrix, Op.Form form) {
    return formed(matrix, form == Op.Form.AS_IS ? Op.Form.TRANSPOSED : Op.Form.AS_IS);
  }

  private static TensorSpec rows(TensorSpec spec) {
    int columns = spec.shape().dim(-1);
    int rows = Math.toIntExact(spec.shape().size() / columns);
    return new TensorSpec(DType.FLOAT32, Shape.of(rows, columns));
  }
}
