package org.distill4j.text;

import java.util.Objects;
import org.distill4j.tensor.HostTensor;

/** The vision transformer's arithmetic on one image, in double precision, from a folder. */
final class PlainImageEncoder {
  private static final int SIDE = TinyImageFolder.SIZE / TinyImageFolder.PATCH;

  private final TinyFolder folder;
  private final PlainEncoder plain;
  private final String prefix;

  PlainImageEncoder(TinyFolder folder, String prefix) {
    this.folder = folder;
    this.plain = new PlainEncoder(folder, prefix);
    this.prefix = prefix;
  }

  /** The hidden states (1 + patches, width) behind some layers and the final norm. */
  double[][] states(float[] image, int... layers) {
    double[][] x = new double[TinyImageFolder.PATCHES + 1][];
    for (int t = 0; t < x.length; t++) {
      double[] vector = t == 0 ? row("embeddings.cls_token", 0) : patch(image, t - 1);
      x[t] = plus(vector, row("embeddings.position_embeddings", t));
    }
    for (int layer : layers) {
      x = layer(x, "encoder.layer." + layer + ".");
    }
    double[][] normed = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      normed[t] = plain.norm("layernorm", x[t]);
    }
    return normed;
  }

  double[] scores(double[][] states) {
    return plain.head("classifier", states[0]);
  }

  private double[] patch(float[] image, int number) {
    String name = prefix + "embeddings.patch_embeddings.projection";
    HostTensor weight = tensor(name + ".weight");
    int size = TinyImageFolder.SIZE;
    int side = TinyImageFolder.PATCH;
    double[] vector = new double[TinyFolder.WIDTH];
    for (int o = 0; o < vector.length; o++) {
      double sum = tensor(name + ".bias").floats().get(o);
      for (int c = 0; c < TinyImageFolder.CHANNELS; c++) {
        for (int i = 0; i < side; i++) {
          for (int j = 0; j < side; j++) {
            int y = number / SIDE * side + i;
            int z = number % SIDE * side + j;
            int at = ((o * TinyImageFolder.CHANNELS + c) * side + i) * side + j;
            sum += (double) weight.floats().get(at) * image[(c * size + y) * size + z];
          }
        }
      }
      vector[o] = sum;
    }
    return vector;
  }

  private double[][] layer(double[][] x, String name) {
    String self = prefix + name + "attention.attention.";
    double[][] normed = new double[x.length][];
    double[][] k = new double[x.length][];
    double[][] v = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      normed[t] = plain.norm(name + "layernorm_before", x[t]);
      k[t] = plain.head(self + "key", normed[t]);
      v[t] = plain.head(self + "value", normed[t]);
    }
    double[][] y = new double[x.length][];
    int[] all = {1, 1, 1, 1, 1};
    for (int t = 0; t < x.length; t++) {
      double[] attended = plain.attended(t, plain.head(self + "query", normed[t]), k, v, all);
      double[] sum = plus(x[t], plain.head(prefix + name + "attention.output.dense", attended));
      double[] again = plain.norm(name + "layernorm_after", sum);
      double[] hidden = plain.gelu(plain.head(prefix + name + "intermediate.dense", again));
      y[t] = plus(sum, plain.head(prefix + name + "output.dense", hidden));
    }
    return y;
  }

  private static double[] plus(double[] a, double[] b) {
    double[] sum = new double[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return sum;
  }

  private double[] row(String name, int row) {
    double[] values = new double[TinyFolder.WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor(prefix + name).floats().get(row * values.length + i);
    }
    return values;
  }

  private HostTensor tensor(String name) {
    return Objects.requireNonNull(folder.tensors.get(name));
  }
}
