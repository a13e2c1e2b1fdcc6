package org.distill4j.core.data;

import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A data set with one more kind of class labels, derived from existing ones, for example whether a
 * digit is even. Where a class is unknown (−1), so is what follows from it.
 */
public final class DerivedLabels extends RelabelledDataset {
  private static final int UNKNOWN = -1;

  private final String from;
  private final String name;
  private final int[] classes;

  private DerivedLabels(Dataset source, String from, String name, int... classes) {
    super(source);
    this.from = from;
    this.name = name;
    this.classes = classes;
  }

  /**
   * Returns a data set with labels that are derived from others.
   *
   * @param source the data set
   * @param from the name of the class labels that it has
   * @param count the number of their classes
   * @param name the name of the new labels; those of that name are replaced
   * @param rule the new class for each of the classes 0 to count − 1
   * @return the view
   * @throws IllegalArgumentException if there are no class labels of that name, or the rule gives a
   *     class below −1
   */
  public static DerivedLabels of(
      Dataset source, String from, int count, String name, IntUnaryOperator rule) {
    Labels.requireClasses(source, from);
    int[] classes = new int[count];
    Arrays.setAll(classes, rule);
    if (Arrays.stream(classes).anyMatch(label -> label < UNKNOWN)) {
      throw new IllegalArgumentException(
          "The labels \""
              + name
              + "\" that follow from \""
              + from
              + "\" are "
              + Arrays.toString(classes)
              + ", expected classes from 0, or -1 for unknown.\n"
              + "Maybe the rule subtracts.");
    }
    return new DerivedLabels(source, from, name, classes);
  }

  @Override
  public Map<String, TensorSpec> labels() {
    Map<String, TensorSpec> specs = new LinkedHashMap<>(source.labels());
    specs.put(name, TensorSpec.ints());
    return Collections.unmodifiableMap(specs);
  }

  /**
   * Reads examples into given memory.
   *
   * @param memory where the batch's tensors are put
   * @param indices their indexes in this data set
   * @return the batch
   * @throws IndexOutOfBoundsException if there is no such index
   * @throws IllegalArgumentException if a class is not below the number of classes that was given
   */
  @Override
  public Batch batch(HostAllocator memory, int... indices) {
    Batch batch = source.batch(memory, indices);
    IntBuffer known = batch.labels(from).ints();
    HostTensor derived = memory.allocate("derived/" + name, TensorSpec.ints(indices.length));
    for (int i = 0; i < indices.length; i++) {
      derived.ints().put(i, derive(batch.id(i), known.get(i)));
    }
    Map<String, HostTensor> labels = new LinkedHashMap<>(batch.labels());
    labels.put(name, derived);
    return batch.withLabels(labels);
  }

  @Override
  Dataset viewOf(Dataset other) {
    return new DerivedLabels(other, from, name, classes);
  }

  private int derive(long id, int known) {
    if (known >= classes.length) {
      throw new IllegalArgumentException(
          "Example "
              + id
              + " has the class "
              + known
              + " in \""
              + from
              + "\", expected one below "
              + classes.length
              + ".\nMaybe the data have more classes than were named.");
    }
    return known < 0 ? UNKNOWN : classes[known];
  }

  /** {@return the SHA-256 of the source's fingerprint, the names and the rule's classes} */
  @Override
  public String fingerprint() {
    return new Fingerprint()
        .add("derived labels")
        .add(source.fingerprint())
        .add(from)
        .add(name)
        .add(classes)
        .hex();
  }
}
