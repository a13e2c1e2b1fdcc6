package org.distill4j.dl4j;

import org.distill4j.optim.Clipping;

/** Limits gradients, in arrays of its own. */
final class Clipper {
  private final Clipping clipping;
  private final float[][] limited;

  Clipper(Clipping clipping, int parameters) {
    this.clipping = clipping;
    this.limited = new float[parameters][0];
  }

  float[][] clip(float[][] gradients) {
    if (clipping instanceof Clipping.ByValue byValue) {
      return clamp(gradients, (float) byValue.limit());
    } else if (clipping instanceof Clipping.ByNorm byNorm) {
      double scale = Math.min(1, byNorm.limit() / (norm(gradients) + 1e-6));
      return scale == 1 ? gradients : scale(gradients, (float) scale);
    }
    return gradients;
  }

  private static double norm(float[][] gradients) {
    double sum = 0;
    for (float[] gradient : gradients) {
      for (float g : gradient) {
        sum += (double) g * g;
      }
    }
    return Math.sqrt(sum);
  }

  private float[][] clamp(float[][] gradients, float limit) {
    for (int i = 0; i < gradients.length; i++) {
      float[] g = gradients[i];
      float[] y = limited(i, g.length);
      for (int j = 0; j < y.length; j++) {
        y[j] = Math.max(-limit, Math.min(limit, g[j]));
      }
    }
    return limited;
  }

  private float[][] scale(float[][] gradients, float factor) {
    for (int i = 0; i < gradients.length; i++) {
      float[] g = gradients[i];
      float[] y = limited(i, g.length);
      for (int j = 0; j < y.length; j++) {
        y[j] = g[j] * factor;
      }
    }
    return limited;
  }

  private float[] limited(int index, int size) {
    if (limited[index].length != size) {
      limited[index] = new float[size];
    }
    return limited[index];
  }
}
