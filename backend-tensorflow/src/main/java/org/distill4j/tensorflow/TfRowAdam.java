package org.distill4j.tensorflow;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operation;
import org.tensorflow.Output;

/**
 * Adam for those rows of a table that have a gradient; it touches no others. The gradients of a row
 * that was looked up more than once are added up first, and where that gives 0 nothing changes.
 *
 * @param nodes the graph
 * @param first how much of a gradient goes into the first moment
 * @param second how much of its square goes into the second
 * @param rate the rate, with the bias of the moments corrected
 * @param epsilon ε, corrected too
 */
record TfRowAdam(TfNodes nodes, float first, float second, Output<?> rate, Output<?> epsilon) {

  /**
   * Adds an update to the graph.
   *
   * @param variables table, first and second moments
   * @param rows gradients of rows
   * @param ids which rows they are of
   * @param after what must have run before
   */
  Operation apply(List<Output<?>> variables, Output<?> rows, Output<?> ids, Operation after) {
    Operation unique = nodes.node("Unique", builder -> {}, ids);
    Output<?> places = unique.output(0);
    Output<?> gradient =
        nodes.op("UnsortedSegmentSum", rows, unique.output(1), nodes.op("Size", places));
    List<Output<?>> old = new ArrayList<>();
    variables.forEach(variable -> old.add(nodes.rows(variable, places, after)));
    List<Output<?>> next = next(old, gradient);
    Output<?> flows = anyIn(gradient);
    List<Operation> written = new ArrayList<>();
    for (int i = 0; i < old.size(); i++) {
      Output<?> chosen = nodes.op("SelectV2", flows, next.get(i), old.get(i));
      written.add(
          nodes.node(
              "ResourceScatterUpdate",
              builder -> builder.addControlInput(after),
              variables.get(i),
              places,
              chosen));
    }
    return nodes.after(written);
  }

  private List<Output<?>> next(List<Output<?>> old, Output<?> gradient) {
    Output<?> mean = moment(old.get(1), gradient, first);
    Output<?> square = moment(old.get(2), nodes.op("Square", gradient), second);
    Output<?> root = nodes.op("AddV2", nodes.op("Sqrt", square), epsilon);
    Output<?> move = nodes.op("RealDiv", nodes.op("Mul", mean, rate), root);
    return List.of(nodes.op("Sub", old.get(0), move), mean, square);
  }

  /** A moment, as TensorFlow's kernel for whole parameters computes it. */
  private Output<?> moment(Output<?> before, Output<?> given, float share) {
    Output<?> change = nodes.op("Mul", nodes.op("Sub", given, before), nodes.number(share));
    return nodes.op("AddV2", before, change);
  }

  /** Whether there is something but 0 in each row, as a column. */
  private Output<?> anyIn(Output<?> rows) {
    return nodes.op(
        "Any",
        builder -> builder.setAttr("keep_dims", true),
        nodes.op("NotEqual", rows, nodes.number(0)),
        nodes.integers(1));
  }
}
