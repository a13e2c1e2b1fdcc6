package org.distill4j.text;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.model.Weights;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * One array of the model, and the arrays of a file that it is made of.
 *
 * @param path the array's path in the model
 * @param names the arrays of the file, all of one shape, which lie side by side in the model's
 * @param shape the shape of each in the file
 * @param layout how the model's array lies
 */
record WeightMapping(String path, List<String> names, Shape shape, Layout layout) {
  /** The layout of the model's array compared with the file's. */
  enum Layout {
    /** As in the file. */
    SAME,
    /** (in, out) in the model and (out, in) in the file, as dense layers are. */
    TRANSPOSED
  }

  static WeightMapping same(String path, String name, int... dims) {
    return new WeightMapping(path, List.of(name), Shape.of(dims), Layout.SAME);
  }

  static WeightMapping transposed(String path, List<String> names, int... dims) {
    return new WeightMapping(path, names, Shape.of(dims), Layout.TRANSPOSED);
  }

  /** Type and shape in the model. */
  TensorSpec spec() {
    return layout == Layout.SAME || shape.rank() == 1
        ? TensorSpec.floats(shape.with(0, width()).dims())
        : TensorSpec.floats(shape.dim(1), width());
  }

  /** The model's array. */
  HostTensor joined(Weights file) {
    if (layout == Layout.SAME) {
      return file.get(names.get(0));
    }
    HostTensor joined = HostTensor.allocate(spec());
    FloatBuffer to = joined.floats();
    for (int which = 0; which < names.size(); which++) {
      FloatBuffer from = file.get(names.get(which)).floats();
      pairs(which, (inFile, inModel) -> to.put(inModel, from.get(inFile)));
    }
    return joined;
  }

  /** The file's arrays. */
  Map<String, HostTensor> split(HostTensor joined) {
    if (layout == Layout.SAME) {
      return Map.of(names.get(0), joined);
    }
    FloatBuffer from = joined.floats();
    Map<String, HostTensor> split = new LinkedHashMap<>();
    for (int which = 0; which < names.size(); which++) {
      HostTensor one = HostTensor.allocate(DType.FLOAT32, shape);
      FloatBuffer to = one.floats();
      pairs(which, (inFile, inModel) -> to.put(inFile, from.get(inModel)));
      split.put(names.get(which), one);
    }
    return split;
  }

  private interface Pair {
    void at(int inFile, int inModel);
  }

  /** Visits the index of each value of one of the file's arrays, there and in the model's. */
  private void pairs(int which, Pair pair) {
    int out = shape.dim(0);
    int in = shape.rank() == 1 ? 1 : shape.dim(1);
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        pair.at(o * in + i, i * width() + which * out + o);
      }
    }
  }

  private int width() {
    return shape.dim(0) * names.size();
  }
}
