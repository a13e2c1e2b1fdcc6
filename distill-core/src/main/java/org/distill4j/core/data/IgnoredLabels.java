package org.distill4j.core.data;

import java.nio.IntBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A data set in which a number other than −1 marks a missing label: −100 as in PyTorch, 255 as in
 * masks of pictures. It is read as −1. Labels may be of examples or of positions in them.
 */
public final class IgnoredLabels extends RelabelledDataset {
  private static final int UNKNOWN = -1;

  private final String name;
  private final int ignored;

  private IgnoredLabels(Dataset source, String name, int ignored) {
    super(source);
    this.name = name;
    this.ignored = ignored;
  }

  /**
   * Returns a data set whose class labels have a number of their own for a missing label.
   *
   * @param source the data set
   * @param name the name of the labels, INT32 of any shape
   * @param ignored the number that means no label
   * @return the view
   * @throws IllegalArgumentException if there are no labels of INT32 of that name
   */
  public static IgnoredLabels of(Dataset source, String name, int ignored) {
    TensorSpec spec = source.labels().get(name);
    if (spec == null || spec.type() != DType.INT32) {
      throw new IllegalArgumentException(
          "Labels \""
              + name
              + "\" are "
              + (spec == null ? "not there" : spec)
              + ", expected INT32 classes, among "
              + source.labels().keySet()
              + ".\nMaybe the labels have another name.");
    }
    return new IgnoredLabels(source, name, ignored);
  }

  @Override
  public Batch batch(HostAllocator memory, int... indices) {
    Batch batch = source.batch(memory, indices);
    HostTensor given = batch.labels(name);
    HostTensor read = memory.allocate("ignored/" + name, given.spec());
    IntBuffer from = given.ints();
    for (int i = 0; i < from.capacity(); i++) {
      read.ints().put(i, from.get(i) == ignored ? UNKNOWN : from.get(i));
    }
    Map<String, HostTensor> labels = new LinkedHashMap<>(batch.labels());
    labels.put(name, read);
    return batch.withLabels(labels);
  }

  @Override
  Dataset viewOf(Dataset other) {
    return new IgnoredLabels(other, name, ignored);
  }

  /** {@return the SHA-256 of the source's fingerprint, the name and the number} */
  @Override
  public String fingerprint() {
    return new Fingerprint()
        .add("ignored labels")
        .add(source.fingerprint())
        .add(name)
        .add(ignored)
        .hex();
  }
}
