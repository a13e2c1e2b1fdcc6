package org.distill4j.jvm;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distill4j.ir.UnreadProbabilities;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Shape;

/** Steps for attentions that never hold all scores, where nobody reads the probabilities. */
final class AttentionSteps {
  private final StepList steps;
  private final Set<Composite> unread;

  /** What stands for the probabilities: the logarithms of the sums that they were divided by. */
  private final Set<Slot> logSums = new HashSet<>();

  /**
   * Steps of a plan.
   *
   * @param steps where they go
   * @param unread the attentions whose probabilities only their gradients read
   */
  AttentionSteps(StepList steps, Set<Composite> unread) {
    this.steps = steps;
    this.unread = unread;
  }

  /** The output and the logarithms; nothing if the primitives are to be used. */
  List<Value> attention(Composite composite, List<Value> in) {
    if (!unread.contains(composite) || !(steps.multiplier() instanceof HeapMultiplier own)) {
      return List.of();
    }
    Value query = in.get(0);
    AttentionSizes sizes = AttentionSizes.of(composite, query, in.get(1), in.get(2));
    if (!sizes.isLarge()) {
      return List.of();
    }
    Shape shape = query.shape().with(query.shape().rank() - 1, sizes.outputs());
    List<Value> results =
        steps.manyFloats(
            List.of(shape, Shape.of(sizes.heads(), sizes.length())),
            in,
            outputs -> Map.of(),
            outputs -> new AttentionKernel(steps, own, sizes, slots(in), outputs));
    logSums.add(results.get(1).slot());
    return results;
  }

  /** The gradients in query, key and value; nothing if there are probabilities. */
  List<Value> gradients(Composite composite, List<Value> in) {
    if (!logSums.contains(in.get(UnreadProbabilities.INPUT).slot())
        || !(steps.multiplier() instanceof HeapMultiplier own)) {
      return List.of();
    }
    AttentionSizes sizes = AttentionSizes.of(composite, in.get(1), in.get(2), in.get(3));
    return steps.manyFloats(
        in.subList(1, 4).stream().map(Value::shape).toList(),
        in,
        outputs -> Map.of(),
        outputs -> new AttentionGradientKernel(steps, own, sizes, slots(in), outputs));
  }

  private static List<Slot> slots(List<Value> values) {
    return values.stream().map(Value::slot).toList();
  }
}
