package org.distill4j.text;

import java.util.Objects;
import org.distill4j.tensor.HostTensor;

/** The encoders' arithmetic on one text, in double precision, from the tensors of a folder. */
final class PlainEncoder {
  private final TinyFolder folder;
  private final String prefix;
  private final boolean distil;
  private final boolean roberta;
  private final boolean mpnet;
  private final double epsilon;

  PlainEncoder(TinyFolder folder, String prefix) {
    this.folder = folder;
    this.prefix = prefix;
    this.distil = folder.type.equals("distilbert");
    this.mpnet = folder.type.equals("mpnet");
    this.roberta = folder.type.equals("roberta") || mpnet;
    this.epsilon = roberta ? 1e-5 : 1e-12;
  }

  /** The hidden states (length, width) behind some layers; 0 in the mask is padding. */
  double[][] states(int[] ids, int[] mask, int[] types, int... layers) {
    double[][] states = new double[ids.length][];
    int tokens = 0;
    for (int t = 0; t < ids.length; t++) {
      tokens += ids[t] == 1 ? 0 : 1;
      int position = roberta ? (ids[t] == 1 ? 1 : tokens + 1) : t;
      double[] sum = row("embeddings.word_embeddings.weight", ids[t]);
      sum = plus(sum, row("embeddings.position_embeddings.weight", position));
      if (!distil && !mpnet) {
        sum = plus(sum, row("embeddings.token_type_embeddings.weight", roberta ? 0 : types[t]));
      }
      states[t] = norm("embeddings.LayerNorm", sum);
    }
    for (int layer : layers) {
      states = layer(states, mask, (distil ? "transformer" : "encoder") + ".layer." + layer + ".");
    }
    return states;
  }

  private double[][] layer(double[][] x, int[] mask, String name) {
    String self = name + (distil ? "attention." : mpnet ? "attention.attn." : "attention.self.");
    double[][] q = new double[x.length][];
    double[][] k = new double[x.length][];
    double[][] v = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      q[t] = dense(self + (distil ? "q_lin" : mpnet ? "q" : "query"), x[t]);
      k[t] = dense(self + (distil ? "k_lin" : mpnet ? "k" : "key"), x[t]);
      v[t] = dense(self + (distil ? "v_lin" : mpnet ? "v" : "value"), x[t]);
    }
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      double[] attended = attended(t, q[t], k, v, mask);
      double[] a =
          dense(
              distil ? self + "out_lin" : mpnet ? self + "o" : name + "attention.output.dense",
              attended);
      String norm1 =
          distil ? "sa_layer_norm" : mpnet ? "attention.LayerNorm" : "attention.output.LayerNorm";
      double[] normed = norm(name + norm1, plus(x[t], a));
      double[] h = gelu(dense(name + (distil ? "ffn.lin1" : "intermediate.dense"), normed));
      double[] out = dense(name + (distil ? "ffn.lin2" : "output.dense"), h);
      y[t] = norm(name + (distil ? "output_layer_norm" : "output.LayerNorm"), plus(normed, out));
    }
    return y;
  }

  double[] gelu(double[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i] / 2 * (1 + erf(x[i] / Math.sqrt(2)));
    }
    return y;
  }

  /** Two heads of half the width. */
  double[] attended(int at, double[] q, double[][] k, double[][] v, int[] mask) {
    int size = q.length / 2;
    double[] result = new double[q.length];
    for (int head = 0; head < 2; head++) {
      double total = 0;
      double[] sum = new double[size];
      for (int s = 0; s < k.length; s++) {
        double score = 0;
        for (int i = head * size; i < (head + 1) * size; i++) {
          score += q[i] * k[s][i];
        }
        double bias = mpnet ? bias(s - at, head) : 0;
        double weight = mask[s] * Math.exp(score / Math.sqrt(size) + bias);
        total += weight;
        for (int i = 0; i < size; i++) {
          sum[i] += weight * v[s][head * size + i];
        }
      }
      for (int i = 0; i < size; i++) {
        result[head * size + i] = sum[i] / total;
      }
    }
    return result;
  }

  /** Eight buckets: 0 to 3 for what is in front, 4 to 7 for what is behind. */
  private double bias(int ahead, int head) {
    int distance = Math.abs(ahead);
    int bucket = distance < 2 ? distance : 2 + (int) (Math.log(distance / 2.0) / Math.log(64) * 2);
    int row = Math.min(bucket, 3) + (ahead > 0 ? 4 : 0);
    HostTensor table = tensor(prefix + "encoder.relative_attention_bias.weight");
    return table.floats().get(row * 2 + head);
  }

  /** Of the encoder's own names; y = W·x + b with W (out, in). */
  private double[] dense(String name, double[] x) {
    return head(prefix + name, x);
  }

  /** Of the names outside the encoder. */
  double[] head(String name, double[] x) {
    HostTensor weight = tensor(name + ".weight");
    HostTensor bias = tensor(name + ".bias");
    double[] y = new double[weight.shape().dim(0)];
    for (int o = 0; o < y.length; o++) {
      y[o] = bias.floats().get(o);
      for (int i = 0; i < x.length; i++) {
        y[o] += (double) weight.floats().get(o * x.length + i) * x[i];
      }
    }
    return y;
  }

  double[] norm(String name, double[] x) {
    double mean = 0;
    for (double value : x) {
      mean += value / x.length;
    }
    double variance = 0;
    for (double value : x) {
      variance += (value - mean) * (value - mean) / x.length;
    }
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] =
          (x[i] - mean)
                  / Math.sqrt(variance + epsilon)
                  * tensor(prefix + name + ".weight").floats().get(i)
              + tensor(prefix + name + ".bias").floats().get(i);
    }
    return y;
  }

  private double[] row(String name, int row) {
    double[] values = new double[TinyFolder.WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor(prefix + name).floats().get(row * values.length + i);
    }
    return values;
  }

  private static double[] plus(double[] a, double[] b) {
    double[] sum = new double[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return sum;
  }

  /** 2 / √π · Σ (−1)ⁿ x²ⁿ⁺¹ / (n!·(2n + 1)), for numbers that are not large. */
  private static double erf(double x) {
    double power = x;
    double sum = x;
    for (int n = 1; n < 200; n++) {
      power *= -x * x / n;
      sum += power / (2 * n + 1);
    }
    return Math.abs(x) > 5 ? Math.signum(x) : 2 / Math.sqrt(Math.PI) * sum;
  }

  private HostTensor tensor(String name) {
    return Objects.requireNonNull(folder.tensors.get(name), name);
  }
}
