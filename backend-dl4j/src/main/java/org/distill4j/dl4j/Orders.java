package org.distill4j.dl4j;

import java.util.Arrays;
import java.util.List;

/** Orders of axes. */
final class Orders {
  private Orders() {}

  static List<Integer> inverse(List<Integer> order) {
    Integer[] inverse = new Integer[order.size()];
    for (int i = 0; i < inverse.length; i++) {
      inverse[order.get(i)] = i;
    }
    return Arrays.asList(inverse);
  }

  static boolean swapsLastTwo(List<Integer> order) {
    int rank = order.size();
    for (int i = 0; i < rank - 2; i++) {
      if (order.get(i) != i) {
        return false;
      }
    }
    return rank >= 2 && order.get(rank - 1) == rank - 2 && order.get(rank - 2) == rank - 1;
  }
}
