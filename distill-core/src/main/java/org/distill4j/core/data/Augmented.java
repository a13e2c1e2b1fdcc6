package org.distill4j.core.data;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;

/**
 * A data set whose inputs are changed at random, otherwise in each epoch. So it is {@link
 * org.distill4j.data.Dataset.Repeatability#RANDOM}, and a teacher's outputs for it are not cached:
 * the teacher sees what the student sees (Beyer et al. 2022, "Knowledge distillation: A good
 * teacher is patient and consistent"). {@link AugmentedCopies} makes a fixed number of changed
 * copies, which a cached teacher need be asked about once.
 *
 * <p>It is seeded all the same: how an example is changed follows from the seed, its place and the
 * epoch ({@link #inEpoch}; the first until it is called), not from batches, their order or threads.
 * So a training that resumes reads the numbers that the whole one reads. A view that repeats
 * examples repeats them as they are changed; make it first, and change it then.
 */
public final class Augmented extends DatasetWrapper {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final Augmentation augmentation;
  private final long seed;
  private final int epoch;

  private Augmented(Dataset source, Augmentation augmentation, long seed, int epoch) {
    super(source);
    this.augmentation = augmentation;
    this.seed = seed;
    this.epoch = epoch;
  }

  /**
   * Returns data that are changed when they are read, as in the first epoch.
   *
   * @param source the data as they are
   * @param augmentation the change
   * @param seed the seed of the changes
   * @return the view
   * @throws IllegalArgumentException if the inputs are not FLOAT32, or not what the change is for
   */
  public static Augmented of(Dataset source, Augmentation augmentation, long seed) {
    requireFits(source, augmentation);
    return new Augmented(source, augmentation, seed, 1);
  }

  static void requireFits(Dataset source, Augmentation augmentation) {
    if (source.input().type() != DType.FLOAT32) {
      throw new IllegalArgumentException(
          "Inputs of "
              + source.input()
              + " were to be augmented, expected FLOAT32.\n"
              + "Maybe token ids need a change of another kind, made when they are read.");
    }
    augmentation.requireFits(source.input());
  }

  @Override
  public Batch batch(HostAllocator memory, int... indices) {
    return changed(
        memory,
        source.batch(memory, indices),
        augmentation,
        row -> random(seed, indices[row], epoch - 1));
  }

  @Override
  public Dataset inEpoch(int other) {
    return new Augmented(source.inEpoch(other), augmentation, seed, other);
  }

  @Override
  Dataset viewOf(Dataset other) {
    return new Augmented(other, augmentation, seed, epoch);
  }

  /** Returns a batch with each row changed, with its own random numbers. */
  static Batch changed(
      HostAllocator memory,
      Batch plain,
      Augmentation augmentation,
      IntFunction<SplittableRandom> randoms) {
    HostTensor changed = memory.allocate("augmented", plain.input().spec());
    FloatBuffer from = plain.input().floats();
    FloatBuffer to = changed.floats();
    int length = from.capacity() / plain.size();
    for (int row = 0; row < plain.size(); row++) {
      int offset = row * length;
      augmentation.change(from.slice(offset, length), to.slice(offset, length), randoms.apply(row));
    }
    String name = plain.inputs().keySet().iterator().next();
    return plain.withInputs(Map.of(name, changed));
  }

  /** Returns the random numbers of one change of one example; neighbours share nothing. */
  static SplittableRandom random(long seed, int index, long change) {
    return new SplittableRandom(
        new SplittableRandom(seed + GOLDEN * (index + 1L)).nextLong() + GOLDEN * change);
  }

  @Override
  public Repeatability repeatability() {
    return Repeatability.RANDOM;
  }

  /** {@return the SHA-256 of the source's fingerprint, the change's name and the seed} */
  @Override
  public String fingerprint() {
    return new Fingerprint()
        .add("augmented")
        .add(source.fingerprint())
        .add(augmentation.name())
        .add(Long.toString(seed))
        .hex();
  }
}
