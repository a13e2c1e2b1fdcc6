package org.distill4j.conformance.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.distill4j.conformance.DrivenBackend;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** The reference backend with a fault in its optimizers or its clipping. */
public final class FaultyOptimizers {
  private static final Set<String> OPTIMIZERS = Set.of("sgd", "adam", "adamw");
  private static final Set<String> ADAMS = Set.of("adam", "adamw");
  private static final int PARAMETER = 0;
  private static final int GRADIENT = 1;
  private static final int SLOTS = 2;
  private static final int RATE = 4;
  private static final int CORRECTIONS = 6;

  private FaultyOptimizers() {}

  private static List<DoubleArray> with(List<DoubleArray> inputs, int index, double... elements) {
    List<DoubleArray> changed = new ArrayList<>(inputs);
    changed.set(index, new DoubleArray(inputs.get(index).shape(), elements));
    return changed;
  }

  private static double[] plus(double[] values, double factor, double... others) {
    double[] sums = values.clone();
    Arrays.setAll(sums, i -> values[i] + factor * others[i]);
    return sums;
  }

  /** As if it were late in the training. */
  public static DrivenBackend withoutBiasCorrection() {
    return FaultyKernels.composites(
        ADAMS,
        (composite, inputs, right) ->
            right.apply(with(with(inputs, CORRECTIONS, 1), CORRECTIONS + 1, 1)));
  }

  /** AdamW's decay added to the gradient. */
  public static DrivenBackend decayInTheGradient() {
    return FaultyKernels.composites(
        Set.of("adamw"),
        (composite, inputs, right) -> {
          double decay = composite.number("weightDecay");
          double rate = inputs.get(RATE).elements()[0];
          double[] parameter = inputs.get(PARAMETER).elements();
          double[] gradient = plus(inputs.get(GRADIENT).elements(), decay, parameter);
          List<DoubleArray> results = right.apply(with(inputs, GRADIENT, gradient));
          double[] undecayed = plus(results.get(0).elements(), rate * decay, parameter);
          return with(results, 0, undecayed);
        });
  }

  /** Parameters creep, gradient or none. */
  public static DrivenBackend creeping() {
    return FaultyKernels.composites(
        OPTIMIZERS,
        (composite, inputs, right) -> {
          List<DoubleArray> results = right.apply(inputs);
          double[] moved = results.get(0).elements().clone();
          Arrays.setAll(moved, i -> moved[i] + 1e-4);
          return with(results, 0, moved);
        });
  }

  /** What the loss did not reach is left alone, decay and all. */
  public static DrivenBackend skipsTheUnreached() {
    return FaultyKernels.composites(
        OPTIMIZERS,
        (composite, inputs, right) -> {
          List<DoubleArray> results = right.apply(inputs);
          boolean reached =
              Arrays.stream(inputs.get(GRADIENT).elements()).anyMatch(element -> element != 0);
          return reached ? results : unchanged(inputs, results.size());
        });
  }

  private static List<DoubleArray> unchanged(List<DoubleArray> inputs, int results) {
    List<DoubleArray> unchanged = new ArrayList<>(List.of(inputs.get(PARAMETER)));
    unchanged.addAll(inputs.subList(SLOTS, SLOTS + results - 1));
    return unchanged;
  }

  /** One count of updates for all learners. */
  public static DrivenBackend sharedCount() {
    long[] count = {0};
    return FaultyKernels.composites(
        ADAMS,
        (composite, inputs, right) -> {
          double first = correction(composite, "beta1", ++count[0]);
          double second = correction(composite, "beta2", count[0]);
          return right.apply(with(with(inputs, CORRECTIONS, first), CORRECTIONS + 1, second));
        });
  }

  private static double correction(Composite composite, String beta, long step) {
    return 1 - Math.pow(composite.number(beta), (double) step);
  }

  /** Sums that come out a little different each time. */
  public static DrivenBackend noisy() {
    long[] count = {0};
    return FaultyKernels.of(
        "Reduce[kind=SUM",
        (node, right) -> {
          double noise = 1 + 1e-6 * (++count[0] % 7);
          return Arrays.stream(right).map(element -> element * noise).toArray();
        });
  }

  /** Each array by its own norm. */
  public static DrivenBackend normOfEachTensor() {
    return FaultyKernels.composites(
        Set.of("clip-by-norm"),
        (composite, inputs, right) ->
            inputs.stream().map(one -> clipped(one, composite.number("limit"))).toList());
  }

  private static DoubleArray clipped(DoubleArray gradient, double limit) {
    double norm = Math.sqrt(Arrays.stream(gradient.elements()).map(g -> g * g).sum());
    double factor = Math.min(1, limit / (norm + 1e-6));
    double[] scaled = Arrays.stream(gradient.elements()).map(g -> g * factor).toArray();
    return new DoubleArray(gradient.shape(), scaled);
  }

  /** Limits values above alone, as one library's optimizer does. */
  public static DrivenBackend positiveSideOnly() {
    return FaultyKernels.of(
        right ->
            new PassingAlgebra(right) {
              @Override
              public DoubleArray binary(
                  Tensor node, Op.Binary op, DoubleArray left, DoubleArray limit) {
                return op.kind() == Op.BinaryKind.MAXIMUM && limit.elements().length == 1
                    ? left
                    : super.binary(node, op, left, limit);
              }
            });
  }
}
