package org.distill4j.core.compression;

import java.util.List;
import org.distill4j.core.layer.Sequential;
import org.distill4j.model.Weights;

/**
 * Makes a really smaller network of a trained one: units of dense layers and channels of
 * convolutions are left out, those that count least, and the weights of the others are kept. It is
 * trained again after, from these weights, against the teacher (Li et al. 2017, "Pruning filters
 * for efficient ConvNets").
 *
 * <p>What a unit counts is the norm of the weights and the bias that make it, times the norm of the
 * weights that read it, so that scaling one up and the other down changes nothing. After a batch
 * norm it is |γ| in place of the first.
 *
 * <p>Pruned are the layers of a {@link Sequential}: dense ones and convolutions of one group whose
 * output goes to another of these through activations, dropout, pools, a batch norm and a flatten.
 * The output layer, and one that goes through anything else, keeps its units.
 */
public final class UnitPruning {
  private UnitPruning() {}

  /**
   * A network and its weights.
   *
   * @param layers the layers, under the same names
   * @param weights their weights
   */
  public record Pruned(Sequential layers, Weights weights) {}

  /**
   * Leaves units out.
   *
   * @param layers the layers of a trained network
   * @param weights its weights
   * @param share the share of the units of each layer that are left out, in [0, 1), rounded to the
   *     nearest number; one is kept at least
   * @return the smaller network
   * @throws IllegalArgumentException if the share is out of range, or the weights are another
   *     network's
   */
  public static Pruned prune(Sequential layers, Weights weights, double share) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException(
          "A pruning of the share "
              + share
              + " of units, expected it in [0, 1).\nMaybe it was given in percent.");
    }
    UnitPruner pruner = new UnitPruner(layers, weights);
    List<String> names = List.copyOf(layers.layers().keySet());
    for (int i = 0; i < names.size(); i++) {
      int first = i;
      pruner.reader(i).ifPresent(reader -> pruner.prune(first, reader, share));
    }
    return pruner.pruned();
  }
}
