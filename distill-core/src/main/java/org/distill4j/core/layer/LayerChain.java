package org.distill4j.core.layer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.model.Layer;

/**
 * A list of layers whose beginning several {@link Sequential} share: adding one layer copies
 * nothing.
 */
final class LayerChain {
  private final List<String> names = new ArrayList<>();
  private final List<Layer> layers = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  /** Returns this chain if it has the given number of layers, and otherwise a copy of as many. */
  synchronized LayerChain first(int size) {
    if (names.size() == size) {
      return this;
    }
    LayerChain copy = new LayerChain();
    for (int i = 0; i < size; i++) {
      copy.add(names.get(i), layers.get(i));
    }
    return copy;
  }

  /** Adds a layer if the chain has the given number of layers; returns whether it had. */
  synchronized boolean add(int size, String name, Layer layer) {
    if (names.size() != size) {
      return false;
    }
    add(name, layer);
    return true;
  }

  private void add(String name, Layer layer) {
    places.put(name, names.size());
    names.add(name);
    layers.add(layer);
  }

  /** Returns whether one of the first layers has a name. */
  synchronized boolean has(int size, String name) {
    Integer place = places.get(name);
    return place != null && place < size;
  }

  /** Returns the first name of the form base1, base2, … that none of the first layers has. */
  synchronized String free(int size, String base) {
    boolean whole = names.size() == size;
    int number = whole ? numbers.getOrDefault(base, 1) : 1;
    while (has(size, base + number)) {
      number++;
    }
    if (whole) {
      numbers.put(base, number);
    }
    return base + number;
  }

  synchronized Map<String, Layer> toMap(int size) {
    Map<String, Layer> map = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      map.put(names.get(i), layers.get(i));
    }
    return Collections.unmodifiableMap(map);
  }
}
