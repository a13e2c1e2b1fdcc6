package org.distill4j.jvm;

import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.distill4j.jvm.Multiplier.Effect;

/**
 * A matrix product by Java's Vector API. A block of six rows and two vectors of columns of the
 * result stays in registers while a part of the inner axis is walked, which is short enough for
 * what is read meanwhile to stay in the processor's caches. Columns of the right factor are copied
 * to a panel first, and rows of a left factor that lies column by column as well.
 */
final class VectorProduct implements ProductLoop {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();

  /** The columns of a block. */
  private static final int WIDTH = 2 * LANES;

  /** The rows of a block. */
  private static final int HEIGHT = BLOCK;

  /** The part of the inner axis that is walked at once if there are many rows. */
  private static final int DEPTH = Integer.getInteger("depth", 256);

  /** With so many rows, columns of the right factor are read where they lie. */
  private static final int FEW = Integer.getInteger("few", 96);

  /** Up to this length of the inner axis, rows of the left factor are read where they lie. */
  private static final int SHORT = Integer.getInteger("short", 128);

  /** The rows of a panel that are laid out at once if they lie column by column. */
  private static final int SHALLOW = 64;

  /** The arrays that products copy to; products that run one after the other share them. */
  static final class Workspace {
    private final float[] block = new float[HEIGHT * WIDTH];
    private final int[] offsets = new int[HEIGHT];
    private final int[] places = new int[WIDTH];
    private final int[] counts = new int[WIDTH];
    private int[] lines = {};
    private float[] panel = {};
    private float[] rows = {};

    /** The columns of the right factor that are read: an array, and where they begin. */
    private float[] right = {};

    private int rightFrom;

    /** Where each row begins, from there, and the first row. */
    private int[] rightLines = {};

    private int rightLine;

    /** From the first vector of a row to the second. */
    private int second;

    private void read(float[] array, int from, int[] begins, int line, int toSecond) {
      right = array;
      rightFrom = from;
      rightLines = begins;
      rightLine = line;
      second = toSecond;
    }

    /** Where the rows of a panel begin. */
    private int[] lines(int depth) {
      if (lines.length < depth) {
        lines = IntStream.range(0, depth).map(i -> i * WIDTH).toArray();
      }
      return lines;
    }

    private float[] panel(int depth) {
      if (panel.length < depth * WIDTH + LANES) {
        panel = new float[depth * WIDTH + LANES];
      }
      return panel;
    }

    private float[] rows(int size) {
      if (rows.length < size) {
        rows = new float[size];
      }
      return rows;
    }
  }

  private final ProductSizes sizes;
  private final Workspace workspace;

  /** Whether rows of the left factor are laid out. */
  private final boolean packs;

  /** Whether columns of the right factor are read where they lie. */
  private final boolean inPlace;

  /** The part of the inner axis that is walked at once. */
  private final int part;

  /** The distance between neighbours in a row of the left factor, as it is read. */
  private final int step;

  /** For each height of a block, where its rows begin in the left factor. */
  private final int[][] offsets;

  /** The same in the result. */
  private final int[][] targets;

  /** The same in the workspace's block. */
  private final int[][] ofBlock = multiples(WIDTH);

  VectorProduct(ProductSizes sizes, Workspace workspace) {
    MatrixLines a = sizes.a();
    this.sizes = sizes;
    this.workspace = workspace;
    this.packs = !a.areRows() && sizes.inner() > SHORT && sizes.columns() > WIDTH;
    this.inPlace = sizes.b().areRows() && sizes.rows() <= FEW;
    this.part = packs || sizes.rows() > FEW ? DEPTH : sizes.inner();
    this.step = packs ? HEIGHT : a.areRows() ? 1 : a.distance();
    this.offsets = multiples(a.areRows() ? a.distance() : 1);
    this.targets = multiples(sizes.c().distance());
  }

  /** For each height of a block, multiples of a distance; after the last one, it again. */
  private static int[][] multiples(int distance) {
    int[][] multiples = new int[HEIGHT + 1][HEIGHT];
    for (int height = 1; height <= HEIGHT; height++) {
      for (int i = 0; i < HEIGHT; i++) {
        multiples[height][i] = Math.min(i, height - 1) * distance;
      }
    }
    return multiples;
  }

  /** {@return the number of floats in a vector} */
  static int lanes() {
    return LANES;
  }

  @Override
  public void run(
      float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom, int from, int to) {
    for (int k = 0; k < sizes.inner(); k += part) {
      int depth = Math.min(part, sizes.inner() - k);
      if (packs) {
        packRows(a, aFrom, k, depth, from, to);
      }
      for (int column = 0; column < sizes.columns(); column += WIDTH) {
        int width = Math.min(WIDTH, sizes.columns() - column);
        if (isReadInPlace(column, width)) {
          int second = sizes.b().place(column + LANES) - sizes.b().place(column);
          workspace.read(b, bFrom + sizes.b().place(column), sizes.b().begins(), k, second);
        } else {
          float[] panel = panel(b, bFrom, k, depth, column, width);
          workspace.read(panel, 0, workspace.lines(depth), 0, LANES);
        }
        multiply(k, depth, a, aFrom, c, cFrom + column, from, to, width);
      }
    }
  }

  private boolean isReadInPlace(int column, int width) {
    MatrixLines b = sizes.b();
    return inPlace
        && width == WIDTH
        && b.neighbours(column, LANES) == LANES
        && b.neighbours(column + LANES, LANES) == LANES;
  }

  /** All rows of some columns. */
  private void multiply(
      int k, int depth, float[] a, int aFrom, float[] c, int cFrom, int from, int to, int width) {
    boolean adds = k > 0 || sizes.effect() == Effect.ADD;
    float[] left = packs ? workspace.rows : a;
    for (int row = from; row < to; row += HEIGHT) {
      int height = Math.min(HEIGHT, to - row);
      int at = packs ? (row - from) * depth : aFrom + sizes.a().at(row, k);
      int[] as =
          sizes.a().areRows() && !sizes.a().areSpacedRows()
              ? offsets(row, height)
              : offsets[height];
      int target = cFrom + sizes.c().begin(row);
      if (width == WIDTH || width == LANES) {
        block(adds, depth, left, at, as, c, target, targets[height], height, width);
      } else {
        int distance = sizes.c().distance();
        float[] block = workspace.block;
        if (adds) {
          copyBlock(c, target, distance, block, 0, WIDTH, height, width);
        }
        block(adds, depth, left, at, as, block, 0, ofBlock[height], height, width);
        copyBlock(block, 0, WIDTH, c, target, distance, height, width);
      }
    }
  }

  private static void copyBlock(
      float[] x, int from, int xStride, float[] y, int to, int yStride, int height, int width) {
    for (int i = 0; i < height; i++) {
      System.arraycopy(x, from + i * xStride, y, to + i * yStride, width);
    }
  }

  /** Where the rows of a block begin, from the first one on, if their lines lie anywhere. */
  private int[] offsets(int row, int height) {
    int first = sizes.a().begin(row);
    for (int i = 0; i < HEIGHT; i++) {
      workspace.offsets[i] = sizes.a().begin(row + Math.min(i, height - 1)) - first;
    }
    return workspace.offsets;
  }

  /** Lays out rows of the left factor block by block, each along the inner axis. */
  private void packRows(float[] a, int aFrom, int k, int depth, int from, int to) {
    float[] packed = workspace.rows((to - from + HEIGHT) * depth + LANES);
    for (int row = from; row < to; row += HEIGHT) {
      int at = (row - from) * depth;
      int height = Math.min(HEIGHT, to - row);
      for (int i = k; i < k + depth; i++, at += HEIGHT) {
        int begin = aFrom + sizes.a().begin(i) + row;
        if (HEIGHT <= LANES && begin + LANES <= a.length) {
          FloatVector.fromArray(FLOATS, a, begin).intoArray(packed, at);
        } else {
          System.arraycopy(a, begin, packed, at, height);
        }
      }
    }
  }

  /**
   * Lays out some columns of the right factor; what is in those that are missing does not matter.
   */
  private float[] panel(float[] b, int bFrom, int k, int depth, int column, int width) {
    float[] panel = workspace.panel(depth);
    if (sizes.b().areRows()) {
      copyRows(b, bFrom, k, depth, column, width, panel);
      return panel;
    }
    for (int i = 0; i < depth; i += SHALLOW) {
      transpose(b, bFrom + k + i, Math.min(SHALLOW, depth - i), column, width, i * WIDTH);
    }
    return panel;
  }

  /** Whole vectors are copied where they fit, and the next piece covers what is too much. */
  private void copyRows(
      float[] b, int bFrom, int k, int depth, int column, int width, float[] panel) {
    MatrixLines lines = sizes.b();
    int[] places = workspace.places;
    int[] counts = workspace.counts;
    int pieces = 0;
    for (int j = 0; j < width; j += counts[pieces++]) {
      places[pieces] = bFrom + lines.place(column + j);
      counts[pieces] = Math.min(LANES, lines.neighbours(column + j, width - j));
    }
    for (int i = 0; i < depth; i++) {
      int begin = lines.begin(k + i);
      int to = i * WIDTH;
      for (int piece = 0; piece < pieces; piece++) {
        int from = begin + places[piece];
        if (from + LANES <= b.length) {
          FloatVector.fromArray(FLOATS, b, from).intoArray(panel, to);
        } else {
          System.arraycopy(b, from, panel, to, counts[piece]);
        }
        to += counts[piece];
      }
    }
  }

  /** Lays out a piece that stays in the processor's first cache. */
  private void transpose(float[] b, int bFrom, int depth, int column, int width, int to) {
    float[] panel = workspace.panel;
    for (int j = 0; j < width; j++) {
      int begin = bFrom + sizes.b().begin(column + j);
      for (int k = 0; k < depth; k++) {
        panel[to + k * WIDTH + j] = b[begin + k];
      }
    }
  }

  private void block(
      boolean adds,
      int depth,
      float[] a,
      int aFrom,
      int[] as,
      float[] c,
      int cFrom,
      int[] cs,
      int height,
      int width) {
    float[] b = workspace.right;
    int bFrom = workspace.rightFrom;
    int[] lines = workspace.rightLines;
    int line = workspace.rightLine;
    int second = workspace.second;
    if (height == 1 && width > LANES) {
      VectorProductBlocks.row(adds, depth, a, aFrom, step, b, bFrom, lines, line, second, c, cFrom);
    } else if (width <= LANES) {
      VectorProductBlocks.narrowRows(
          adds, depth, a, aFrom, as, step, b, bFrom, lines, line, second, c, cFrom, cs);
    } else {
      VectorProductBlocks.rows(
          adds, depth, a, aFrom, as, step, b, bFrom, lines, line, second, c, cFrom, cs);
    }
  }
}
