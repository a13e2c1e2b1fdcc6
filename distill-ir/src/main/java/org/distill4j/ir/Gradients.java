package org.distill4j.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.OperationOrder;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * Reverse-mode differentiation as a function from recorded tensors to recorded tensors: a gradient
 * is computed by the same primitives as any other value, so it can be differentiated again and can
 * be part of a loss. See Griewank and Walther, Evaluating Derivatives, chapter 3.
 */
public final class Gradients {
  private Gradients() {}

  /**
   * Returns the gradient of a number with respect to a tensor.
   *
   * @param of a FLOAT32 tensor of one element
   * @param in the tensor, a leaf or computed
   * @return the gradient, of its shape; zeros if none flows
   * @throws IllegalArgumentException if {@code of} has more than one element, or a tensor is not
   *     FLOAT32
   */
  public static Tensor of(Tensor of, Tensor in) {
    return of(of, List.of(in)).get(0);
  }

  /**
   * Returns the gradient of a number with respect to some tensors.
   *
   * @param of a FLOAT32 tensor of one element
   * @param in the tensors, leaves or computed
   * @return the gradient in each, of its shape; zeros where none flows
   * @throws IllegalArgumentException if {@code of} has more than one element, or a tensor is not
   *     FLOAT32
   */
  public static List<Tensor> of(Tensor of, List<Tensor> in) {
    if (of.shape().size() != 1) {
      throw new IllegalArgumentException(
          "The gradient of "
              + of.spec()
              + " was asked for, expected one number.\n"
              + "Maybe sum it first, or give a seed for each element.");
    }
    return of(List.of(of), List.of(filled(1, of)), in);
  }

  /**
   * Returns the gradient of Σ ⟨seed, result⟩ with respect to some tensors, where seeds count as
   * constants: a vector-Jacobian product.
   *
   * @param results FLOAT32 tensors
   * @param seeds for each result a tensor of its shape
   * @param in the tensors, leaves or computed
   * @return the gradient in each, of its shape; zeros where none flows
   * @throws IllegalArgumentException if a tensor is not FLOAT32, or a seed has not its result's
   *     shape
   */
  public static List<Tensor> of(List<Tensor> results, List<Tensor> seeds, List<Tensor> in) {
    List<Optional<Tensor>> found = find(results, seeds, in);
    List<Tensor> gradients = new ArrayList<>();
    for (int i = 0; i < in.size(); i++) {
      Tensor tensor = in.get(i);
      gradients.add(found.get(i).orElseGet(() -> filled(0, tensor)));
    }
    return gradients;
  }

  /**
   * Returns the same, with an empty value for each gradient that is zero.
   *
   * @param results FLOAT32 tensors
   * @param seeds for each result a tensor of its shape
   * @param in the tensors, leaves or computed
   * @return the gradient in each, of its shape; empty where none flows
   * @throws IllegalArgumentException if a tensor is not FLOAT32, or a seed has not its result's
   *     shape
   */
  public static List<Optional<Tensor>> find(
      List<Tensor> results, List<Tensor> seeds, List<Tensor> in) {
    requireSeeds(results, seeds);
    in.forEach(tensor -> requireFloats(tensor.spec()));
    return find(OperationOrder.sort(results), results, seeds, in);
  }

  /** Returns the gradient through the given nodes only, which come inputs first. */
  static List<Optional<Tensor>> find(
      List<Tensor> nodes, List<Tensor> results, List<Tensor> seeds, List<Tensor> in) {
    GradientSums sums = new GradientSums(nodes, in);
    for (int i = 0; i < results.size(); i++) {
      sums.add(results.get(i), seeds.get(i));
    }
    new ReversePass(sums).flow(nodes);
    return in.stream().map(sums::gradient).toList();
  }

  private static void requireSeeds(List<Tensor> results, List<Tensor> seeds) {
    List<TensorSpec> specs = results.stream().map(Tensor::spec).toList();
    List<TensorSpec> given = seeds.stream().map(Tensor::spec).toList();
    specs.forEach(Gradients::requireFloats);
    if (!given.equals(specs)) {
      throw new IllegalArgumentException(
          "The seeds of a gradient are "
              + given
              + ", expected those of the results, "
              + specs
              + ".\nMaybe a seed was not broadcast to its result's shape.");
    }
  }

  private static void requireFloats(TensorSpec spec) {
    if (spec.type() != DType.FLOAT32) {
      throw new IllegalArgumentException(
          "The gradient of or in a tensor "
              + spec
              + " was asked for, expected FLOAT32.\n"
              + "Maybe use toFloat() before what is differentiated.");
    }
  }

  static Tensor filled(double value, Tensor like) {
    return Tensor.of(value).broadcastTo(like.shape().dims());
  }
}
