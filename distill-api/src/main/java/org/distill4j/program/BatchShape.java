package org.distill4j.program;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.distill4j.model.Inputs;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * The shape for which a recording is made: a number of examples, and a length for each free axis.
 *
 * @param examples the number of examples
 * @param lengths the length of each free axis by name
 */
public record BatchShape(int examples, Map<String, Integer> lengths) {
  /** Takes a copy of the map, in the order of the names. */
  public BatchShape {
    lengths = lengths.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(lengths));
  }

  /**
   * Returns the shape of a batch without free axes.
   *
   * @param examples the number of examples
   * @return the shape
   */
  public static BatchShape of(int examples) {
    return new BatchShape(examples, Map.of());
  }

  /**
   * Returns the shape of a batch that is being recorded.
   *
   * @param specs type and shape of each input for one example
   * @param inputs the inputs, each (batch, …)
   * @return the shape
   */
  public static BatchShape of(Map<String, TensorSpec> specs, Inputs inputs) {
    Map<String, Integer> lengths = new TreeMap<>();
    specs.forEach((name, spec) -> read(spec.shape(), inputs.get(name).shape(), lengths));
    int examples = inputs.asMap().values().iterator().next().shape().dim(0);
    return new BatchShape(examples, lengths);
  }

  /** Reads the lengths of free axes; known lengths stay the same. */
  static void read(Shape spec, Shape batch, Map<String, Integer> lengths) {
    for (int axis = 0; axis < spec.rank(); axis++) {
      int length = batch.dim(axis + 1);
      spec.freeAxis(axis).ifPresent(name -> lengths.putIfAbsent(name, length));
    }
  }

  /**
   * Returns this shape with another length for an axis.
   *
   * @param axis the name of a free axis
   * @param length its length
   * @return the changed shape
   */
  public BatchShape with(String axis, int length) {
    Map<String, Integer> more = new TreeMap<>(lengths);
    more.put(axis, length);
    return new BatchShape(examples, more);
  }

  /**
   * Returns the specification of a whole batch.
   *
   * @param perExample type and shape for one example; axes may be free
   * @return type and fixed shape, with the batch on axis 0
   * @throws IllegalArgumentException if an axis is free that has no length here
   */
  public TensorSpec of(TensorSpec perExample) {
    return new TensorSpec(perExample.type(), perExample.shape().fixed(lengths)).batched(examples);
  }

  /**
   * Returns a batch of zeros.
   *
   * @param perExample types and shapes for one example by name; axes may be free
   * @return tensors of zeros by name, in order, each with the batch on axis 0
   * @throws IllegalArgumentException if an axis is free that has no length here
   */
  public Map<String, HostTensor> zeros(Map<String, TensorSpec> perExample) {
    Map<String, HostTensor> zeros = new LinkedHashMap<>();
    perExample.forEach((name, spec) -> zeros.put(name, HostTensor.allocate(of(spec))));
    return zeros;
  }

  @Override
  public String toString() {
    return lengths.isEmpty() ? examples + " examples" : examples + " examples of " + lengths;
  }
}
