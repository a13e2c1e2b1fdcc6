package org.distill4j.core.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.distill4j.data.Batch;
import org.distill4j.data.DataView;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/**
 * Several data sets as one: a training's shuffle mixes them, so that each batch holds examples of
 * all in proportion to their sizes; for example labelled ones of a source domain and unlabelled
 * ones of a target domain. The labels "{@value #DOMAIN}" tell which data set an example is of, as a
 * class from 0 in the given order.
 *
 * <p>An example's id is its place in the mixture, as ids of different data sets may be the same.
 */
public final class Mixture implements DataView {
  /** The name of the labels that identify an example's data set. */
  public static final String DOMAIN = "domain";

  private final List<Dataset> parts;
  private final int[] starts;

  private Mixture(List<Dataset> parts) {
    this.parts = List.copyOf(parts);
    this.starts = new int[parts.size() + 1];
    for (int i = 0; i < parts.size(); i++) {
      starts[i + 1] = Math.addExact(starts[i], parts.get(i).size());
    }
  }

  /**
   * Returns data sets one after the other.
   *
   * @param parts the data sets, at least one
   * @return the mixture
   * @throws IllegalArgumentException if there are none, or they differ in their inputs or labels
   */
  public static Mixture of(Dataset... parts) {
    IndexChecks.requireSome(parts.length);
    for (Dataset part : parts) {
      requireAlike(parts[0], part);
    }
    return new Mixture(List.of(parts));
  }

  /**
   * Returns data sets with equal weight: the examples of the smaller ones are repeated until there
   * are as many as in the largest.
   *
   * @param parts the data sets, at least one
   * @return the mixture
   * @throws IllegalArgumentException if there are none, or they differ in their inputs or labels
   */
  public static Mixture balanced(Dataset... parts) {
    int size = Arrays.stream(parts).mapToInt(Dataset::size).max().orElse(0);
    return of(Arrays.stream(parts).map(part -> repeated(part, size)).toArray(Dataset[]::new));
  }

  private static Dataset repeated(Dataset part, int size) {
    return part.size() == size
        ? part
        : Subset.of(part, IntStream.range(0, size).map(i -> i % part.size()).toArray());
  }

  private static void requireAlike(Dataset first, Dataset other) {
    if (!first.inputs().equals(other.inputs()) || !first.labels().equals(other.labels())) {
      throw new IllegalArgumentException(
          "Data of "
              + other.inputs()
              + " with labels "
              + other.labels()
              + " were to be mixed with data of "
              + first.inputs()
              + " with labels "
              + first.labels()
              + ", expected the same.\n"
              + "Maybe unlabelled data lack labels of -1; see InMemoryDataset.unlabelled.");
    }
  }

  @Override
  public int size() {
    return starts[parts.size()];
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return parts.get(0).inputs();
  }

  @Override
  public Optional<String> padding() {
    return parts.get(0).padding();
  }

  @Override
  public Map<String, Integer> longest() {
    Map<String, Integer> longest = new LinkedHashMap<>();
    parts.forEach(part -> part.longest().forEach((axis, n) -> longest.merge(axis, n, Math::max)));
    return longest;
  }

  @Override
  public int length(int index) {
    int part = part(IndexChecks.require(index, size()));
    return parts.get(part).length(index - starts[part]);
  }

  @Override
  public Map<String, TensorSpec> labels() {
    Map<String, TensorSpec> specs = new LinkedHashMap<>(parts.get(0).labels());
    specs.put(DOMAIN, TensorSpec.ints());
    return Collections.unmodifiableMap(specs);
  }

  @Override
  public Batch batch(HostAllocator memory, int... indices) {
    IndexChecks.requireAll(this, indices);
    int[] part = Arrays.stream(indices).map(this::part).toArray();
    Rows rows = new Rows(memory, indices.length);
    for (int i = 0; i < parts.size(); i++) {
      int index = i;
      int[] indexes = IntStream.range(0, part.length).filter(row -> part[row] == index).toArray();
      if (indexes.length > 0) {
        int[] within = Arrays.stream(indexes).map(row -> indices[row] - starts[index]).toArray();
        HostAllocator own = (name, spec) -> memory.allocate("part" + index + "/" + name, spec);
        rows.put(parts.get(i).batch(own, within), indexes);
      }
    }
    return rows.batch(Arrays.stream(indices).asLongStream().toArray(), part);
  }

  @Override
  public long id(int index) {
    return IndexChecks.require(index, size());
  }

  @Override
  public List<Dataset> sources() {
    return parts;
  }

  @Override
  public Source source(long id) {
    int place = IndexChecks.require(Math.toIntExact(id), size());
    int part = part(place);
    return new Source(parts.get(part), parts.get(part).id(place - starts[part]));
  }

  private int part(int place) {
    int found = Arrays.binarySearch(starts, place);
    return found >= 0 ? found : -found - 2;
  }

  /** A batch that is assembled from those of the parts. */
  private final class Rows {
    private final HostAllocator memory;
    private final int size;
    private final Map<String, HostTensor> inputs = new LinkedHashMap<>();
    private final Map<String, HostTensor> labels = new LinkedHashMap<>();

    Rows(HostAllocator memory, int size) {
      this.memory = memory;
      this.size = size;
      inputs()
          .forEach(
              (name, spec) ->
                  inputs.put(name, memory.allocate("mixture/inputs/" + name, spec.batched(size))));
      parts
          .get(0)
          .labels()
          .forEach(
              (name, spec) ->
                  labels.put(name, memory.allocate("mixture/" + name, spec.batched(size))));
    }

    void put(Batch part, int... indexes) {
      inputs.forEach((name, to) -> put(part.input(name), to, indexes));
      labels.forEach((name, to) -> put(part.labels(name), to, indexes));
    }

    private void put(HostTensor from, HostTensor to, int... indexes) {
      ByteBuffer source = from.bytes();
      ByteBuffer target = to.bytes();
      int length = target.capacity() / size;
      for (int i = 0; i < indexes.length; i++) {
        target.put(indexes[i] * length, source, i * length, length);
      }
    }

    Batch batch(long[] ids, int... part) {
      HostTensor origin = memory.allocate("mixture/" + DOMAIN, TensorSpec.ints(size));
      origin.ints().put(part);
      labels.put(DOMAIN, origin);
      return new Batch(ids, inputs, labels);
    }
  }

  /** {@return random if one of the data sets is} */
  @Override
  public Repeatability repeatability() {
    return parts.stream().anyMatch(part -> part.repeatability() == Repeatability.RANDOM)
        ? Repeatability.RANDOM
        : Repeatability.FIXED;
  }

  @Override
  public Dataset inEpoch(int epoch) {
    List<Dataset> now = parts.stream().map(part -> part.inEpoch(epoch)).toList();
    return now.equals(parts) ? this : new Mixture(now);
  }

  /** {@return the SHA-256 of the data sets' fingerprints} */
  @Override
  public String fingerprint() {
    Fingerprint all = new Fingerprint().add("mixture");
    parts.forEach(part -> all.add(part.fingerprint()));
    return all.hex();
  }
}
