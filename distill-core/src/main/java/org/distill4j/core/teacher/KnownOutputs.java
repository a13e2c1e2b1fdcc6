package org.distill4j.core.teacher;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/** A teacher with precomputed outputs: those of each example lie in a row. */
public final class KnownOutputs implements Teacher {
  private final Map<String, HostTensor> outputs;
  private final Map<Long, Integer> rows;
  private final String fingerprint;

  private KnownOutputs(
      Map<String, HostTensor> outputs, Map<Long, Integer> rows, String fingerprint) {
    this.outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    this.rows = rows;
    this.fingerprint = fingerprint;
  }

  /**
   * Returns outputs by the ids of their examples. The tensors are not copied.
   *
   * @param outputs by name, each (examples, …)
   * @param fingerprint the fingerprint of the teacher that computed them
   * @param ids the id of each example, in the order of the rows
   * @return the teacher
   * @throws IllegalArgumentException if an output has not as many rows as there are ids, or an id
   *     is there twice
   */
  public static KnownOutputs of(Map<String, HostTensor> outputs, String fingerprint, long... ids) {
    outputs.forEach((name, tensor) -> requireRows(name, tensor, ids.length));
    Map<Long, Integer> rows = new HashMap<>();
    for (int row = 0; row < ids.length; row++) {
      if (rows.put(ids[row], row) != null) {
        throw new IllegalArgumentException(
            "The id "
                + ids[row]
                + " is there twice among known outputs, expected each id once.\n"
                + "Maybe the outputs of two data sets were joined.");
      }
    }
    return new KnownOutputs(outputs, rows, fingerprint);
  }

  private static void requireRows(String name, HostTensor tensor, int wanted) {
    if (tensor.shape().rank() == 0 || tensor.shape().dim(0) != wanted) {
      throw new IllegalArgumentException(
          "The known output \""
              + name
              + "\" is "
              + tensor.spec()
              + " for "
              + wanted
              + " ids, expected a row for each.\nMaybe the ids are those of another data set.");
    }
  }

  @Override
  public Map<String, TensorSpec> outputs() {
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    outputs.forEach((name, tensor) -> specs.put(name, tensor.spec().withoutBatch()));
    return specs;
  }

  @Override
  public Predictions predict(Batch batch) {
    Map<String, HostTensor> picked = new LinkedHashMap<>();
    outputs.forEach((name, tensor) -> picked.put(name, pick(tensor, batch)));
    return Predictions.of(picked);
  }

  private HostTensor pick(HostTensor from, Batch batch) {
    TensorSpec spec = from.spec().withoutBatch().batched(batch.size());
    HostTensor to = HostTensor.allocate(spec);
    int length = from.bytes().capacity() / from.shape().dim(0);
    for (int i = 0; i < batch.size(); i++) {
      to.bytes().put(i * length, from.bytes(), row(batch.id(i)) * length, length);
    }
    return to;
  }

  private int row(long id) {
    Integer row = rows.get(id);
    if (row == null) {
      throw new IllegalArgumentException(
          "There are no known outputs for the example "
              + id
              + ", expected those of each example.\n"
              + "Maybe the outputs are of another data set.");
    }
    return row;
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }
}
