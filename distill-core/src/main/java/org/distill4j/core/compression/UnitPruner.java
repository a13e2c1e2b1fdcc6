package org.distill4j.core.compression;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.AveragePool2d;
import org.distill4j.core.layer.BatchNorm;
import org.distill4j.core.layer.Conv2d;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Dropout;
import org.distill4j.core.layer.Flatten;
import org.distill4j.core.layer.GlobalAveragePool;
import org.distill4j.core.layer.MaxPool2d;
import org.distill4j.core.layer.Sequential;
import org.distill4j.model.Layer;
import org.distill4j.model.Weights;
import org.distill4j.tensor.HostTensor;

/** The network as far as it is pruned. */
final class UnitPruner {
  private final List<String> names;
  private final Map<String, Layer> layers;
  private Weights weights;

  UnitPruner(Sequential layers, Weights weights) {
    this.names = List.copyOf(layers.layers().keySet());
    this.layers = new LinkedHashMap<>(layers.layers());
    this.weights = weights;
  }

  private Layer layer(int index) {
    return Objects.requireNonNull(layers.get(names.get(index)));
  }

  private static boolean hasUnits(Layer layer) {
    return layer instanceof Dense || (layer instanceof Conv2d conv && conv.groups() == 1);
  }

  /** The layer that reads the units of another, if nothing between mixes them. */
  Optional<Integer> reader(int index) {
    if (!hasUnits(layer(index))) {
      return Optional.empty();
    }
    for (int i = index + 1; i < names.size(); i++) {
      if (hasUnits(layer(i))) {
        return Optional.of(i).filter(reader -> reads(reader, index));
      } else if (!passesUnits(layer(i))) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /**
   * Whether the inputs of a layer are units of another, each at neighbouring indexes: an image that
   * is flattened has them so, and a sequence has not.
   */
  private boolean reads(int reader, int index) {
    int units = units(layer(index));
    boolean image = layer(index) instanceof Conv2d;
    if (layer(reader) instanceof Conv2d conv) {
      return image && conv.in() == units;
    }
    int inputs = ((Dense) layer(reader)).in();
    boolean flat =
        IntStream.range(index, reader)
            .mapToObj(this::layer)
            .anyMatch(layer -> layer instanceof Flatten || layer instanceof GlobalAveragePool);
    return image ? flat && inputs % units == 0 : inputs == units;
  }

  private static boolean passesUnits(Layer layer) {
    return layer instanceof Activation
        || layer instanceof Dropout
        || layer instanceof BatchNorm
        || layer instanceof MaxPool2d
        || layer instanceof AveragePool2d
        || layer instanceof GlobalAveragePool
        || layer instanceof Flatten;
  }

  void prune(int index, int reader, double share) {
    int units = units(layer(index));
    int[] kept = kept(index, reader, units, share);
    keepUnits(index, kept);
    for (int i = index + 1; i < reader; i++) {
      if (layer(i) instanceof BatchNorm norm) {
        keepStatistics(i, norm, kept);
      }
    }
    keepInputs(reader, units, kept);
  }

  private static int units(Layer layer) {
    return layer instanceof Dense dense ? dense.out() : ((Conv2d) layer).out();
  }

  private int[] kept(int index, int reader, int units, double share) {
    double[] counts = new double[units];
    double[] made = madeBy(index, reader, units);
    double[] read = readBy(reader, units);
    for (int unit = 0; unit < units; unit++) {
      counts[unit] = made[unit] * read[unit];
    }
    int most = Math.max(1, units - (int) Math.round(share * units));
    return IntStream.range(0, units)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer unit) -> -counts[unit]))
        .limit(most)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }

  private double[] madeBy(int index, int reader, int units) {
    for (int i = index + 1; i < reader; i++) {
      if (layer(i) instanceof BatchNorm) {
        float[] gamma = weights.get(names.get(i) + ".weight").toFloatArray();
        return IntStream.range(0, units).mapToDouble(unit -> Math.abs(gamma[unit])).toArray();
      }
    }
    double[] squares = new double[units];
    addSquares(squares, names.get(index) + ".weight", axis(layer(index)));
    if (weights.names().contains(names.get(index) + ".bias")) {
      addSquares(squares, names.get(index) + ".bias", 0);
    }
    return roots(squares);
  }

  /** The axis of the units in a weight. */
  private static int axis(Layer layer) {
    return layer instanceof Dense ? 1 : 0;
  }

  private double[] readBy(int reader, int units) {
    HostTensor weight = weights.get(names.get(reader) + ".weight");
    int axis = 1 - axis(layer(reader));
    double[] squares = new double[weight.shape().dim(axis)];
    addSquares(squares, names.get(reader) + ".weight", axis);
    double[] perUnit = new double[units];
    int each = squares.length / units;
    for (int i = 0; i < squares.length; i++) {
      perUnit[i / each] += squares[i];
    }
    return roots(perUnit);
  }

  private void addSquares(double[] sums, String name, int axis) {
    HostTensor values = weights.get(name);
    int inner = AxisRows.inner(values.shape(), axis);
    float[] all = values.toFloatArray();
    for (int i = 0; i < all.length; i++) {
      sums[i / inner % sums.length] += (double) all[i] * all[i];
    }
  }

  private static double[] roots(double[] squares) {
    return IntStream.range(0, squares.length).mapToDouble(i -> Math.sqrt(squares[i])).toArray();
  }

  private void keepUnits(int index, int[] kept) {
    Layer layer = layer(index);
    String name = names.get(index);
    layers.put(
        name,
        layer instanceof Dense dense
            ? new Dense(dense.in(), kept.length, dense.weight(), dense.bias())
            : resized((Conv2d) layer, ((Conv2d) layer).in(), kept.length));
    keep(name + ".weight", axis(layer), kept);
    keep(name + ".bias", 0, kept);
  }

  private static Conv2d resized(Conv2d conv, int in, int out) {
    return new Conv2d(in, out, conv.size(), conv.window(), 1, conv.weight(), conv.bias());
  }

  private void keepStatistics(int index, BatchNorm norm, int[] kept) {
    String name = names.get(index);
    layers.put(name, new BatchNorm(kept.length, norm.momentum(), norm.epsilon()));
    List.of(".weight", ".bias", ".runningMean", ".runningVariance")
        .forEach(end -> keep(name + end, 0, kept));
  }

  /** After a flatten, a unit is as many inputs as it has positions, next to each other. */
  private void keepInputs(int reader, int units, int[] kept) {
    Layer layer = layer(reader);
    String name = names.get(reader);
    if (layer instanceof Dense dense) {
      int each = dense.in() / units;
      int[] rows =
          IntStream.of(kept)
              .flatMap(unit -> IntStream.range(unit * each, (unit + 1) * each))
              .toArray();
      layers.put(name, new Dense(rows.length, dense.out(), dense.weight(), dense.bias()));
      keep(name + ".weight", 0, rows);
    } else {
      layers.put(name, resized((Conv2d) layer, kept.length, ((Conv2d) layer).out()));
      keep(name + ".weight", 1, kept);
    }
  }

  private void keep(String name, int axis, int[] kept) {
    if (weights.names().contains(name)) {
      HostTensor some = AxisRows.of(weights.get(name), axis, kept);
      weights = weights.and(Weights.of(Map.of(name, some)));
    }
  }

  UnitPruning.Pruned pruned() {
    Sequential all = Sequential.of();
    for (String name : names) {
      all = all.then(name, Objects.requireNonNull(layers.get(name)));
    }
    return new UnitPruning.Pruned(all, weights);
  }
}
