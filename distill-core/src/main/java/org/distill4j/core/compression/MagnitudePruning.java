package org.distill4j.core.compression;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import org.distill4j.model.Weights;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.Trainer;
import org.distill4j.train.TrainingPlan;

/**
 * Switches the smallest weights of a {@link MaskedModel} off, more of them in each round, with a
 * training between (Zhu and Gupta 2017, "To prune, or not to prune: exploring the efficacy of
 * pruning for model compression"). The share after round i of n is
 *
 * <pre>
 * s · ( 1 − (1 − i / n)³ )
 * </pre>
 *
 * <p>so most are switched off while there are many. What is off stays off. Zeros make no dense
 * kernel faster, and a file smaller only where it is compressed: {@link UnitPruning} makes a
 * student really smaller.
 *
 * @param sparsity s, the share of weights that are off in the end, in [0, 1)
 * @param rounds n, at least 1
 * @param among what the smallest are chosen among
 */
public record MagnitudePruning(double sparsity, int rounds, Among among) {
  /** What the smallest weights are chosen among. */
  public enum Among {
    /** The weights of each parameter by themselves, so that each loses the same share. */
    EACH_PARAMETER,
    /** All weights, so that large layers lose more. */
    ALL_PARAMETERS
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if they are out of range
   */
  public MagnitudePruning {
    if (!(sparsity >= 0 && sparsity < 1) || rounds < 1) {
      throw new IllegalArgumentException(
          "A pruning of the share "
              + sparsity
              + " in "
              + rounds
              + " rounds, expected a share in [0, 1) and at least 1 round.\n"
              + "Maybe the share was given in percent.");
    }
  }

  /**
   * A pruning by the weights of each parameter.
   *
   * @param sparsity the share of weights that are off in the end
   * @param rounds the number of rounds
   * @return the pruning
   * @throws IllegalArgumentException if a number is out of range
   */
  public static MagnitudePruning of(double sparsity, int rounds) {
    return new MagnitudePruning(sparsity, rounds, Among.EACH_PARAMETER);
  }

  /**
   * The share of weights that are off after a round.
   *
   * @param round the round, from 1
   * @return the share
   */
  public double sparsityAfter(int round) {
    double left = 1 - (double) round / rounds;
    return sparsity * (1 - left * left * left);
  }

  /**
   * Prunes and trains in turn.
   *
   * @param trainer trains
   * @param trained the weights to begin with, as {@link MaskedModel#starting} makes them
   * @param plans makes the plan of the masked model for a round, from 1; its initial weights are set
   *     here
   * @return the weights after the last training
   */
  public Weights train(Trainer trainer, Weights trained, IntFunction<TrainingPlan.Builder> plans) {
    Weights weights = trained;
    for (int round = 1; round <= rounds; round++) {
      Weights pruned = prune(weights, sparsityAfter(round));
      weights = trainer.train(plans.apply(round).initialWeights(pruned).build()).weights();
    }
    return weights;
  }

  /**
   * Switches the smallest weights off.
   *
   * @param weights the weights of a masked model
   * @param share the share of them that is off then, rounded to the nearest number
   * @return the same weights with other masks
   */
  public Weights prune(Weights weights, double share) {
    List<String> masks = MaskedModel.masks(weights);
    Map<String, HostTensor> changed = new LinkedHashMap<>();
    if (among == Among.ALL_PARAMETERS) {
      changed.putAll(pruned(weights, masks, share));
    } else {
      masks.forEach(mask -> changed.putAll(pruned(weights, List.of(mask), share)));
    }
    return weights.and(Weights.of(changed));
  }

  private record Place(String mask, int index, float magnitude) {}

  /** Of equal ones the first are switched off; what is off has no magnitude. */
  private static Map<String, HostTensor> pruned(Weights weights, List<String> masks, double share) {
    List<Place> places = new ArrayList<>();
    Map<String, float[]> kept = new LinkedHashMap<>();
    for (String mask : masks) {
      float[] values =
          MaskedModel.product(weights.get(MaskedModel.parameterOf(mask)), weights.get(mask))
              .toFloatArray();
      float[] ones = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        ones[i] = 1;
        boolean off = weights.get(mask).floats().get(i) == 0;
        places.add(new Place(mask, i, off ? -1 : Math.abs(values[i])));
      }
      kept.put(mask, ones);
    }
    places.sort(Comparator.comparingDouble(Place::magnitude));
    long count = Math.round(share * places.size());
    places.stream()
        .limit(count)
        .forEach(place -> Objects.requireNonNull(kept.get(place.mask()))[place.index()] = 0);
    Map<String, HostTensor> changed = new LinkedHashMap<>();
    kept.forEach(
        (mask, ones) -> changed.put(mask, HostTensor.ofFloats(weights.get(mask).shape(), ones)));
    return changed;
  }
}
