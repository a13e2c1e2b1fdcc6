package org.distill4j.onnx;

import java.util.List;

/** Joins known values. */
final class HostJoins {
  private HostJoins() {}

  static HostValue concat(int axis, List<HostValue> parts) {
    int length = parts.stream().mapToInt(part -> part.dims()[axis]).sum();
    int[] dims = HostShapes.with(parts.get(0).dims(), axis, length);
    double[] values = new double[HostShapes.computed(dims)];
    for (int i = 0; i < values.length; i++) {
      values[i] = at(axis, parts, HostShapes.places(i, dims));
    }
    return HostValue.of(parts.get(0).type(), dims, values);
  }

  private static double at(int axis, List<HostValue> parts, int... places) {
    for (HostValue part : parts) {
      int length = part.dims()[axis];
      if (places[axis] < length) {
        return part.at(HostShapes.element(places, part.dims()));
      }
      places[axis] -= length;
    }
    throw new IllegalStateException("No part of " + parts + " has that place");
  }
}
