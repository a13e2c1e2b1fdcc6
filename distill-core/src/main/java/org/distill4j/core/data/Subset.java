package org.distill4j.core.data;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.distill4j.data.Batch;
import org.distill4j.data.DataView;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.tensor.TensorSpec;

/** Some examples of another data set. They keep the ids they have there. */
public final class Subset implements DataView {
  private final Dataset source;
  private final int[] indexes;
  private final LazyText fingerprint = new LazyText(this::computeFingerprint);

  private Subset(Dataset source, int[] indexes) {
    this.source = source;
    this.indexes = indexes;
  }

  /**
   * Returns some examples.
   *
   * @param source the whole data set
   * @param indexes the examples' places in it, in the wanted order
   * @return the subset
   * @throws IllegalArgumentException if there are no places
   * @throws IndexOutOfBoundsException if the data set has no such index
   */
  public static Subset of(Dataset source, int... indexes) {
    IndexChecks.requireSome(indexes.length);
    return new Subset(source, IndexChecks.requireAll(source, indexes.clone()));
  }

  /**
   * Returns a range of examples.
   *
   * @param source the whole data set
   * @param from the first example's place
   * @param to the place after the last
   * @return the subset
   * @throws IllegalArgumentException if the range is empty
   * @throws IndexOutOfBoundsException if the data set has no such index
   */
  public static Subset range(Dataset source, int from, int to) {
    return of(source, IntStream.range(from, to).toArray());
  }

  /**
   * Returns a random choice of examples: with the same seed, those that {@link
   * Unlabelled#exceptRandom} leaves their labels.
   *
   * @param source the whole data set
   * @param count how many examples
   * @param seed the seed of the choice
   * @return the subset
   * @throws IllegalArgumentException if the data set has fewer examples, or the number is below 1
   */
  public static Subset random(Dataset source, int count, long seed) {
    return of(source, RandomPlaces.choose(source.size(), count, seed));
  }

  /**
   * Returns the examples of wanted classes, in the data set's order. It reads the data set once.
   *
   * @param source the whole data set
   * @param labels the name of the class labels
   * @param wanted which classes are wanted; it is asked about −1 too, where a class is unknown
   * @return the subset
   * @throws IllegalArgumentException if there are no such labels or no example is wanted
   */
  public static Subset where(Dataset source, String labels, IntPredicate wanted) {
    int[] classes = Labels.read(source, labels);
    return of(
        source, IntStream.range(0, classes.length).filter(i -> wanted.test(classes[i])).toArray());
  }

  @Override
  public int size() {
    return indexes.length;
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return source.inputs();
  }

  @Override
  public Optional<String> padding() {
    return source.padding();
  }

  @Override
  public Map<String, Integer> longest() {
    return source.longest();
  }

  @Override
  public int length(int index) {
    return source.length(indexes[IndexChecks.require(index, size())]);
  }

  @Override
  public Map<String, TensorSpec> labels() {
    return source.labels();
  }

  @Override
  public Batch batch(HostAllocator memory, int... indices) {
    IndexChecks.requireAll(this, indices);
    return source.batch(memory, Arrays.stream(indices).map(index -> indexes[index]).toArray());
  }

  @Override
  public long id(int index) {
    return source.id(indexes[IndexChecks.require(index, indexes.length)]);
  }

  @Override
  public List<Dataset> sources() {
    return List.of(source);
  }

  @Override
  public Source source(long id) {
    return new Source(source, id);
  }

  @Override
  public Repeatability repeatability() {
    return source.repeatability();
  }

  @Override
  public Dataset inEpoch(int epoch) {
    Dataset now = source.inEpoch(epoch);
    return now == source ? this : new Subset(now, indexes);
  }

  /** {@return the SHA-256 of the whole data set's fingerprint and the indexes} */
  @Override
  public String fingerprint() {
    return fingerprint.get();
  }

  private String computeFingerprint() {
    return new Fingerprint().add("subset").add(source.fingerprint()).add(indexes).hex();
  }
}
