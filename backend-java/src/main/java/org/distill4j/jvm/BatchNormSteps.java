package org.distill4j.jvm;

import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.distill4j.tensor.Shape;

/**
 * Steps for batch norms of images, (batch, features, height, width), by the statistics of the
 * batch. Threads share the features.
 *
 * @param images the number of images
 * @param features the number of features
 * @param plane the elements of a feature in an image
 */
record BatchNormSteps(int images, int features, int plane) {
  /** The smallest image for these steps; smaller ones use the composed steps. */
  private static final int SMALL = 16;

  /** The computation for one feature. */
  private interface FeatureWork {
    void run(BatchNormSteps norms, float[][] in, float[][] out, int feature);
  }

  /**
   * Adds a step for the output, and the mean and variance of each feature; none if this does not
   * pay for the shape.
   */
  static List<Value> normalize(StepList steps, List<Value> inputs, double epsilon) {
    return steps(
        steps,
        inputs,
        inputs.get(1).shape(),
        (norms, in, out, feature) -> norms.normalize(steps.rows(), in, out, feature, epsilon));
  }

  /**
   * Adds a step for the gradients with respect to x, weight and bias; none if this does not pay for
   * the shape.
   */
  static List<Value> gradients(StepList steps, List<Value> inputs, double epsilon) {
    return steps(
        steps,
        inputs,
        inputs.get(4).shape(),
        (norms, in, out, feature) -> norms.gradients(steps.rows(), in, out, feature, epsilon));
  }

  /** One result of the images' shape, and two of a number for each feature. */
  private static List<Value> steps(
      StepList steps, List<Value> inputs, Shape perFeature, FeatureWork work) {
    Shape shape = inputs.get(0).shape();
    BatchNormSteps norms = of(shape);
    return norms.plane < SMALL
        ? List.of()
        : steps.manyFloats(
            List.of(shape, perFeature, perFeature),
            inputs,
            outputs -> Map.of(),
            outputs ->
                () -> {
                  float[][] in = Slot.floats(inputs);
                  float[][] out = Slot.floatsToWrite(outputs);
                  norms.share(steps, feature -> work.run(norms, in, out, feature));
                });
  }

  private static BatchNormSteps of(Shape shape) {
    int images = shape.dim(0);
    int features = shape.dim(1);
    return new BatchNormSteps(images, features, Math.toIntExact(shape.size()) / images / features);
  }

  private void share(StepList steps, IntConsumer work) {
    steps.share(
        (long) images * features * plane,
        (part, parts) -> {
          int end = ThreadTeam.start(features, part + 1, parts);
          for (int feature = ThreadTeam.start(features, part, parts); feature < end; feature++) {
            work.accept(feature);
          }
        });
  }

  private int at(int image, int feature) {
    return (image * features + feature) * plane;
  }

  private void normalize(RowLoops loops, float[][] in, float[][] out, int feature, double epsilon) {
    float[] x = in[0];
    double sum = 0;
    for (int image = 0; image < images; image++) {
      sum += loops.sum(x, at(image, feature), plane);
    }
    float mean = (float) (sum / images / plane);
    double squares = 0;
    for (int image = 0; image < images; image++) {
      squares += loops.squares(x, mean, at(image, feature), plane);
    }
    double variance = squares / images / plane;
    out[1][feature] = mean;
    out[2][feature] = (float) variance;
    float scale = (float) (in[1][feature] / Math.sqrt(variance + epsilon));
    for (int image = 0; image < images; image++) {
      scale(x, mean, scale, in[2][feature], out[0], at(image, feature));
    }
  }

  private void scale(float[] x, float mean, float scale, float bias, float[] y, int from) {
    for (int i = from; i < from + plane; i++) {
      y[i] = (x[i] - mean) * scale + bias;
    }
  }

  private void gradients(RowLoops loops, float[][] in, float[][] out, int feature, double epsilon) {
    float[] g = in[0];
    float[] x = in[1];
    float mean = in[2][feature];
    double sum = 0;
    double along = 0;
    for (int image = 0; image < images; image++) {
      sum += loops.sum(g, at(image, feature), plane);
      along += loops.dot(g, x, mean, at(image, feature), plane);
    }
    double reciprocal = 1 / Math.sqrt(in[3][feature] + epsilon);
    double count = (double) images * plane;
    out[1][feature] = (float) (along * reciprocal);
    out[2][feature] = (float) sum;
    double scale = reciprocal * in[4][feature];
    float factor = (float) (-scale * along * reciprocal * reciprocal / count);
    float shift = (float) (-scale * sum / count);
    for (int image = 0; image < images; image++) {
      combine(g, (float) scale, x, mean, factor, shift, out[0], at(image, feature));
    }
  }

  private void combine(
      float[] g,
      float scale,
      float[] x,
      float mean,
      float factor,
      float shift,
      float[] y,
      int from) {
    for (int i = from; i < from + plane; i++) {
      y[i] = g[i] * scale + (x[i] - mean) * factor + shift;
    }
  }
}
