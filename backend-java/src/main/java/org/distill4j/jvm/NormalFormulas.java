package org.distill4j.jvm;

import java.util.List;
import org.distill4j.jvm.ElementwiseFormula.Instruction;
import org.distill4j.tensor.Shape;

/**
 * Functions of the normal distribution Φ as odd rational functions, fitted to within 1e-8 and
 * computed to within 3e-7. They are split into loops that are short enough for Java's compiler to
 * make vectors of.
 */
final class NormalFormulas {
  /** Beyond this the rational function of Φ − ½ gives ½ or more. */
  private static final float LIMIT = 5.5f;

  private static final float LIMIT_OF_GRADIENT = 6;
  private static final float ROOT_OF_TWO = (float) Math.sqrt(2);

  private NormalFormulas() {}

  /** x · Φ(x). */
  static ElementwiseFormula gelu(Shape shape, Value x) {
    return new ElementwiseFormula(
        shape,
        List.of(Operand.of(x)),
        List.of(
            new Instruction(BlockLoop.of(NormalFormulas::limit), 0, 0, 0),
            new Instruction(BlockLoop.of(NormalFormulas::above), -1, -1, -1),
            new Instruction(BlockLoop.of(NormalFormulas::below), -1, -1, -1),
            new Instruction(NormalFormulas::gelu, 0, -2, -3)));
  }

  /** 2 · Φ(√2 · x) − 1. */
  static ElementwiseFormula erf(Shape shape, Value x) {
    return new ElementwiseFormula(
        shape,
        List.of(Operand.of(x)),
        List.of(
            new Instruction(BlockLoop.of(NormalFormulas::limitScaled), 0, 0, 0),
            new Instruction(BlockLoop.of(NormalFormulas::above), -1, -1, -1),
            new Instruction(BlockLoop.of(NormalFormulas::below), -1, -1, -1),
            new Instruction(BlockLoop.of(NormalFormulas::erf), -2, -3, -3)));
  }

  /** g · (Φ(x) + x · φ(x)). */
  static ElementwiseFormula geluGradient(Shape shape, Value gradient, Value x) {
    return new ElementwiseFormula(
        shape,
        List.of(Operand.of(gradient), Operand.of(x)),
        List.of(
            new Instruction(BlockLoop.of(NormalFormulas::limitGradient), 1, 1, 1),
            new Instruction(BlockLoop.of(NormalFormulas::gradientAbove), -1, -1, -1),
            new Instruction(BlockLoop.of(NormalFormulas::gradientBelow), -1, -1, -1),
            new Instruction(NormalFormulas::geluGradient, 0, -2, -3)));
  }

  private static void limit(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(-LIMIT, Math.min(LIMIT, x[i]));
    }
  }

  private static void limitScaled(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(-LIMIT, Math.min(LIMIT, x[i] * ROOT_OF_TWO));
    }
  }

  private static void limitGradient(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(-LIMIT_OF_GRADIENT, Math.min(LIMIT_OF_GRADIENT, x[i]));
    }
  }

  private static void above(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      float c = x[i];
      float t = c * c;
      float high = 1.6881563e-4f + t * (6.3518896e-6f + t * 2.2749086e-8f);
      y[i] = c * (0.39894223f + t * (0.033851832f + t * (0.0046771998f + t * high)));
    }
  }

  private static void below(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      float t = x[i] * x[i];
      float high = 0.0018843899f + t * (7.364341e-5f + t * 1.1974786e-6f);
      y[i] = 1 + t * (0.2515199f + t * (0.028645376f + t * high));
    }
  }

  private static void gelu(float[] x, float[] p, float[] q, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      float area = Math.max(0f, 0.5f + p[i] / q[i]);
      y[i] = x[i] * Math.min(1f, area);
    }
  }

  private static void erf(float[] p, float[] q, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(-1f, Math.min(1f, 2 * p[i] / q[i]));
    }
  }

  private static void gradientAbove(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      float c = x[i];
      float t = c * c;
      float high = 3.2027277e-5f + t * (1.1217656e-6f + t * (1.3001582e-8f - t * 2.887813e-11f));
      float low = -0.01804123f + t * (0.013569141f + t * (2.8516457e-4f + t * high));
      y[i] = c * (0.7978845f + t * low);
    }
  }

  private static void gradientBelow(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      float t = x[i] * x[i];
      float high = 2.5859106e-4f + t * (1.0811518e-5f + t * 3.6358531e-7f);
      y[i] = 1 + t * (0.31072152f + t * (0.04558164f + t * (0.0041500553f + t * high)));
    }
  }

  private static void geluGradient(float[] g, float[] p, float[] q, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = g[i] * (0.5f + p[i] / q[i]);
    }
  }
}
