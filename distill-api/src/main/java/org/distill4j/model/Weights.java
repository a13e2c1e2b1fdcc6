package org.distill4j.model;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/** A model's parameters and states as named float32 arrays on the host, in the model's order. */
public final class Weights {
  private final Map<String, HostTensor> tensors;

  private Weights(Map<String, HostTensor> tensors) {
    this.tensors = Collections.unmodifiableMap(tensors);
  }

  /**
   * Returns weights from a map.
   *
   * @param tensors float32 arrays by path, in order
   * @return the weights
   * @throws IllegalArgumentException if an array is not FLOAT32
   */
  public static Weights of(Map<String, HostTensor> tensors) {
    tensors.forEach(
        (name, tensor) -> {
          if (tensor.type() != DType.FLOAT32) {
            throw new IllegalArgumentException(
                "Weight "
                    + name
                    + " is "
                    + tensor.spec()
                    + ", expected FLOAT32.\n"
                    + "Maybe the file holds something else than weights.");
          }
        });
    return new Weights(new LinkedHashMap<>(tensors));
  }

  /**
   * Returns initial weights for the parameters and states that a model declares. Each array is
   * drawn from a stream of its own, seeded by its name, so that adding a layer leaves the others as
   * they were.
   *
   * @param specs the parameters and states
   * @param seed the seed
   * @return the weights
   * @throws IllegalArgumentException if an array needs more than 2 GiB
   */
  public static Weights initial(Collection<ParameterSpec> specs, long seed) {
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    for (ParameterSpec spec : specs) {
      HostTensor tensor = HostTensor.allocate(DType.FLOAT32, spec.shape());
      float[] values = new float[tensor.floats().capacity()];
      spec.initializer().fill(values, spec.shape(), stream(seed, spec.name()));
      tensor.floats().put(values);
      tensors.put(spec.name(), tensor);
    }
    return new Weights(tensors);
  }

  /** Seeds pass through one generator to the next, since near ones would give shifted streams. */
  private static SplittableRandom stream(long seed, String name) {
    long mixed = new SplittableRandom(seed).nextLong();
    return new SplittableRandom(new SplittableRandom(mixed ^ name.hashCode()).nextLong());
  }

  /**
   * Returns one array.
   *
   * @param name its path
   * @return the array
   * @throws IllegalArgumentException if there is none of that name
   */
  public HostTensor get(String name) {
    HostTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(NameMessages.missing("weight", name, tensors.keySet()));
    }
    return tensor;
  }

  /**
   * Checks that a network has all these arrays; it may have others too.
   *
   * @param owned type and shape of each array that the network has, by path
   * @throws IllegalArgumentException if it has none of a path, or one of another type or shape
   */
  public void requireAmong(Map<String, TensorSpec> owned) {
    for (Map.Entry<String, HostTensor> given : tensors.entrySet()) {
      String name = given.getKey();
      TensorSpec wanted = owned.get(name);
      if (wanted == null) {
        throw new IllegalArgumentException(NameMessages.missing("weight", name, owned.keySet()));
      }
      if (!wanted.equals(given.getValue().spec())) {
        throw new IllegalArgumentException(
            "Weight \""
                + name
                + "\" is "
                + given.getValue().spec()
                + ", expected "
                + wanted
                + ".\nMaybe the weights are of a network of another width.");
      }
    }
  }

  /** {@return the paths, in order} */
  public Set<String> names() {
    return tensors.keySet();
  }

  /** {@return a read-only view of all arrays, in order} */
  public Map<String, HostTensor> asMap() {
    return tensors;
  }

  /** {@return the number of values in all arrays} */
  public long size() {
    return tensors.values().stream().mapToLong(HostTensor::size).sum();
  }

  /**
   * Returns some of the arrays.
   *
   * @param names their paths, in the wanted order
   * @return those arrays alone
   * @throws IllegalArgumentException if one is missing
   */
  public Weights only(Collection<String> names) {
    Map<String, HostTensor> some = new LinkedHashMap<>();
    names.forEach(name -> some.put(name, get(name)));
    return new Weights(some);
  }

  /**
   * Returns these arrays and others.
   *
   * @param others the others; they win where a name is in both
   * @return all of them
   */
  public Weights and(Weights others) {
    Map<String, HostTensor> all = new LinkedHashMap<>(tensors);
    all.putAll(others.tensors);
    return new Weights(all);
  }

  /** Compares names and bits. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Weights that && tensors.equals(that.tensors);
  }

  @Override
  public int hashCode() {
    return tensors.hashCode();
  }

  @Override
  public String toString() {
    Map<String, Object> shapes = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    return "Weights" + shapes;
  }
}
