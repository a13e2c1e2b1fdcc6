package org.distill4j.model;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/**
 * The rule that matches inputs to names: a single input fits a model of a single input whatever
 * their names are; among several, names decide, and inputs that a model does not know are left out.
 */
public final class InputNames {
  private InputNames() {}

  /**
   * Finds the value given for an input.
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
   * Finds the values given for some inputs.
   *
   * @param names the names of all inputs that are wanted, in order
   * @param given what is given, by name
   * @param <T> a tensor or its description
   * @return what is given for each, in the same order
   * @throws IllegalArgumentException if there is nothing for one of them
   */
  public static <T> Map<String, T> findAll(Collection<String> names, Map<String, T> given) {
    Map<String, T> found = new LinkedHashMap<>();
    names.forEach(name -> found.put(name, find(name, names.size(), given)));
    return found;
  }

  /**
   * Describes the inputs of a batch, for messages.
   *
   * @param inputs the inputs by name
   * @return their types and shapes, by name if there are several
   */
  public static String describe(Map<String, HostTensor> inputs) {
    if (inputs.size() == 1) {
      return only(inputs).spec().toString();
    }
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    inputs.forEach((name, tensor) -> specs.put(name, tensor.spec()));
    return specs.toString();
  }

  /**
   * Refuses maps without an order, where an engine takes several inputs by their order.
   *
   * @param inputs the inputs by name
   * @throws IllegalArgumentException if there are several in a map of {@code Map.of} or a {@code
   *     HashMap}
   */
  public static void requireOrder(Map<String, ?> inputs) {
    Class<?> type = inputs.getClass();
    boolean unordered = type.equals(Map.of().getClass()) || type.equals(HashMap.class);
    if (inputs.size() > 1 && unordered) {
      throw new IllegalArgumentException(
          "The inputs "
              + inputs.keySet()
              + " are in a map without an order, expected them in the order in which the network"
              + " takes them.\nMaybe put them in a LinkedHashMap.");
    }
  }

  /**
   * Returns the only one of some inputs.
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
