package org.distill4j.core.metric;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.distill4j.backend.Session;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.data.Dataset;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.program.Recorder;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.Metric;

/**
 * The hidden units of a network that are never active: those of its ReLU layers that are 0 for each
 * example of a data set, at each position. Nothing is learned through them any more, so a network
 * of many has less capacity than its size says (Lu et al. 2020, "Dying ReLU and initialization").
 *
 * @param layers the units of each ReLU layer by its path, in order; empty if there is none
 */
public record DeadUnits(Map<String, LayerUnits> layers) {
  /** The share from which on {@link #warning} has something to say. */
  public static final double MUCH = 0.1;

  /**
   * The units of a layer.
   *
   * @param units how many there are
   * @param dead how many of them are never active
   */
  public record LayerUnits(int units, int dead) {}

  /** Takes a copy. */
  public DeadUnits {
    layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
  }

  /**
   * Runs a network on all examples of a data set and counts. ReLU layers are those whose output is
   * known by a path, as that of each part of a {@code Sequential} is. Their units are on axis 1 of
   * images, (batch, units, height, width), and else on the last axis.
   *
   * @param session where it runs
   * @param model the network
   * @param weights its weights
   * @param data the examples
   * @return the units of each ReLU layer
   * @throws IllegalArgumentException if the weights or the examples are another network's
   */
  public static DeadUnits count(Session session, Model model, Weights weights, Dataset data) {
    Model activity = new ReluActivity(model);
    Map<String, TensorSpec> found =
        Recorder.forward(activity, Mode.EVALUATION, 1).outputsPerExample();
    List<Metric> silent =
        found.keySet().stream()
            .filter(path -> !path.equals(ReluActivity.NONE))
            .map(path -> (Metric) new SilentUnits(path))
            .toList();
    if (silent.isEmpty()) {
      return new DeadUnits(Map.of());
    }
    Map<String, LayerUnits> layers = new LinkedHashMap<>();
    try (Predictor predictor = ModelPredictor.open(session, activity, weights)) {
      Evaluation.evaluate(predictor, data, List.of(), silent)
          .forEach(
              (path, dead) ->
                  layers.put(path, new LayerUnits(units(found, path), (int) Math.round(dead))));
    }
    return new DeadUnits(layers);
  }

  private static int units(Map<String, TensorSpec> found, String path) {
    TensorSpec spec = found.get(path);
    return spec == null ? 0 : Math.toIntExact(spec.shape().size());
  }

  /** {@return the number of units of all ReLU layers} */
  public int units() {
    return layers.values().stream().mapToInt(LayerUnits::units).sum();
  }

  /** {@return the number of units that are never active} */
  public int dead() {
    return layers.values().stream().mapToInt(LayerUnits::dead).sum();
  }

  /** {@return the share of units that are never active, in [0, 1]; 0 if there are none} */
  public double share() {
    return units() == 0 ? 0 : (double) dead() / units();
  }

  /** {@return what to tell people, with a way out; empty below a share of {@value #MUCH}} */
  public Optional<String> warning() {
    return share() < MUCH
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%d of %d hidden units %s never active (%s), expected less than %.0f %%.%n"
                    + "Maybe scale pixels to [0, 1] or standardise columns, lower the learning"
                    + " rate, or warm it up.",
                dead(),
                units(),
                dead() == 1 ? "is" : "are",
                perLayer(),
                100 * MUCH));
  }

  private String perLayer() {
    List<String> each =
        layers.entrySet().stream()
            .filter(layer -> layer.getValue().dead() > 0)
            .map(
                layer ->
                    layer.getKey()
                        + " "
                        + layer.getValue().dead()
                        + " of "
                        + layer.getValue().units())
            .toList();
    return String.join(", ", each);
  }
}
