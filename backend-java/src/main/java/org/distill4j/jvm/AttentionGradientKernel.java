package org.distill4j.jvm;

import java.util.Arrays;
import java.util.List;

/**
 * The gradient of an attention tile by tile (Dao et al. 2022), which computes the scores again.
 * Threads share the heads.
 */
final class AttentionGradientKernel implements Runnable, ThreadTeam.Work {
  private final StepList steps;
  private final HeapMultiplier multiplier;
  private final AttentionSizes sizes;

  /** The gradient in the output, query, key, value, output and logarithms of sums. */
  private final List<Slot> inputs;

  private final List<Slot> outputs;
  private final TiledProduct scores;
  private final TiledProduct probabilities;
  private final TiledProduct queries;
  private final TiledProduct keys;
  private final TiledProduct values;
  private final ThreadArrays scaled;
  private final ThreadArrays transposedKeys;
  private final ThreadArrays transposedValues;
  private final ThreadArrays tiles;
  private final ThreadArrays gradients;

  private float[][] in = {};
  private float[][] out = {};

  AttentionGradientKernel(
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
    this.probabilities = sizes.withTransposed(multiplier, sizes.outputs());
    this.queries = sizes.withPositions(multiplier, sizes.width());
    this.keys = sizes.withRows(multiplier, sizes.width());
    this.values = sizes.withRows(multiplier, sizes.outputs());
    int tile = AttentionSizes.ROWS * AttentionSizes.COLUMNS;
    this.scaled = steps.threadArrays("queries", AttentionSizes.ROWS * sizes.width());
    this.transposedKeys = steps.threadArrays("keys", sizes.width() * sizes.distance());
    this.transposedValues = steps.threadArrays("values", sizes.outputs() * sizes.distance());
    this.tiles = steps.threadArrays("tiles", tile);
    this.gradients = steps.threadArrays("gradients", tile);
  }

  @Override
  public void run() {
    in = new float[inputs.size()][];
    Arrays.setAll(in, i -> inputs.get(i).floats());
    out = Slot.floatsToWrite(outputs);
    int threads = multiplier.threadsFor(sizes.work());
    for (ThreadArrays each : List.of(scaled, transposedKeys, transposedValues, tiles, gradients)) {
      each.require(threads);
    }
    for (TiledProduct each : List.of(scores, probabilities, queries, keys, values)) {
      each.require(threads);
    }
    multiplier.share(threads, this);
    in = new float[][] {};
    out = new float[][] {};
  }

  @Override
  public void run(int part, int parts) {
    int end = ThreadTeam.start(sizes.heads(), part + 1, parts);
    for (int head = ThreadTeam.start(sizes.heads(), part, parts); head < end; head++) {
      int key = head * sizes.positions() * sizes.width();
      int value = head * sizes.positions() * sizes.outputs();
      int query = head * sizes.length() * sizes.width();
      sizes.transpose(in[2], key, sizes.width(), transposedKeys.of(part));
      sizes.transpose(in[3], value, sizes.outputs(), transposedValues.of(part));
      Arrays.fill(out[0], query, query + sizes.length() * sizes.width(), 0);
      Arrays.fill(out[1], key, key + sizes.positions() * sizes.width(), 0);
      Arrays.fill(out[2], value, value + sizes.positions() * sizes.outputs(), 0);
      for (int row = 0; row < sizes.length(); row += AttentionSizes.ROWS) {
        rows(part, head, row);
      }
    }
  }

  /** Some rows of a head. */
  private void rows(int thread, int head, int row) {
    int at = head * sizes.length() + row;
    int query = at * sizes.width();
    int output = at * sizes.outputs();
    int count = sizes.height(row) * sizes.width();
    float[] own = scaled.of(thread);
    AttentionKernel.scale(in[1], query, sizes.scale(), own, count);
    float[] tile = tiles.of(thread);
    float[] gradient = gradients.of(thread);
    int end = sizes.end(row);
    for (int column = 0; column < end; column += AttentionSizes.COLUMNS) {
      int key = (head * sizes.positions() + column) * sizes.width();
      int value = (head * sizes.positions() + column) * sizes.outputs();
      scores.run(thread, row, column, own, 0, transposedKeys.of(thread), column, tile, 0);
      probabilities.run(
          thread, row, column, in[0], output, transposedValues.of(thread), column, gradient, 0);
      inScores(tile, gradient, at, row, column);
      queries.run(thread, row, column, gradient, 0, in[2], key, out[0], query);
      keys.run(thread, row, column, gradient, 0, own, 0, out[1], key);
      values.run(thread, row, column, tile, 0, in[0], output, out[2], value);
    }
    AttentionKernel.multiply(out[0], query, sizes.scale(), count);
  }

  /** Turns scores into probabilities, and the gradients in these into those in the scores. */
  private void inScores(float[] tile, float[] gradient, int at, int row, int column) {
    int width = Math.min(AttentionSizes.COLUMNS, sizes.positions() - column);
    for (int i = 0; i < sizes.height(row); i++) {
      int count = sizes.attended(row + i, column);
      int from = i * width;
      steps.rows().exp(tile, in[5][at + i], tile, from, count);
      Arrays.fill(tile, from + count, from + width, 0);
      int output = (at + i) * sizes.outputs();
      // Σⱼ of the gradient in a probability times the probability, by way of the output.
      float mean = (float) steps.rows().dot(in[0], in[4], 0, output, sizes.outputs());
      for (int j = from; j < from + width; j++) {
        gradient[j] = tile[j] * (gradient[j] - mean);
      }
    }
  }
}
