package org.distill4j.text;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The symmetric square root S of W·Wᵀ: products of rows behind W, (x·W)·(y·W), are those behind S,
 * which is square.
 *
 * @param values S, row-major
 * @param width its width
 */
record SquareRoot(List<Double> values, int width) {
  /** The square root of the products of a matrix's rows. */
  static SquareRoot ofProducts(HostTensor matrix) {
    int rows = matrix.shape().dim(0);
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(rows, true, true);
    if (!eigen.decompose(products(matrix))) {
      throw new IllegalArgumentException(
          "The student's projection has no eigenvectors, expected finite numbers.\n"
              + "Maybe its training went wrong.");
    }
    double[] root = new double[rows * rows];
    for (int k = 0; k < rows; k++) {
      double scale = Math.sqrt(Math.max(0, eigen.getEigenvalue(k).getReal()));
      DMatrixRMaj vector = eigen.getEigenVector(k);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < rows; j++) {
          root[i * rows + j] += scale * vector.get(i) * vector.get(j);
        }
      }
    }
    return new SquareRoot(Arrays.stream(root).boxed().toList(), rows);
  }

  private static DMatrixRMaj products(HostTensor matrix) {
    int rows = matrix.shape().dim(0);
    int width = matrix.shape().dim(1);
    float[] values = matrix.toFloatArray();
    DMatrixRMaj products = new DMatrixRMaj(rows, rows);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int k = 0; k < width; k++) {
          sum += (double) values[i * width + k] * values[j * width + k];
        }
        products.set(i, j, sum);
        products.set(j, i, sum);
      }
    }
    return products;
  }

  /** Rows (count, width) behind this matrix. */
  HostTensor applied(HostTensor rows) {
    int count = rows.shape().dim(0);
    double[] root = values.stream().mapToDouble(Double::doubleValue).toArray();
    HostTensor results = HostTensor.allocate(DType.FLOAT32, Shape.of(count, width));
    FloatBuffer from = rows.floats();
    FloatBuffer to = results.floats();
    double[] result = new double[width];
    for (int row = 0; row < count; row++) {
      Arrays.fill(result, 0);
      for (int i = 0; i < width; i++) {
        double value = from.get();
        for (int j = 0; j < width; j++) {
          result[j] += value * root[i * width + j];
        }
      }
      for (double value : result) {
        to.put((float) value);
      }
    }
    return results;
  }
}
