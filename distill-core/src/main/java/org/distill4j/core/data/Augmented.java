package org.distill4j.core.data;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntFunction;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;

/**
 * A data set whose inputs are changed at random each time they are read. So it is {@link
 * org.distill4j.data.Dataset.Repeatability#RANDOM}, and a teacher's outputs for it are not cached:
 * the teacher sees what the student sees (Beyer et al. 2022, "Knowledge distillation: A good
 * teacher is patient and consistent"). {@link AugmentedCopies} makes a fixed number of changed
 * copies, which a cached teacher need be asked about once.
 *
 * <p>It is seeded all the same: how an example is changed depends on the seed, its place, and how
 * often it has been read before, and not on batches, their order or threads. A training reads each
 * example once an epoch, so the same training on a new {@code Augmented} of the same seed sees the
 * same numbers. A second training with the same object gets other changes.
 */
public final class Augmented extends DatasetWrapper {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final Augmentation augmentation;
  private final long seed;
  private final AtomicIntegerArray readings;

  private Augmented(Dataset source, Augmentation augmentation, long seed) {
    super(source);
    this.augmentation = augmentation;
    this.seed = seed;
    this.readings = new AtomicIntegerArray(source.size());
  }

  /**
   * Returns data that are changed when they are read.
   *
   * @param source the data as they are
   * @param augmentation the change
   * @param seed the seed of the changes
   * @return the view
   * @throws IllegalArgumentException if the inputs are not FLOAT32, or not what the change is for
   */
  public static Augmented of(Dataset source, Augmentation augmentation, long seed) {
    requireFits(source, augmentation);
    return new Augmented(source, augmentation, seed);
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
        row -> {
          int index = indices[row];
          return random(seed, index, readings.getAndIncrement(index));
        });
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

  /** Returns the random numbers for one reading of one example; neighbours share nothing. */
  static SplittableRandom random(long seed, int index, long reading) {
    return new SplittableRandom(
        new SplittableRandom(seed + GOLDEN * (index + 1L)).nextLong() + GOLDEN * reading);
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
