package org.distill4j.core.layer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Tensor;

/**
 * Layers one after the other. A layer that is given no name gets that of its kind, without "2d",
 * and a number that counts its kind from 1: "dense1", "relu1", "dense2", "conv1".
 */
public final class Sequential implements Layer {
  private final Map<String, Layer> layers;

  private Sequential(Map<String, Layer> layers) {
    this.layers = Collections.unmodifiableMap(layers);
  }

  /**
   * Layers named by their kinds.
   *
   * @param layers the layers in order; none passes the input on
   * @return all of them as one
   */
  public static Sequential of(Layer... layers) {
    Sequential all = new Sequential(new LinkedHashMap<>());
    for (Layer layer : layers) {
      all = all.then(layer);
    }
    return all;
  }

  /**
   * These layers and one more, named by its kind.
   *
   * @param layer the layer that comes after them
   * @return all of them as one
   */
  public Sequential then(Layer layer) {
    String kind = layer.kind().replaceFirst("2d$", "");
    String base = kind.substring(0, 1).toLowerCase(Locale.ROOT) + kind.substring(1);
    int number = 1;
    while (layers.containsKey(base + number)) {
      number++;
    }
    return then(base + number, layer);
  }

  /**
   * These layers and one more.
   *
   * @param name the layer's name, part of the paths of its parameters
   * @param layer the layer that comes after them
   * @return all of them as one
   * @throws IllegalArgumentException if there is a layer of that name, or the name is empty or has
   *     a dot
   */
  public Sequential then(String name, Layer layer) {
    if (name.isEmpty() || name.contains(".") || layers.containsKey(name)) {
      throw new IllegalArgumentException(
          "A layer is named \""
              + name
              + "\" after "
              + layers.keySet()
              + ", expected a name that is not empty, has no dot and is not among them.\n"
              + "Maybe number the layers.");
    }
    Map<String, Layer> more = new LinkedHashMap<>(layers);
    more.put(name, layer);
    return new Sequential(more);
  }

  /** {@return a read-only view of the layers by name, in order} */
  public Map<String, Layer> layers() {
    return layers;
  }

  @Override
  public Tensor forward(Scope scope, Tensor input) {
    Tensor value = input;
    for (Map.Entry<String, Layer> layer : layers.entrySet()) {
      value = scope.run(layer.getKey(), layer.getValue(), value);
    }
    return value;
  }

  /** Equal layers under equal names in the same order. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Sequential that
        && layers.entrySet().stream().toList().equals(that.layers.entrySet().stream().toList());
  }

  @Override
  public int hashCode() {
    return layers.hashCode();
  }

  @Override
  public String toString() {
    return "Sequential" + layers;
  }
}
