package org.distill4j.core.layer;

import java.util.List;
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
  private static final int SHOWN = 10;

  private final LayerChain chain;
  private final int size;
  private Map<String, Layer> layers = Map.of();

  private Sequential(LayerChain chain, int size) {
    this.chain = chain;
    this.size = size;
  }

  /**
   * Returns layers named by their kinds.
   *
   * @param layers the layers in order; none passes the input on
   * @return all of them as one
   */
  public static Sequential of(Layer... layers) {
    Sequential all = new Sequential(new LayerChain(), 0);
    for (Layer layer : layers) {
      all = all.then(layer);
    }
    return all;
  }

  /**
   * Returns these layers and one more, named by its kind.
   *
   * @param layer the layer that comes after them
   * @return all of them as one
   */
  public Sequential then(Layer layer) {
    String kind = layer.kind().replaceFirst("2d$", "");
    String base = kind.substring(0, 1).toLowerCase(Locale.ROOT) + kind.substring(1);
    return then(chain.free(size, base), layer);
  }

  /**
   * Returns these layers and one more.
   *
   * @param name the layer's name, part of the paths of its parameters
   * @param layer the layer that comes after them
   * @return all of them as one
   * @throws IllegalArgumentException if there is a layer of that name, or the name is empty or has
   *     a dot
   */
  public Sequential then(String name, Layer layer) {
    if (name.isEmpty() || name.contains(".") || chain.has(size, name)) {
      throw new IllegalArgumentException(
          "A layer is named \""
              + name
              + "\" after "
              + shown()
              + ", expected a name that is not empty, has no dot and is not among them.\n"
              + "Maybe number the layers.");
    }
    LayerChain longer = chain;
    while (!longer.add(size, name, layer)) {
      longer = chain.first(size);
    }
    return new Sequential(longer, size + 1);
  }

  private String shown() {
    List<String> names = List.copyOf(layers().keySet());
    int left = Math.max(0, names.size() - SHOWN);
    return (left > 0 ? left + " others and " : "") + names.subList(left, names.size());
  }

  /** {@return a read-only view of the layers by name, in order} */
  public synchronized Map<String, Layer> layers() {
    if (layers.size() < size) {
      layers = chain.toMap(size);
    }
    return layers;
  }

  @Override
  public Tensor forward(Scope scope, Tensor input) {
    Tensor value = input;
    for (Map.Entry<String, Layer> layer : layers().entrySet()) {
      value = scope.run(layer.getKey(), layer.getValue(), value);
    }
    return value;
  }

  /** Compares the layers and their names in order. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Sequential that
        && layers().entrySet().stream().toList().equals(that.layers().entrySet().stream().toList());
  }

  @Override
  public int hashCode() {
    return layers().hashCode();
  }

  @Override
  public String toString() {
    return "Sequential" + layers();
  }
}
