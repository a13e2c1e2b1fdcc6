package org.distill4j.program;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.distill4j.tensor.TensorSpec;

/**
 * Finds the values of a loss that have the axes of the padding mask. An axis of features may be as
 * long as a batch's sequences by chance, so the loss is recorded for another length too: axes are
 * positions where they are as long as the mask both times. A loss asks about its values in one
 * order, whatever the length.
 */
final class MaskAxes {
  private final List<Boolean> elsewhere;
  private final List<Boolean> answers = new ArrayList<>();

  private MaskAxes(List<Boolean> elsewhere) {
    this.elsewhere = elsewhere;
  }

  /** Records a loss for another length of the mask's free axes, if one fits. */
  static MaskAxes find(
      StepSignature signature, BatchShape shape, BiConsumer<BatchShape, MaskAxes> record) {
    Set<String> axes = maskAxes(signature, shape);
    for (int length : axes.isEmpty() ? Set.<Integer>of() : others(shape, axes)) {
      MaskAxes found = new MaskAxes(List.of());
      if (isRecorded(record, with(shape, axes, length), found)) {
        return new MaskAxes(List.copyOf(found.answers));
      }
    }
    return new MaskAxes(List.of());
  }

  private static boolean isRecorded(
      BiConsumer<BatchShape, MaskAxes> record, BatchShape shape, MaskAxes found) {
    try {
      record.accept(shape, found);
      return true;
    } catch (IllegalArgumentException misfit) {
      return false;
    }
  }

  private static Set<String> maskAxes(StepSignature signature, BatchShape shape) {
    Map<String, TensorSpec> inputs = signature.inputs();
    return signature
        .padding()
        .filter(inputs::containsKey)
        .map(mask -> Objects.requireNonNull(inputs.get(mask)).shape().freeAxes())
        .filter(shape.lengths().keySet()::containsAll)
        .map(LinkedHashSet::new)
        .orElseGet(LinkedHashSet::new);
  }

  /** Half and twice a length fit networks with strides, and all up to it those with tables. */
  private static Set<Integer> others(BatchShape shape, Set<String> axes) {
    int length =
        axes.stream().mapToInt(axis -> shape.lengths().getOrDefault(axis, 1)).max().orElse(1);
    Set<Integer> lengths =
        new LinkedHashSet<>(List.of(length / 2, 2 * length, length - 1, length + 1));
    lengths.remove(0);
    lengths.remove(length);
    return lengths;
  }

  private static BatchShape with(BatchShape shape, Set<String> axes, int length) {
    BatchShape other = shape;
    for (String axis : axes) {
      other = other.with(axis, length);
    }
    return other;
  }

  /**
   * Returns whether values have the mask's positions, judged by whether their first axes are as
   * long.
   */
  boolean agree(boolean sameLength) {
    int question = answers.size();
    answers.add(sameLength);
    return sameLength && (question >= elsewhere.size() || elsewhere.get(question));
  }
}
