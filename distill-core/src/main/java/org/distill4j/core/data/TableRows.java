package org.distill4j.core.data;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/** The rows of a table as they are read, in blocks that are never copied before the end. */
final class TableRows {
  private static final int BLOCK_VALUES = 1 << 16;

  private final CellRules rules;
  private final List<String> columns;
  private final int blockRows;
  private final List<float[]> blocks = new ArrayList<>();
  private int[] labels = new int[16];
  private int count;

  TableRows(CellRules rules, List<String> columns) {
    if (columns.isEmpty()) {
      throw rules.refuse(
          1,
          "there are no columns besides the class",
          "one of numbers",
          "the separator is another");
    }
    this.rules = rules;
    this.columns = List.copyOf(columns);
    this.blockRows = Math.max(1, BLOCK_VALUES / columns.size());
  }

  List<String> columns() {
    return columns;
  }

  /** Begins a row, whose values are put into the buffer by the caller. */
  FloatBuffer next(int label) {
    if (count % blockRows == 0) {
      blocks.add(new float[blockRows * columns.size()]);
    }
    if (count == labels.length) {
      labels = Arrays.copyOf(labels, count * 2);
    }
    labels[count] = label;
    int row = count++ % blockRows;
    return FloatBuffer.wrap(blocks.get(blocks.size() - 1), row * columns.size(), columns.size());
  }

  InMemoryDataset dataset() {
    if (count == 0) {
      throw rules.refuse(
          1, "there are no examples", "a heading and lines of numbers", "the file is empty");
    }
    HostTensor all = HostTensor.allocate(DType.FLOAT32, Shape.of(count, columns.size()));
    FloatBuffer values = all.floats();
    blocks.forEach(block -> values.put(block, 0, Math.min(block.length, values.remaining())));
    HostTensor classes = HostTensor.ofInts(Shape.of(count), Arrays.copyOf(labels, count));
    return InMemoryDataset.of(all, classes).named(columns, rules.classes());
  }
}
