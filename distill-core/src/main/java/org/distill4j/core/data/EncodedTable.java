package org.distill4j.core.data;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.data.Batch;
import org.distill4j.data.HostAllocator;
import org.distill4j.model.Inputs;
import org.distill4j.student.InputEncoding;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * The rows of a table, encoded as {@link TableEncoding} says. Categories are kept as numbers and
 * spread when a batch is read. An example's id is its row.
 */
public final class EncodedTable implements NamedData {
  private final TableFile file;
  private final TableEncoding encoding;
  private final InMemoryDataset rows;
  private final OneHot oneHot;
  private final int width;
  private final Memo fingerprint = new Memo(this::computeFingerprint);

  private EncodedTable(TableFile file, TableEncoding encoding, InMemoryDataset rows) {
    this.file = file;
    this.encoding = encoding;
    this.rows = rows;
    this.oneHot = OneHot.of(encoding);
    this.width = encoding.width();
  }

  static EncodedTable read(TableFile file, TableEncoding encoding) {
    List<CellEncoding> cells = encoding.columns().stream().map(CellEncoding::of).toList();
    return new EncodedTable(
        file, encoding, file.encoded(encoding.names(), cells, TableRows.budget()));
  }

  /** {@return how the rows are encoded} */
  public TableEncoding encoding() {
    return encoding;
  }

  /**
   * Reads the same table by another encoding.
   *
   * @param other the encoding, that of the training data
   * @return the rows
   * @throws IllegalArgumentException if the table lacks a column
   */
  public EncodedTable encodedBy(TableEncoding other) {
    return other.equals(encoding) ? this : read(file, other);
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return Map.of(Inputs.INPUT, TensorSpec.floats(width));
  }

  @Override
  public Map<String, TensorSpec> labels() {
    return rows.labels();
  }

  @Override
  public List<String> columns() {
    return encoding.valueNames();
  }

  @Override
  public List<String> classNames() {
    return rows.classNames();
  }

  @Override
  public Optional<InputEncoding> served() {
    return Optional.of(encoding.served());
  }

  @Override
  public long id(int index) {
    return rows.id(index);
  }

  @Override
  public Batch batch(HostAllocator memory, int... indices) {
    Batch kept = rows.batch((name, spec) -> memory.allocate("rows/" + name, spec), indices);
    HostTensor spread =
        memory.allocate("inputs", new TensorSpec(DType.FLOAT32, Shape.of(indices.length, width)));
    FloatBuffer from = kept.input().floats();
    FloatBuffer to = spread.floats();
    int length = oneHot.kept();
    for (int row = 0; row < indices.length; row++) {
      oneHot.put(from.slice(row * length, length), to);
    }
    return kept.withInputs(Map.of(Inputs.INPUT, spread));
  }

  /** {@return the SHA-256 of the encoding and the rows} */
  @Override
  public String fingerprint() {
    return fingerprint.get();
  }

  private String computeFingerprint() {
    return new Fingerprint().add("encoded").add(encoding.toString()).add(rows.fingerprint()).hex();
  }
}
