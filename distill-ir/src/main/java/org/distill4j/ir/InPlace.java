package org.distill4j.ir;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/**
 * A composite, such as an optimizer's update, that computes the next values of variables that it
 * reads itself, so that an engine may change these in place.
 *
 * @param application the composite and what it is applied to
 * @param variables which of its inputs are these variables: result i is the next value of input
 *     {@code variables.get(i)}
 */
public record InPlace(Op.Application application, List<Integer> variables) {
  /** Copies the list. */
  public InPlace {
    variables = List.copyOf(variables);
  }

  /**
   * Returns those of a program.
   *
   * @param program the program
   * @param gradients names of composites, and how many inputs each has between its first variable,
   *     a parameter, and the others, its slots: the gradient, or rows and ids
   * @return each by what it is applied to
   */
  public static Map<Op.Application, InPlace> among(
      Program program, Map<String, Integer> gradients) {
    Map<Op.Application, InPlace> found = new LinkedHashMap<>();
    for (Tensor update : program.updates().values()) {
      if (update.op() instanceof Op.Result result) {
        Optional.ofNullable(gradients.get(result.composite().name()))
            .map(between -> of(result.application(update), between))
            .filter(candidate -> candidate.isWhole(program.updates()))
            .ifPresent(whole -> found.put(whole.application, whole));
      }
    }
    return found;
  }

  private static InPlace of(Op.Application application, int between) {
    int count = application.composite().body().size();
    return new InPlace(
        application, IntStream.range(0, count).mapToObj(i -> i == 0 ? 0 : i + between).toList());
  }

  private boolean isWhole(Map<String, Tensor> updates) {
    return IntStream.range(0, variables.size()).allMatch(i -> isNext(updates, i));
  }

  private boolean isNext(Map<String, Tensor> updates, int index) {
    return written().get(index).op() instanceof Op.Variable variable
        && Optional.ofNullable(updates.get(variable.name()))
            .filter(update -> isResult(update, index))
            .isPresent();
  }

  private boolean isResult(Tensor update, int index) {
    return update.op() instanceof Op.Result result
        && result.index() == index
        && result.application(update).equals(application);
  }

  /** {@return the composite's name} */
  public String name() {
    return application.composite().name();
  }

  /** {@return the variables; result i is the next value of variable i} */
  public List<Tensor> written() {
    return variables.stream().map(application.inputs()::get).toList();
  }

  /** {@return the names of the variables} */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    written().forEach(variable -> names.add(((Op.Variable) variable.op()).name()));
    return names;
  }
}
