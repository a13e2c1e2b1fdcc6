package org.distill4j.djl;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.TensorSpec;

/** Adam on those rows of a table that have gradients; no other row is read or written. */
final class RowUpdates {
  private final ScriptWriter writer;
  private final List<String> stores = new ArrayList<>();

  RowUpdates(ScriptWriter writer) {
    this.writer = writer;
  }

  /** Computes the new rows of parameter and moments. */
  void write(Composite composite, List<Code> in) {
    Code ids = writer.call(in.get(2).spec(), "to", in.get(2), ScriptWriter.INT64);
    List<TensorSpec> specs = List.of(ids.spec(), ids.spec());
    List<Code> distinct = writer.calls(specs, "_unique2", ids, "True", "True", "False");
    Code rows = distinct.get(0);
    String count = writer.name(Code.Phase.BEFORE, "torch.size(" + rows.tensor() + ", 0)");
    TensorSpec spec = in.get(1).spec();
    Object[] added = {in.get(1), distinct.get(1), count, -1, "False"};
    Code gradient = writer.call(spec, "embedding_dense_backward", added);
    Code first = moment(in.get(3), rows, gradient, composite.number("beta1"));
    Code second = square(in.get(4), rows, gradient, composite.number("beta2"));
    Code unbiased = writer.call(spec, "div", second, writer.number(in.get(8)));
    Code root = writer.call(spec, "sqrt", unbiased);
    Code below = writer.call(spec, "add", root, composite.number("epsilon"));
    Code.Numeral rate =
        writer.arithmetic("div", writer.number(in.get(5)), writer.number(in.get(7)));
    String size = "value=" + writer.arithmetic("neg", rate);
    Code parameter = writer.call(spec, "addcdiv", of(in.get(0), rows), first, below, size);
    Code others = writer.call(spec, "any", writer.call(spec, "ne", gradient, 0.0), 1, "True");
    store(in.get(0), rows, others, parameter);
    store(in.get(3), rows, others, first);
    store(in.get(4), rows, others, second);
  }

  private Code of(Code table, Code rows) {
    return writer.call(table.spec(), "index_select", table, 0, rows);
  }

  private Code moment(Code table, Code rows, Code gradient, double beta) {
    Code faded = writer.call(table.spec(), "mul", of(table, rows), beta);
    return writer.call(table.spec(), "add", faded, gradient, "alpha=" + (1 - beta));
  }

  private Code square(Code table, Code rows, Code gradient, double beta) {
    Code faded = writer.call(table.spec(), "mul", of(table, rows), beta);
    String share = "value=" + (1 - beta);
    return writer.call(table.spec(), "addcmul", faded, gradient, gradient, share);
  }

  private void store(Code table, Code rows, Code hasGradient, Code value) {
    Code next = writer.call(table.spec(), "where", hasGradient, value, of(table, rows));
    stores.add(writer.text(Code.Phase.BEFORE, "index_copy_", table, 0, rows, next));
  }

  /** Writes the rows to their tables. */
  void finish() {
    stores.forEach(line -> writer.statement(Code.Phase.BEFORE, line));
  }
}
