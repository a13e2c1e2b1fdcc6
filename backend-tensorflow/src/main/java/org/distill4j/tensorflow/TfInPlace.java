package org.distill4j.tensorflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
      default -> List.of();
    };
  }

  private boolean isWhole(Program program) {
    return !variables.isEmpty()
        && IntStream.range(0, variables.size()).allMatch(i -> isUpdated(program, i));
  }

  private boolean isUpdated(Program program, int index) {
    if (!(written().get(index).op() instanceof Op.Variable variable)) {
      return false;
    }
    Tensor update = program.updates().get(variable.name());
    return update != null
        && update.op() instanceof Op.Result result
        && result.index() == index
        && result.application(update).equals(application);
  }

  /** The variables that are written. */
  List<Tensor> written() {
    return variables.stream().map(application.inputs()::get).toList();
  }

  Tensor gradient() {
    return application.inputs().get(1);
  }

  /** The inputs that are read, and not written to alone. */
  List<Tensor> reads() {
    List<Tensor> inputs = application.inputs();
    int first = application.composite().name().equals("adamw") ? 0 : 1;
    return IntStream.range(first, inputs.size())
        .filter(i -> i == 0 || !variables.contains(i))
        .mapToObj(inputs::get)
        .toList();
  }
}
