package org.distill4j.core.data;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;

/**
 * A data set whose inputs are changed at random each time they are read. So it is {@link
 * org.distill4j.data.Dataset.Repeatability#RANDOM}, and what a teacher says of it is not cached:
 * the teacher sees what the student sees.
 *
 * <p>It is seeded all the same: how an example is changed depends on the seed, its place, and how
 * often it has been read before, and not on batches, their order or threads. A training reads each
 * example once an epoch, so the same training on a new {@code Augmented} of the same seed sees the
 * same numbers. One that is used for a second training goes on with other changes.
 */
public final class Augmented extends SameExamples {
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
   * Data that are changed when they are read.
   *
   * @param source the data as they are
   * @param augmentation the change
   * @param seed the seed of the changes
   * @return the view
   * @throws IllegalArgumentException if the inputs are not FLOAT32, or not what the change is for
   */
  public static Augmented of(Dataset source, Augmentation augmentation, long seed) {
    if (source.input().type() != DType.FLOAT32) {
      throw new IllegalArgumentException(
          "Inputs of "
              + source.input()
              + " were to be augmented, expected FLOAT32.\n"
              + "Maybe token ids need a change of another kind, made when they are read.");
    }
    augmentation.requireFits(source.input());
    return new Augmented(source, augmentation, seed);
  }

  @Override
  public Batch batch(HostAllocator memory, int... indices) {
    Batch plain = source.batch(memory, indices);
    HostTensor changed = memory.allocate("augmented", plain.input().spec());
    FloatBuffer from = plain.input().floats();
    FloatBuffer to = changed.floats();
    int length = from.capacity() / indices.length;
    for (int row = 0; row < indices.length; row++) {
      int offset = row * length;
      augmentation.change(from.slice(offset, length), to.slice(offset, length), next(indices[row]));
    }
    String name = plain.inputs().keySet().iterator().next();
    return plain.withInputs(Map.of(name, changed));
  }

  private SplittableRandom next(int place) {
    long reading = readings.getAndIncrement(place);
    // One stream hands out the seeds of an example's readings, so that neighbours share nothing.
    return new SplittableRandom(
        new SplittableRandom(seed + GOLDEN * (place + 1L)).nextLong() + GOLDEN * reading);
  }

  @Override
  public Repeatability repeatability() {
    return Repeatability.RANDOM;
  }

  /** {@return the SHA-256 of the source's fingerprint, the change's text and the seed} */
  @Override
  public String fingerprint() {
    return new Fingerprint()
        .add("augmented")
        .add(source.fingerprint())
        .add(augmentation.toString())
        .add(Long.toString(seed))
        .hex();
  }
}
