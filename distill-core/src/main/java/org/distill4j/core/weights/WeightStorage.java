package org.distill4j.core.weights;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distill4j.student.StoredType;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** The precision of weights in a student file. */
public enum WeightStorage {
  /** 4 bytes for each number, unchanged. */
  FLOAT32,
  /**
   * 2 bytes for each number of arrays with two axes or more; biases and scales unchanged. Most
   * numbers are off by less than 1/2,000.
   */
  FLOAT16,
  /**
   * A byte for each number of tables whose rows are only looked up, with a scale for each row; all
   * else unchanged.
   */
  INT8_TABLES;

  /**
   * Returns the storage of each of a model's arrays, by its path; those that are absent are
   * FLOAT32.
   */
  Map<String, StoredType> types(List<Tensor> nodes) {
    Map<String, StoredType> types = new HashMap<>();
    if (this == INT8_TABLES) {
      tables(nodes).forEach(name -> types.put(name, StoredType.INT8_ROWS));
    } else if (this == FLOAT16) {
      for (Tensor node : nodes) {
        if (node.op() instanceof Op.Variable variable && node.shape().rank() > 1) {
          types.put(variable.name(), StoredType.FLOAT16);
        }
      }
    }
    return types;
  }

  private static Set<String> tables(List<Tensor> nodes) {
    Set<String> tables = new HashSet<>();
    Set<String> others = new HashSet<>();
    for (Tensor node : nodes) {
      for (int i = 0; i < node.inputs().size(); i++) {
        if (node.inputs().get(i).op() instanceof Op.Variable variable) {
          boolean lookup = node.op() instanceof Op.GatherRows && i == 0;
          (lookup ? tables : others).add(variable.name());
        }
      }
    }
    tables.removeAll(others);
    return tables;
  }
}
