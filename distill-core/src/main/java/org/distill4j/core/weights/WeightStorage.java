package org.distill4j.core.weights;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distill4j.student.StoredType;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** How exactly a student file holds weights. */
public enum WeightStorage {
  /** As they are: 4 bytes for each number. */
  FLOAT32,
  /**
   * 2 bytes for each number of what has two axes or more; biases and scales as they are. Most
   * numbers are off by less than 1/2,000.
   */
  FLOAT16,
  /**
   * A byte for each number of tables that rows are only looked up in, with a scale for each row;
   * all else as it is.
   */
  INT8_TABLES;

  /** How each of a model's arrays is stored, by its path; those that are not here as FLOAT32. */
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
