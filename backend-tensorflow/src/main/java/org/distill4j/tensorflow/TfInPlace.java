package org.distill4j.tensorflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.ir.Program;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/**
 * One application of an optimizer for which TensorFlow has a kernel that writes variables in place.
 *
 * @param application the application
 * @param variables which of its inputs are variables: result i is the next value of variable i
 */
record TfInPlace(Op.Application application, List<Integer> variables) {

  /** Those whose results are the next values of exactly the variables that they read. */
  static Map<Op.Application, TfInPlace> among(Program program) {
    Map<Op.Application, TfInPlace> found = new LinkedHashMap<>();
    for (Tensor update : program.updates().values()) {
      if (update.op() instanceof Op.Result result) {
        Op.Application application = result.application(update);
        TfInPlace candidate = new TfInPlace(application, variables(application));
        if (candidate.isWhole(program)) {
          found.put(application, candidate);
        }
      }
    }
    return found;
  }

  private static List<Integer> variables(Op.Application application) {
    return switch (application.composite().name()) {
      case "adam", "adamw" -> List.of(0, 2, 3);
      case "row-adam" -> List.of(0, 3, 4);
      case "sgd" -> application.inputs().size() == 3 ? List.of(0) : List.of(0, 2);
      default -> List.of();
    };
  }

  private boolean isWhole(Program program) {
    boolean whole = !variables.isEmpty() && hasNumbers();
    for (int i = 0; i < variables.size(); i++) {
      whole = whole && isUpdated(program, i);
    }
    return whole;
  }

  /** Whether the rate and what follows it are numbers that the host knows before a run. */
  private boolean hasNumbers() {
    List<Tensor> inputs = application.inputs();
    int last = variables.get(variables.size() - 1);
    return inputs.subList(Math.max(1, last) + 1, inputs.size()).stream()
        .allMatch(TfArithmetic::isNumber);
  }

  private boolean isUpdated(Program program, int index) {
    if (!(variable(index).op() instanceof Op.Variable variable)) {
      return false;
    }
    Tensor update = program.updates().get(variable.name());
    return update != null
        && update.op() instanceof Op.Result result
        && result.index() == index
        && result.application(update).equals(application);
  }

  /** One of the variables that are written. */
  Tensor variable(int index) {
    return application.inputs().get(variables.get(index));
  }

  Tensor gradient() {
    return application.inputs().get(1);
  }

  /** A fixed number of the optimizer, 0 if it has none of that name. */
  double number(String attribute) {
    return application.composite().attributes().getOrDefault(attribute, 0.0);
  }

  /** The inputs that are read, and not written to alone. */
  List<Tensor> reads() {
    List<Tensor> inputs = application.inputs();
    boolean readsParameter = number("weightDecay") != 0;
    return inputs.stream()
        .filter(
            input ->
                !variables.contains(inputs.indexOf(input))
                    || (readsParameter && input.equals(inputs.get(0))))
        .toList();
  }
}
