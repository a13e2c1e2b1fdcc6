package org.distill4j.jvm;

import java.util.Arrays;
import java.util.List;

/**
 * Attention tile by tile (Dao et al. 2022): softmax(scale · query · keyᵀ) · value, where each row's
 * exponentials are taken less the largest score so far, and what was summed before is scaled when a
 * larger one comes up. Threads share the heads.
 */
final class AttentionKernel implements Runnable, ThreadTeam.Work {
  private final StepList steps;
  private final HeapMultiplier multiplier;
  private final AttentionSizes sizes;
  private final List<Slot> inputs;
  private final List<Slot> outputs;
  private final TiledProduct scores;
  private final TiledProduct values;
  private final ThreadArrays queries;
  private final ThreadArrays keys;
  private final ThreadArrays tiles;

  /** The largest score of each row so far, and after them the sums. */
  private final ThreadArrays states;

  private float[][] in = {};
  private float[] y = Memory.NO_FLOATS;
  private float[] logSums = Memory.NO_FLOATS;

  AttentionKernel(
      StepList steps,
      HeapMultiplier multiplier,
      AttentionSizes sizes,
      List<Slot> inputs,
      List<Slot> outputs) {
    this.steps = steps;
    this.multiplier = multiplier;
    this.sizes = sizes;
    this.inputs = inputs;
    this.outputs = outputs;
    this.scores = sizes.withTransposed(multiplier, sizes.width());
    this.values = sizes.withPositions(multiplier, sizes.outputs());
    this.queries = steps.threadArrays("queries", AttentionSizes.ROWS * sizes.width());
    this.keys = steps.threadArrays("keys", sizes.width() * sizes.distance());
    this.tiles = steps.threadArrays("tiles", AttentionSizes.ROWS * AttentionSizes.COLUMNS);
    this.states = steps.threadArrays("states", 2 * AttentionSizes.ROWS);
  }

  @Override
  public void run() {
    in = new float[][] {inputs.get(0).floats(), inputs.get(1).floats(), inputs.get(2).floats()};
    y = outputs.get(0).floatsToWrite();
    logSums = outputs.get(1).floatsToWrite();
    int threads = multiplier.threadsFor(sizes.work());
    for (ThreadArrays each : List.of(queries, keys, tiles, states)) {
      each.require(threads);
    }
    scores.require(threads);
    values.require(threads);
    multiplier.share(threads, this);
    in = new float[][] {};
    y = Memory.NO_FLOATS;
    logSums = Memory.NO_FLOATS;
  }

  @Override
  public void run(int part, int parts) {
    int end = ThreadTeam.start(sizes.heads(), part + 1, parts);
    for (int head = ThreadTeam.start(sizes.heads(), part, parts); head < end; head++) {
      int key = head * sizes.positions() * sizes.width();
      sizes.transpose(in[1], key, sizes.width(), keys.of(part));
      for (int row = 0; row < sizes.length(); row += AttentionSizes.ROWS) {
        rows(part, head, row);
      }
    }
  }

  /** Some rows of a head. */
  private void rows(int thread, int head, int row) {
    int height = sizes.height(row);
    int at = head * sizes.length() + row;
    scale(in[0], at * sizes.width(), sizes.scale(), queries.of(thread), height * sizes.width());
    float[] state = states.of(thread);
    Arrays.fill(state, 0, height, Float.NEGATIVE_INFINITY);
    Arrays.fill(state, AttentionSizes.ROWS, AttentionSizes.ROWS + height, 0);
    int to = at * sizes.outputs();
    Arrays.fill(y, to, to + height * sizes.outputs(), 0);
    float[] tile = tiles.of(thread);
    int end = sizes.end(row);
    for (int column = 0; column < end; column += AttentionSizes.COLUMNS) {
      scores.run(thread, row, column, queries.of(thread), 0, keys.of(thread), column, tile, 0);
      softmax(tile, state, row, column, height, to);
      int from = (head * sizes.positions() + column) * sizes.outputs();
      values.run(thread, row, column, tile, 0, in[2], from, y, to);
    }
    for (int i = 0; i < height; i++) {
      float sum = state[AttentionSizes.ROWS + i];
      multiply(y, to + i * sizes.outputs(), 1 / sum, sizes.outputs());
      logSums[at + i] = (float) (state[i] + Math.log(sum));
    }
  }

  private void softmax(float[] tile, float[] state, int row, int column, int height, int to) {
    int width = Math.min(AttentionSizes.COLUMNS, sizes.positions() - column);
    for (int i = 0; i < height; i++) {
      int count = sizes.attended(row + i, column);
      int from = i * width;
      if (count > 0) {
        float max = Math.max(state[i], steps.rows().max(tile, from, count));
        float less = (float) Math.exp(state[i] - max);
        double sum = steps.rows().exp(tile, max, tile, from, count);
        state[AttentionSizes.ROWS + i] = (float) (state[AttentionSizes.ROWS + i] * less + sum);
        state[i] = max;
        if (less != 1) {
          multiply(y, to + i * sizes.outputs(), less, sizes.outputs());
        }
      }
      Arrays.fill(tile, from + count, from + width, 0);
    }
  }

  /** Writes a multiple of a part of an array to the beginning of another one. */
  static void scale(float[] x, int from, float factor, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = x[from + i] * factor;
    }
  }

  /** Multiplies a part of an array by a number. */
  static void multiply(float[] x, int from, float factor, int n) {
    for (int i = from; i < from + n; i++) {
      x[i] *= factor;
    }
  }
}
