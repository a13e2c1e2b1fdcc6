package org.distill4j.core.data;

import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A data set with hidden class labels: they are −1, so that only a teacher teaches. Labels of other
 * kinds have no value that means unknown and are left out.
 */
public final class Unlabelled extends RelabelledDataset {
  private static final int UNKNOWN = -1;

  private final BitSet labelled;

  private Unlabelled(Dataset source, BitSet labelled) {
    super(source);
    this.labelled = labelled;
  }

  /**
   * Hides all labels.
   *
   * @param source the labelled data set
   * @return the same examples without labels
   */
  public static Unlabelled of(Dataset source) {
    return except(source);
  }

  /**
   * Hides all labels except some.
   *
   * @param source the labelled data set
   * @param labelled the places of the examples that keep their labels
   * @return the same examples with few labels
   * @throws IndexOutOfBoundsException if the data set has no such index
   */
  public static Unlabelled except(Dataset source, int... labelled) {
    BitSet indexes = new BitSet(source.size());
    Arrays.stream(IndexChecks.requireAll(source, labelled)).forEach(indexes::set);
    return new Unlabelled(source, indexes);
  }

  /**
   * Hides all labels except those of a random choice of examples, so that a training shows what few
   * labels are worth.
   *
   * @param source the labelled data set
   * @param count how many examples keep their labels
   * @param seed the seed of the choice
   * @return the same examples with few labels
   * @throws IllegalArgumentException if the data set has fewer examples, or the number is below 1
   */
  public static Unlabelled exceptRandom(Dataset source, int count, long seed) {
    return except(source, RandomPlaces.choose(source.size(), count, seed));
  }

  @Override
  public Map<String, TensorSpec> labels() {
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    source
        .labels()
        .forEach(
            (name, spec) -> {
              if (isClass(spec)) {
                specs.put(name, spec);
              }
            });
    return specs;
  }

  private static boolean isClass(TensorSpec spec) {
    return spec.type() == DType.INT32;
  }

  @Override
  public Batch batch(HostAllocator memory, int... indices) {
    Batch whole = source.batch(memory, indices);
    Map<String, HostTensor> hidden = new LinkedHashMap<>();
    labels()
        .keySet()
        .forEach(name -> hidden.put(name, hide(memory, name, whole.labels(name), indices)));
    return whole.withLabels(hidden);
  }

  @Override
  Dataset viewOf(Dataset other) {
    return new Unlabelled(other, labelled);
  }

  private HostTensor hide(HostAllocator memory, String name, HostTensor labels, int[] indices) {
    HostTensor hidden = memory.allocate("unlabelled/" + name, labels.spec());
    IntBuffer from = labels.ints();
    IntBuffer to = hidden.ints();
    int positions = from.capacity() / indices.length;
    for (int i = 0; i < from.capacity(); i++) {
      to.put(i, labelled.get(indices[i / positions]) ? from.get(i) : UNKNOWN);
    }
    return hidden;
  }

  /** {@return the SHA-256 of the labelled data set's fingerprint and the labelled indexes} */
  @Override
  public String fingerprint() {
    int[] indexes = labelled.stream().toArray();
    return new Fingerprint().add("unlabelled").add(source.fingerprint()).add(indexes).hex();
  }
}
