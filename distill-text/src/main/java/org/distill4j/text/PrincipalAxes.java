package org.distill4j.text;

import java.nio.FloatBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The directions in which rows differ most (Pearson 1901): the eigenvectors of their covariance
 * with the largest eigenvalues.
 *
 * @param mean the mean of the rows
 * @param axes the directions, (axes, width), of length 1, the one of the largest variance first
 */
record PrincipalAxes(List<Double> mean, HostTensor axes) {
  /** Finds so many axes of rows (count, width). */
  static PrincipalAxes of(HostTensor rows, int count) {
    return about(mean(rows), rows, count);
  }

  /** Finds so many axes of the largest squares of rows (count, width), with 0 for their mean. */
  static PrincipalAxes about0(HostTensor rows, int count) {
    return about(new double[rows.shape().dim(1)], rows, count);
  }

  private static PrincipalAxes about(double[] mean, HostTensor rows, int count) {
    int width = mean.length;
    DMatrixRMaj covariance = covariance(rows, mean);
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(width, true, true);
    if (!eigen.decompose(covariance)) {
      throw new IllegalArgumentException(
          "The covariance of the teacher's embeddings of tokens has no eigenvectors, expected"
              + " finite numbers.\nMaybe the teacher gives numbers that are not finite.");
    }
    List<Integer> largest =
        IntStream.range(0, width)
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer i) -> eigen.getEigenvalue(i).getReal())
                    .reversed())
            .limit(count)
            .toList();
    HostTensor axes = HostTensor.allocate(DType.FLOAT32, Shape.of(count, width));
    FloatBuffer to = axes.floats();
    largest.forEach(i -> put(eigen.getEigenVector(i), to));
    return new PrincipalAxes(IntStream.range(0, width).mapToObj(i -> mean[i]).toList(), axes);
  }

  private static void put(DMatrixRMaj vector, FloatBuffer to) {
    for (int i = 0; i < vector.getNumElements(); i++) {
      to.put((float) vector.get(i));
    }
  }

  private static double[] mean(HostTensor rows) {
    int count = rows.shape().dim(0);
    double[] mean = new double[rows.shape().dim(1)];
    FloatBuffer values = rows.floats();
    while (values.hasRemaining()) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += values.get() / (double) count;
      }
    }
    return mean;
  }

  private static DMatrixRMaj covariance(HostTensor rows, double... mean) {
    int width = mean.length;
    DMatrixRMaj sums = new DMatrixRMaj(width, width);
    FloatBuffer values = rows.floats();
    double[] row = new double[width];
    while (values.hasRemaining()) {
      for (int i = 0; i < width; i++) {
        row[i] = values.get() - mean[i];
      }
      addSquare(row, sums.getData());
    }
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < i; j++) {
        sums.set(j, i, sums.get(i, j));
      }
    }
    return sums;
  }

  /** Adds x·xᵀ, its lower half. */
  private static void addSquare(double[] x, double... sums) {
    for (int i = 0; i < x.length; i++) {
      double factor = x[i];
      int start = i * x.length;
      for (int j = 0; j <= i; j++) {
        sums[start + j] += factor * x[j];
      }
    }
  }

  /** Rows (count, width) without their mean in the directions of the axes, (count, axes). */
  HostTensor project(HostTensor rows) {
    int count = rows.shape().dim(0);
    int width = mean.size();
    int kept = axes.shape().dim(0);
    float[] directions = axes.toFloatArray();
    double[] means = mean.stream().mapToDouble(Double::doubleValue).toArray();
    HostTensor projected = HostTensor.allocate(DType.FLOAT32, Shape.of(count, kept));
    FloatBuffer from = rows.floats();
    FloatBuffer to = projected.floats();
    float[] row = new float[width];
    for (int r = 0; r < count; r++) {
      for (int i = 0; i < width; i++) {
        row[i] = (float) (from.get() - means[i]);
      }
      for (int axis = 0; axis < kept; axis++) {
        float sum = 0;
        for (int i = 0; i < width; i++) {
          sum += row[i] * directions[axis * width + i];
        }
        to.put(sum);
      }
    }
    return projected;
  }
}
