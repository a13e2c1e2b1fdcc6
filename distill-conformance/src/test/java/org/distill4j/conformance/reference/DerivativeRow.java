package org.distill4j.conformance.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A differentiable function, and the shapes and the range of the arguments at which it is tried.
 *
 * @param name what it is
 * @param function the function
 * @param from the least argument
 * @param to what all arguments are below
 * @param shapes the shape of each argument
 */
record DerivativeRow(
    String name,
    Function<List<Tensor>, Tensor> function,
    double from,
    double to,
    List<Shape> shapes) {

  static DerivativeRow of(String name, Function<List<Tensor>, Tensor> function, Shape... shapes) {
    return new DerivativeRow(name, function, -2, 2, List.of(shapes));
  }

  static DerivativeRow one(String name, UnaryOperator<Tensor> function, int... dims) {
    return of(name, all -> function.apply(all.get(0)), Shape.of(dims));
  }

  static DerivativeRow two(String name, BinaryOperator<Tensor> function, Shape a, Shape b) {
    return of(name, all -> function.apply(all.get(0), all.get(1)), a, b);
  }

  /** The same at positive arguments. */
  DerivativeRow positive() {
    return new DerivativeRow(name, function, 0.3, 2.5, shapes);
  }

  /** The arguments as variables "p0", "p1", …. */
  List<Tensor> arguments() {
    List<Tensor> arguments = new ArrayList<>();
    for (Shape shape : shapes) {
      TensorSpec spec = TensorSpec.floats(shape.dims());
      arguments.add(Tensor.leaf(new Op.Variable("p" + arguments.size()), spec));
    }
    return arguments;
  }

  /** Random elements for each argument. */
  List<double[]> values() {
    SplittableRandom random = new SplittableRandom(7);
    return shapes.stream().map(shape -> random.doubles(shape.size(), from, to).toArray()).toList();
  }

  @Override
  public String toString() {
    return name + " of " + shapes;
  }
}
