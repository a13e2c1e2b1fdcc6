package org.distill4j.tensorflow;

import java.util.List;
import java.util.function.Function;
import org.distill4j.tensor.Shape;
import org.distill4j.tensorflow.TfValue.Form;
import org.tensorflow.Output;

/**
 * Functions of elements stay in the form in which an operand is there, so that a chain of
 * convolutions moves no image to and fro.
 */
final class TfForms {
  private TfForms() {}

  static TfValue apply(
      TfNodes nodes,
      Shape result,
      Function<List<Output<?>>, Output<?>> function,
      List<TfValue> operands) {
    Form form = common(result, operands);
    List<Output<?>> outputs = operands.stream().<Output<?>>map(each -> each.in(form)).toList();
    return TfValue.of(nodes, result, form, function.apply(outputs));
  }

  private static Form common(Shape result, List<TfValue> operands) {
    boolean rows =
        result.rank() > 2
            && operands.stream().allMatch(x -> x.shape().rank() < 2 || x.shape().equals(result));
    if (result.rank() == 4 && anyIs(Form.CHANNELS_LAST, operands)) {
      return Form.CHANNELS_LAST;
    }
    return rows && anyIs(Form.ROWS, operands) ? Form.ROWS : Form.PLAIN;
  }

  private static boolean anyIs(Form form, List<TfValue> operands) {
    return operands.stream().anyMatch(operand -> operand.form() == form);
  }
}
