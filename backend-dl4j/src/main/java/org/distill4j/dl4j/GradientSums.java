package org.distill4j.dl4j;

import java.util.List;
import org.distill4j.model.ParameterSpec;

/**
 * The gradients of all parameters in order, added up over the parts of a step. A step of one part
 * is not copied. A parameter that the total does not depend on has the gradient 0.
 */
final class GradientSums {
  private final List<ParameterSpec> parameters;
  private final float[][] own;
  private final float[][] total;

  GradientSums(List<ParameterSpec> parameters) {
    this.parameters = parameters;
    this.own = new float[parameters.size()][0];
    this.total = new float[parameters.size()][];
  }

  /** Takes the gradients of the only part. They are good until it runs again. */
  void only(Compiled compiled) {
    for (int i = 0; i < total.length; i++) {
      Value gradient = compiled.gradients().get(parameters.get(i).name());
      total[i] = gradient == null ? cleared(i) : gradient.slot().floats();
    }
  }

  /** Begins with nothing. */
  void clear() {
    for (int i = 0; i < total.length; i++) {
      total[i] = cleared(i);
    }
  }

  /** Adds the gradients of a part. */
  void add(Compiled compiled) {
    for (int i = 0; i < total.length; i++) {
      Value gradient = compiled.gradients().get(parameters.get(i).name());
      if (gradient != null) {
        add(gradient.slot().floats(), own[i]);
      }
    }
  }

  private static void add(float[] gradient, float[] sum) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] += gradient[j];
    }
  }

  private float[] cleared(int index) {
    own[index] = new float[(int) parameters.get(index).shape().size()];
    return own[index];
  }

  /** The sums, to be read only. */
  float[][] total() {
    return total;
  }
}
