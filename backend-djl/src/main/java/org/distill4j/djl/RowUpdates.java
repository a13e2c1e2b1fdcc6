package org.distill4j.djl;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.tensor.TensorSpec;

/** Adam on those rows of a table that have gradients; no other row is read or written. */
final class RowUpdates {
  private final ScriptWriter writer;
  private final List<String> stores = new ArrayList<>();

  RowUpdates(ScriptWriter writer) {
    this.writer = writer;
  }

  /** Computes the new rows of parameter and moments. */
  void write(ScriptOptimizers.Call call, List<ScriptValue> in) {
    TensorSpec ids = in.get(2).spec();
    ScriptValue wide = writer.call(ids, "to", in.get(2), ScriptWriter.INT64);
    List<ScriptValue> distinct =
        writer.calls(List.of(ids, ids), "_unique2", wide, "True", "True", "False");
    ScriptValue gradients = sums(in.get(1), distinct.get(0), distinct.get(1));
    ScriptValue changing = withGradient(ids, gradients);
    ScriptValue rows = of(distinct.get(0), changing);
    List<ScriptValue> tables = List.of(in.get(0), in.get(3), in.get(4));
    List<ScriptValue> old = tables.stream().map(table -> of(table, rows)).toList();
    List<Object> arguments = new ArrayList<>(List.of(List.of(old.get(0))));
    arguments.add(List.of(of(gradients, changing)));
    arguments.addAll(List.of(List.of(old.get(1)), List.of(old.get(2))));
    String all =
        writer.text(ScriptValue.Phase.BEFORE, "_fused_adam", call.with(writer, arguments, 1));
    String next = writer.name(ScriptValue.Phase.BEFORE, all);
    // Parameters, gradients and moments, in this order.
    store(tables.get(0), rows, "((" + next + ")[0])[0]");
    store(tables.get(1), rows, "((" + next + ")[2])[0]");
    store(tables.get(2), rows, "((" + next + ")[3])[0]");
  }

  /** The gradients of one row each, from those of each time that it was looked up. */
  private ScriptValue sums(ScriptValue values, ScriptValue rows, ScriptValue places) {
    String count = writer.name(ScriptValue.Phase.BEFORE, "torch.size(" + rows.tensor() + ", 0)");
    Object[] arguments = {values, places, count, -1, "False"};
    return writer.call(values.spec(), "embedding_dense_backward", arguments);
  }

  private ScriptValue withGradient(TensorSpec spec, ScriptValue gradients) {
    ScriptValue sizes = writer.call(gradients.spec(), "abs", gradients);
    ScriptValue largest = writer.call(spec, "amax", sizes, "[1]", "False");
    return writer.call(spec, "flatten", writer.call(spec, "nonzero", largest), 0, -1);
  }

  private ScriptValue of(ScriptValue table, ScriptValue rows) {
    return writer.call(table.spec(), "index_select", table, 0, rows);
  }

  private void store(ScriptValue table, ScriptValue rows, String values) {
    String places = "annotate(List[Optional[Tensor]], [" + rows.tensor() + "])";
    stores.add(writer.text(ScriptValue.Phase.BEFORE, "index_put_", table, places, values, "False"));
  }

  /** Writes the rows to their tables. */
  void finish() {
    stores.forEach(line -> writer.statement(ScriptValue.Phase.BEFORE, line));
  }
}
