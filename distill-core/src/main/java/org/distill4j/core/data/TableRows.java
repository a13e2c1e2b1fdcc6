package org.distill4j.core.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * The rows of a table, read in blocks. Where they take more than a share of the heap, they go to a
 * temporary file, which is mapped and not held.
 */
final class TableRows implements AutoCloseable {
  private static final int BLOCK_VALUES = 1 << 16;

  private final CellRules rules;
  private final List<String> columns;
  private final ReadLimits limits;
  private final SpillFile file = new SpillFile();
  private final int blockRows;
  private final List<float[]> blocks = new ArrayList<>();
  private int[] labels = new int[16];
  private int count;

  TableRows(CellRules rules, List<String> columns, ReadLimits limits) {
    if (columns.isEmpty()) {
      throw rules.refuse(
          1,
          "there are no columns besides the class",
          "one of numbers",
          "the separator is another");
    }
    this.rules = rules;
    this.columns = List.copyOf(columns);
    this.limits = limits;
    this.blockRows = Math.max(1, BLOCK_VALUES / columns.size());
  }

  List<String> columns() {
    return columns;
  }

  /** Begins a row, whose values the caller puts into the buffer. */
  FloatBuffer next(int label) {
    int at = count % blockRows;
    if (at == 0) {
      addBlock();
    }
    if (count == labels.length) {
      labels = Arrays.copyOf(labels, (int) Math.min(Integer.MAX_VALUE - 8, 2L * count));
    }
    labels[count++] = label;
    return FloatBuffer.wrap(blocks.get(blocks.size() - 1), at * columns.size(), columns.size());
  }

  private void addBlock() {
    long block = (long) blockRows * columns.size() * Float.BYTES;
    if ((blocks.size() + 1) * block > limits.heap() && !blocks.isEmpty()) {
      spill(blockRows);
    }
    blocks.add(new float[blockRows * columns.size()]);
  }

  /** Moves all blocks to the file; of the last one, only the rows in use. */
  private void spill(int lastRows) {
    for (int i = 0; i < blocks.size(); i++) {
      int rows = i == blocks.size() - 1 ? lastRows : blockRows;
      ByteBuffer bytes =
          ByteBuffer.allocate(rows * columns.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(blocks.get(i), 0, rows * columns.size());
      file.append(bytes);
    }
    blocks.clear();
  }

  InMemoryDataset dataset() {
    if (count == 0) {
      throw rules.refuse(
          1, "there are no examples", "a heading and lines of numbers", "the file is empty");
    }
    HostTensor classes = HostTensor.ofInts(Shape.of(count), Arrays.copyOf(labels, count));
    return InMemoryDataset.of(file.isUsed() ? mapped() : inMemory(), classes)
        .named(columns, rules.classes());
  }

  private TensorSpec row() {
    return TensorSpec.floats(columns.size());
  }

  private int rowsOfTensor() {
    return limits.rows((long) columns.size() * Float.BYTES);
  }

  private RowBlocks inMemory() {
    List<HostTensor> tensors = new ArrayList<>();
    for (int from = 0; from < count; from += Math.min(rowsOfTensor(), count - from)) {
      tensors.add(rows(from, Math.min(rowsOfTensor(), count - from)));
    }
    return new RowBlocks(tensors);
  }

  private HostTensor rows(int from, int rows) {
    HostTensor tensor = HostTensor.allocate(row().batched(rows));
    FloatBuffer values = tensor.floats();
    for (int row = from; values.hasRemaining(); ) {
      int at = row % blockRows * columns.size();
      float[] block = blocks.get(row / blockRows);
      int length = Math.min(block.length - at, values.remaining());
      values.put(block, at, length);
      row += length / columns.size();
    }
    return tensor;
  }

  private RowBlocks mapped() {
    spill((count - 1) % blockRows + 1);
    return file.map(row(), count, rowsOfTensor());
  }

  /** Deletes the file; mapped memory stays until it is unreachable. */
  @Override
  public void close() {
    file.close();
  }
}
