package org.distill4j.model;

import java.util.Map;

/**
 * The rule by which inputs find their names: a single input fits a model of a single input whatever
 * their names are; among several, names decide, and those that a model does not know are left out.
 */
public final class InputNames {
  private InputNames() {}

  /**
   * Finds what is given for an input.
   *
   * @param name the input's name
   * @param count the number of inputs that are wanted in all
   * @param given what is given, by name
   * @param <T> a tensor or its description
   * @return what is given for the input
   * @throws IllegalArgumentException if there is nothing for it
   */
  public static <T> T find(String name, int count, Map<String, T> given) {
    if (count == 1 && given.size() == 1) {
      return given.values().iterator().next();
    }
    T found = given.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "The input \""
              + name
              + "\" is missing, expected one of "
              + given.keySet()
              + ".\nMaybe the data set names it otherwise, or DerivedInputs can make it.");
    }
    return found;
  }

  /**
   * The only one of some inputs.
   *
   * @param inputs the inputs by name
   * @param <T> a tensor or its description
   * @return the only one
   * @throws IllegalArgumentException if there are several or none
   */
  public static <T> T only(Map<String, T> inputs) {
    if (inputs.size() != 1) {
      throw new IllegalArgumentException(
          "The only input was asked for and there are "
              + inputs.keySet()
              + ", expected 1.\nMaybe ask for an input by its name.");
    }
    return inputs.values().iterator().next();
  }
}
