package org.distill4j.optim;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Parameters that are trained differently from the rest.
 *
 * <p>The pattern is made of names between dots. It matches a path and everything below it: {@code
 * encoder} matches {@code encoder.dense1.weight}. In a name, {@code *} stands for any characters; a
 * name {@code **} stands for any number of names: {@code **.bias} matches every bias.
 *
 * @param pattern which parameters
 * @param rateFactor what the learning rate is multiplied by for them, at least 0
 * @param decay whether the optimizer's weight decay applies to them
 * @param training whether they are trained at all
 */
public record ParameterGroup(String pattern, double rateFactor, Decay decay, Training training) {
  /** Whether the optimizer's weight decay applies. */
  public enum Decay {
    /** The decay that the optimizer sets. */
    APPLIED,
    /** No weight decay. */
    NONE
  }

  /** Whether parameters are trained. */
  public enum Training {
    /** Trained. */
    TRAINED,
    /** Fixed; no gradient is computed for them. */
    FROZEN
  }

  /**
   * Checks pattern and factor.
   *
   * @throws IllegalArgumentException if a name of the pattern is empty or the factor is out of
   *     range
   */
  public ParameterGroup {
    RangeChecks.requireNotNegative("rate factor", rateFactor);
    if (Arrays.asList(pattern.split("\\.", -1)).contains("")) {
      throw new IllegalArgumentException(
          "The pattern of a parameter group is \""
              + pattern
              + "\", expected names between dots, such as \"encoder\" or \"**.bias\".\n"
              + "Maybe there is a dot too many.");
    }
  }

  /**
   * Returns a group that is trained as the rest until it is changed.
   *
   * @param pattern which parameters
   * @return the group
   */
  public static ParameterGroup of(String pattern) {
    return new ParameterGroup(pattern, 1, Decay.APPLIED, Training.TRAINED);
  }

  /**
   * Returns a group of parameters that are not trained.
   *
   * @param pattern which parameters
   * @return the group
   */
  public static ParameterGroup frozen(String pattern) {
    return new ParameterGroup(pattern, 1, Decay.APPLIED, Training.FROZEN);
  }

  /**
   * Returns this group with another learning rate.
   *
   * @param factor what the learning rate is multiplied by, at least 0
   * @return the changed group
   */
  public ParameterGroup withRateFactor(double factor) {
    return new ParameterGroup(pattern, factor, decay, training);
  }

  /**
   * Returns this group with or without weight decay.
   *
   * @param decay whether the optimizer's weight decay applies
   * @return the changed group
   */
  public ParameterGroup withDecay(Decay decay) {
    return new ParameterGroup(pattern, rateFactor, decay, training);
  }

  /**
   * Returns whether a parameter belongs to this group.
   *
   * @param path the parameter's path
   * @return whether the pattern matches it
   */
  public boolean matches(String path) {
    return expression().matcher(path).matches();
  }

  private Pattern expression() {
    String names =
        Arrays.stream(pattern.split("\\.", -1))
            .map(ParameterGroup::expression)
            .collect(Collectors.joining());
    return Pattern.compile(names + "(.*)");
  }

  /** Returns whether a name follows, up to a dot or the end. */
  private static String expression(String name) {
    if (name.equals("**")) {
      return "([^.]+\\.)*";
    }
    return Arrays.stream(name.split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining("[^.]*"))
        + "(\\.|$)";
  }
}
