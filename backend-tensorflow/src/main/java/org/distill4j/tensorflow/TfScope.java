package org.distill4j.tensorflow;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distill4j.model.Initializer;
import org.distill4j.model.InputNames;
import org.distill4j.model.Mode;
import org.distill4j.model.ParameterSpec;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** Gives a {@link TfFunction} its inputs, values and operations while it builds a graph. */
public final class TfScope {
  private final Ops tf;
  private final Mode mode;
  private final Map<String, Output<?>> inputs = new LinkedHashMap<>();
  private final Map<String, ParameterSpec> specs = new LinkedHashMap<>();
  private final Map<String, Output<TFloat32>> values = new LinkedHashMap<>();
  private final Set<String> states = new LinkedHashSet<>();
  private final Map<String, Operand<TFloat32>> updates = new LinkedHashMap<>();

  TfScope(Graph graph, Map<String, TensorSpec> examples, Mode mode) {
    this.tf = Ops.create(graph);
    this.mode = mode;
    examples.forEach((name, example) -> inputs.put(name, placeholder(example)));
  }

  private Output<?> placeholder(TensorSpec example) {
    Class<? extends TType> type = example.type() == DType.INT32 ? TInt32.class : TFloat32.class;
    return tf.placeholder(type, Placeholder.shape(TfMemory.batchShape(example.shape()))).asOutput();
  }

  /** {@return TensorFlow's operations, which add to the graph} */
  public Ops tf() {
    return tf;
  }

  /** {@return whether the graph is for training or for evaluation} */
  public Mode mode() {
    return mode;
  }

  /**
   * Returns the only input, (batch, …), where the batch and free axes may have any length.
   *
   * @param <T> the type of its elements
   * @param type the type of its elements, the type that the network was declared to take
   * @return the input
   * @throws IllegalArgumentException if there are several, or its elements are of another type
   */
  public <T extends TType> Operand<T> input(Class<T> type) {
    return InputNames.only(inputs).expect(type);
  }

  /**
   * One of several inputs, (batch, …), where the batch and free axes may have any length.
   *
   * @param <T> the type of its elements
   * @param name its name
   * @param type the type of its elements, the type that the network was declared to take
   * @return the input
   * @throws IllegalArgumentException if there is none of that name, or its elements are of another
   *     type
   */
  public <T extends TType> Operand<T> input(String name, Class<T> type) {
    Output<?> input = inputs.get(name);
    if (input == null) {
      throw new IllegalArgumentException(
          "The function asks for the input \""
              + name
              + "\", expected one of "
              + inputs.keySet()
              + ".\nMaybe name it where the network is made.");
    }
    return input.expect(type);
  }

  /**
   * Declares a trained value. Asked for twice under one name, it is the same one.
   *
   * @param name its name: dots in it separate the parts of the network, as in "dense1.weight"
   * @param shape its shape
   * @param initializer its first values
   * @return the parameter
   * @throws IllegalArgumentException if the name stands for a state or for another shape already
   */
  public Operand<TFloat32> parameter(String name, Shape shape, Initializer initializer) {
    return value(new ParameterSpec(name, shape, initializer), false);
  }

  /**
   * Declares a state: a value that is kept between steps but not trained, and returns its value
   * before this step.
   *
   * @param name its name
   * @param shape its shape
   * @param initializer its first values
   * @return the state
   * @throws IllegalArgumentException if the name stands for a parameter or for another shape
   *     already
   */
  public Operand<TFloat32> state(String name, Shape shape, Initializer initializer) {
    return value(new ParameterSpec(name, shape, initializer), true);
  }

  private Operand<TFloat32> value(ParameterSpec spec, boolean state) {
    String name = spec.name();
    ParameterSpec before = specs.putIfAbsent(name, spec);
    if (before != null && (!before.shape().equals(spec.shape()) || state != isState(name))) {
      throw new IllegalArgumentException(
          describe(spec.shape(), state)
              + " was asked for as \""
              + name
              + "\", which is "
              + describe(before.shape(), isState(name))
              + " already.\nMaybe put the name of its part before it, as in \"dense2."
              + name
              + "\".");
    }
    if (state) {
      states.add(name);
    }
    org.tensorflow.ndarray.Shape shape = TfMemory.shape(spec.shape());
    return values.computeIfAbsent(
        name, key -> tf.placeholder(TFloat32.class, Placeholder.shape(shape)).asOutput());
  }

  private static String describe(Shape shape, boolean state) {
    return (state ? "a state " : "a parameter ") + shape;
  }

  private boolean isState(String name) {
    return states.contains(name);
  }

  /**
   * Sets the value that a state has after this step. It takes effect in training alone, and no
   * gradient flows through it.
   *
   * @param name the state's name
   * @param value its next value, of the same shape
   * @throws IllegalArgumentException if there is no such state, or the shape differs
   */
  public void updateState(String name, Operand<TFloat32> value) {
    Output<TFloat32> before = values.get(name);
    if (before == null || !isState(name)) {
      throw new IllegalArgumentException(
          "There is no state \""
              + name
              + "\" to set, expected one of "
              + states
              + ".\nMaybe ask for it first, by state(…).");
    }
    org.tensorflow.ndarray.Shape shape = before.shape();
    if (!value.shape().isCompatibleWith(shape)) {
      throw new IllegalArgumentException(
          "The state \""
              + name
              + "\" was to be set to "
              + value.shape()
              + ", expected "
              + shape
              + ".\nMaybe reduce it over the batch first.");
    }
    updates.put(name, value);
  }

  Map<String, Output<?>> inputs() {
    return inputs;
  }

  /** Returns all declared values, in the order of declaration. */
  List<ParameterSpec> specs() {
    return List.copyOf(specs.values());
  }

  Map<String, Output<TFloat32>> values() {
    return values;
  }

  Set<String> states() {
    return states;
  }

  Map<String, Operand<TFloat32>> updates() {
    return updates;
  }
}
