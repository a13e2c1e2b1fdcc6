package org.distill4j.tensorflow;

/** The names of variables in TensorFlow. */
final class TfNames {
  private TfNames() {}

  /** A parameter or state. */
  static String value(String path) {
    return "value:" + path;
  }

  /** What the optimizer keeps for a parameter. */
  static String slot(String slot, String path) {
    return "slot:" + slot + ":" + path;
  }

  /** The sum of a parameter's gradients over the parts of a step. */
  static String gradient(String path) {
    return "gradient:" + path;
  }
}
