package org.distill4j.student;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.binary.ByteReader;
import org.distill4j.binary.ByteWriter;
import org.distill4j.tensor.Shape;

/** Weights as bytes: path, type, shape and numbers of each array. */
final class WeightsFormat {
  private WeightsFormat() {}

  static void write(Map<String, StoredArray> weights, ByteWriter out) {
    out.count(weights.size());
    weights.forEach(
        (name, array) -> {
          out.text(name);
          out.text(array.type().name());
          int[] dims = array.shape().dims();
          out.count(dims.length);
          Arrays.stream(dims).forEach(out::count);
          out.bytes(array.bytes());
        });
  }

  static Map<String, StoredArray> read(ByteReader in) {
    Map<String, StoredArray> weights = new LinkedHashMap<>();
    int count = in.count(3);
    for (int i = 0; i < count; i++) {
      String name = in.text();
      try {
        StoredType type = in.constant(StoredType.class);
        int[] dims = new int[in.count(1)];
        Arrays.setAll(dims, axis -> in.count());
        Shape shape = Shape.of(dims);
        weights.put(name, new StoredArray(type, shape, in.take(type.bytes(shape))));
      } catch (IllegalArgumentException | ArithmeticException misfit) {
        throw in.refuse("weight \"" + name + "\"", misfit);
      }
    }
    in.requireEnd();
    return weights;
  }
}
