package org.distill4j.core.run;

import java.util.LinkedHashSet;
import java.util.Set;
import org.distill4j.program.Recording;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** Finds the variables whose rows are only looked up by ids. */
final class LookupTables {
  private LookupTables() {}

  static Set<String> find(Recording recording) {
    Set<String> tables = new LinkedHashSet<>();
    recording.nodes().forEach(node -> lookUp(node, tables));
    recording.nodes().forEach(node -> node.inputs().forEach(input -> use(node, input, tables)));
    recording.outputs().values().forEach(output -> remove(output, tables));
    return tables;
  }

  private static void lookUp(Tensor node, Set<String> tables) {
    if (node.op() instanceof Op.GatherRows
        && node.inputs().get(0).op() instanceof Op.Variable variable) {
      tables.add(variable.name());
    }
  }

  private static void use(Tensor node, Tensor input, Set<String> tables) {
    if (!(node.op() instanceof Op.GatherRows)) {
      remove(input, tables);
    }
  }

  private static void remove(Tensor tensor, Set<String> tables) {
    if (tensor.op() instanceof Op.Variable variable) {
      tables.remove(variable.name());
    }
  }
}
