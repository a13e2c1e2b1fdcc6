package org.distill4j.core.cache;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Keeps the largest logits of each group of classes: the logits by ascending class, the logit of
 * each other class, then the classes.
 */
record TopKCodec(Encoding.TopK encoding, int classes, int groups) implements Codec {
  private static final int SHORT_CLASSES = 1 << 16;

  private int k() {
    return encoding.k();
  }

  private int classBytes() {
    return classes <= SHORT_CLASSES ? Short.BYTES : Integer.BYTES;
  }

  private long groupBytes() {
    return (k() + 1L) * Float.BYTES + (long) k() * classBytes();
  }

  @Override
  public long bytes() {
    return groupBytes() * groups;
  }

  @Override
  public int encode(ByteBuffer values, int valuesAt, ByteBuffer row, int rowAt) {
    for (int i = 0; i < classes * groups; i++) {
      if (!Float.isFinite(values.getFloat(valuesAt + i * Float.BYTES))) {
        return i;
      }
    }
    for (int group = 0; group < groups; group++) {
      float[] logits = new float[classes];
      values
          .slice(valuesAt + group * classes * Float.BYTES, classes * Float.BYTES)
          .order(values.order())
          .asFloatBuffer()
          .get(logits);
      encode(logits, row, rowAt + group * (int) groupBytes());
    }
    return ALL_KEPT;
  }

  private void encode(float[] logits, ByteBuffer row, int rowAt) {
    int[] kept = largest(logits);
    int classesAt = rowAt + (k() + 1) * Float.BYTES;
    for (int i = 0; i < kept.length; i++) {
      row.putFloat(rowAt + i * Float.BYTES, logits[kept[i]]);
      if (classBytes() == Short.BYTES) {
        row.putShort(classesAt + i * Short.BYTES, (short) kept[i]);
      } else {
        row.putInt(classesAt + i * Integer.BYTES, kept[i]);
      }
    }
    row.putFloat(rowAt + k() * Float.BYTES, rest(logits, kept));
  }

  /** Returns the classes of the k largest logits, ascending; of equal logits the lower classes. */
  private int[] largest(float[] logits) {
    float[] best = new float[k()];
    int[] owners = new int[k()];
    int found = 0;
    for (int c = 0; c < classes; c++) {
      if (found == k() && logits[c] <= best[found - 1]) {
        continue;
      }
      int place = found < k() ? found++ : found - 1;
      for (; place > 0 && best[place - 1] < logits[c]; place--) {
        best[place] = best[place - 1];
        owners[place] = owners[place - 1];
      }
      best[place] = logits[c];
      owners[place] = c;
    }
    Arrays.sort(owners);
    return owners;
  }

  /**
   * Returns the logit which, given to each other class, preserves their mass at the temperature.
   */
  private float rest(float[] logits, int[] kept) {
    if (k() == classes) {
      return 0;
    }
    float[] others = others(logits, kept);
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : others) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (float logit : others) {
      sum += Math.exp((logit - largest) / encoding.temperature());
    }
    return (float) (largest + encoding.temperature() * Math.log(sum / others.length));
  }

  private static float[] others(float[] logits, int[] kept) {
    float[] others = new float[logits.length - kept.length];
    int next = 0;
    for (int c = 0; c < logits.length; c++) {
      if (next < kept.length && kept[next] == c) {
        next++;
      } else {
        others[c - next] = logits[c];
      }
    }
    return others;
  }

  @Override
  public void decode(ByteBuffer row, int rowAt, ByteBuffer values, int valuesAt) {
    for (int group = 0; group < groups; group++) {
      int from = rowAt + group * (int) groupBytes();
      decodeGroup(row, from, values, valuesAt + group * classes * Float.BYTES);
    }
  }

  private void decodeGroup(ByteBuffer row, int rowAt, ByteBuffer values, int valuesAt) {
    float rest = row.getFloat(rowAt + k() * Float.BYTES);
    for (int c = 0; c < classes; c++) {
      values.putFloat(valuesAt + c * Float.BYTES, rest);
    }
    int classesAt = rowAt + (k() + 1) * Float.BYTES;
    for (int i = 0; i < k(); i++) {
      int owner =
          classBytes() == Short.BYTES
              ? Short.toUnsignedInt(row.getShort(classesAt + i * Short.BYTES))
              : row.getInt(classesAt + i * Integer.BYTES);
      // A damaged file that nobody checked must not write past the example.
      int inside = Math.floorMod(owner, classes);
      values.putFloat(valuesAt + inside * Float.BYTES, row.getFloat(rowAt + i * Float.BYTES));
    }
  }
}
