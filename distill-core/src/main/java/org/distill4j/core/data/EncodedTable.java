package org.distill4j.core.data;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.data.Batch;
import org.distill4j.data.HostAllocator;
import org.distill4j.student.InputEncoding;
import org.distill4j.tensor.TensorSpec;

/**
 * The rows of a table, encoded as {@link TableEncoding} describes. Categories are kept as numbers
 * and spread when a batch is read. An example's id is its row.
 */
public final class EncodedTable implements NamedData {
  private final TableFile file;
  private final TableEncoding encoding;
  private final InMemoryDataset rows;
  private final TableInputs form;
  private final EncodedRows encoded;
  private final LazyText fingerprint = new LazyText(this::computeFingerprint);

  private EncodedTable(
      TableFile file, TableEncoding encoding, InMemoryDataset rows, TableInputs form) {
    this.file = file;
    this.encoding = encoding;
    this.rows = rows;
    this.form = form;
    this.encoded = EncodedRows.of(encoding, form);
  }

  static EncodedTable read(TableFile file, TableEncoding encoding) {
    List<CellEncoding> cells = encoding.columns().stream().map(CellEncoding::of).toList();
    return new EncodedTable(
        file,
        encoding,
        file.encoded(encoding.names(), cells, ReadLimits.usual()),
        TableInputs.VECTOR);
  }

  /**
   * The same rows in another form: a model may take one vector, or inputs with names.
   *
   * @param inputs the form
   * @return a data set that shares the rows
   * @throws IllegalArgumentException if a column's name is that of another input
   */
  public EncodedTable as(TableInputs inputs) {
    return new EncodedTable(file, encoding, rows, inputs);
  }

  /** {@return the form in which a model gets the rows} */
  public TableInputs form() {
    return form;
  }

  /** {@return the encoding of the rows} */
  public TableEncoding encoding() {
    return encoding;
  }

  /**
   * Reads the same table with another encoding.
   *
   * @param other the encoding, that of the training data
   * @return the rows
   * @throws IllegalArgumentException if the table lacks a column
   */
  public EncodedTable encodedBy(TableEncoding other) {
    return other.equals(encoding) ? this : read(file, other).as(form);
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return encoded.specs();
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
  public Optional<InputEncoding> inputEncoding() {
    return form == TableInputs.VECTOR ? Optional.of(encoding.inputEncoding()) : Optional.empty();
  }

  @Override
  public long id(int index) {
    return rows.id(index);
  }

  @Override
  public Batch batch(HostAllocator memory, int... indices) {
    Batch kept = rows.batch((name, spec) -> memory.allocate("rows/" + name, spec), indices);
    return kept.withInputs(encoded.inputs(memory, kept.input().floats(), indices.length));
  }

  /** {@return the SHA-256 of the encoding and the rows} */
  @Override
  public String fingerprint() {
    return fingerprint.get();
  }

  private String computeFingerprint() {
    Fingerprint parts =
        new Fingerprint().add("encoded").add(encoding.toString()).add(rows.fingerprint());
    return form == TableInputs.VECTOR ? parts.hex() : parts.add(form.name()).hex();
  }
}
