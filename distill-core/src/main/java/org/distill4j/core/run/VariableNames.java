package org.distill4j.core.run;

import org.distill4j.optim.WeightAverage;

/**
 * The names of a learner's variables. Parameters and states have their paths; no path has an empty
 * name between dots, so what belongs to a parameter cannot have the name of another.
 */
final class VariableNames {
  private VariableNames() {}

  static String slot(String parameter, String slot) {
    return parameter + "..slot." + slot;
  }

  static String average(String parameter) {
    return slot(parameter, WeightAverage.SLOT);
  }

  static String gradientSum(String parameter) {
    return parameter + "..gradientSum";
  }
}
