package org.distill4j.core.data;

import java.util.Arrays;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;

/**
 * A fixed number of copies of a data set, each changed at random in its own way. A copy of an
 * example is the same each time it is read, so a cached teacher is asked about it once. Copies are
 * made as they are read and take no memory.
 */
public final class AugmentedCopies extends DatasetWrapper {
  private final Augmentation augmentation;
  private final int copies;
  private final long seed;

  private AugmentedCopies(Dataset source, Augmentation augmentation, int copies, long seed) {
    super(source);
    this.augmentation = augmentation;
    this.copies = copies;
    this.seed = seed;
  }

  /**
   * Copies of data. Copy k of the example at index i is at index k · n + i, which is its id.
   *
   * @param source the n examples as they are
   * @param augmentation the change
   * @param copies how many there are of each example; at least 1
   * @param seed the seed of the changes
   * @return the view, without the examples as they are
   * @throws IllegalArgumentException if there are no copies, or the inputs are not FLOAT32, or not
   *     what the change is for
   */
  public static AugmentedCopies of(
      Dataset source, Augmentation augmentation, int copies, long seed) {
    Augmented.requireFits(source, augmentation);
    if (copies < 1 || copies > Integer.MAX_VALUE / source.size()) {
      throw new IllegalArgumentException(
          copies
              + " copies of "
              + source.size()
              + " examples, expected at least 1 and no more examples than "
              + Integer.MAX_VALUE
              + ".\nMaybe Augmented, which changes examples each time they are read.");
    }
    return new AugmentedCopies(source, augmentation, copies, seed);
  }

  @Override
  public int size() {
    return source.size() * copies;
  }

  @Override
  public long id(int index) {
    return IndexChecks.require(index, size());
  }

  @Override
  public int length(int index) {
    return source.length(index % source.size());
  }

  @Override
  public Batch batch(HostAllocator memory, int... indices) {
    IndexChecks.requireAll(this, indices);
    int[] indexes = Arrays.stream(indices).map(index -> index % source.size()).toArray();
    Batch changed =
        Augmented.changed(
            memory,
            source.batch(memory, indexes),
            augmentation,
            row -> Augmented.random(seed, indexes[row], indices[row] / source.size()));
    return new Batch(
        Arrays.stream(indices).asLongStream().toArray(), changed.inputs(), changed.labels());
  }

  @Override
  Dataset viewOf(Dataset other) {
    return new AugmentedCopies(other, augmentation, copies, seed);
  }

  /**
   * {@return the SHA-256 of the source's fingerprint, the change's name, the number and the seed}
   */
  @Override
  public String fingerprint() {
    return new Fingerprint()
        .add("copies")
        .add(source.fingerprint())
        .add(augmentation.name())
        .add(copies + " " + seed)
        .hex();
  }
}
