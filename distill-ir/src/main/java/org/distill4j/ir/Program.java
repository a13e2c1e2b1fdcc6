package org.distill4j.ir;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.distill4j.tensor.Algebra;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Interpretation;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.OperationOrder;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A function that an engine compiles and runs. It takes feeds (host tensors), scalars (numbers) and
 * variables (arrays that live on the device), and gives outputs (host tensors) and new values of
 * variables. All shapes are known. Every variable is read as it was before the run, whatever the
 * run writes.
 */
public final class Program {
  private final List<TensorSpec> feeds;
  private final int scalars;
  private final Map<String, TensorSpec> variables = new LinkedHashMap<>();
  private final Map<String, Tensor> outputs;
  private final Map<String, Tensor> updates;
  private final List<Tensor> nodes;

  /**
   * Creates a program.
   *
   * @param feeds type and shape of each host tensor; {@link Op.Feed} counts in this list
   * @param scalars how many numbers it takes; {@link Op.Scalar} counts among them
   * @param outputs its results by name, FLOAT32 or INT32
   * @param updates the new values of variables by path, FLOAT32
   * @throws IllegalArgumentException if a leaf is no feed or scalar of the program, an output has
   *     the type BOOL, or a variable is read or written in two shapes
   */
  public Program(
      List<TensorSpec> feeds,
      int scalars,
      Map<String, Tensor> outputs,
      Map<String, Tensor> updates) {
    this.feeds = List.copyOf(feeds);
    this.scalars = scalars;
    this.outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    this.updates = Collections.unmodifiableMap(new LinkedHashMap<>(updates));
    this.nodes = OperationOrder.sort(results());
    nodes.forEach(this::requireKnown);
    outputs.forEach(Program::requireOutput);
    updates.forEach((name, value) -> requireVariable(name, value.spec()));
  }

  private Collection<Tensor> results() {
    List<Tensor> results = new ArrayList<>(outputs.values());
    results.addAll(updates.values());
    return results;
  }

  private void requireKnown(Tensor node) {
    if (node.op() instanceof Op.Feed feed) {
      boolean known = feed.index() < feeds.size() && feeds.get(feed.index()).equals(node.spec());
      require(known, node, "one of the feeds " + feeds);
    } else if (node.op() instanceof Op.Scalar scalar) {
      require(scalar.index() < scalars, node, "one of " + scalars + " scalars");
    } else if (node.op() instanceof Op.Variable variable) {
      requireVariable(variable.name(), node.spec());
    } else {
      require(!(node.op() instanceof Op.Argument), node, "no argument of a composite");
    }
  }

  private static void require(boolean holds, Tensor node, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "The program reads "
              + node
              + ", expected "
              + expected
              + ".\nMaybe a model or loss keeps a tensor of another recording in a field.");
    }
  }

  private static void requireOutput(String name, Tensor output) {
    if (output.type() == DType.BOOL) {
      throw new IllegalArgumentException(
          "Output "
              + name
              + " is "
              + output.spec()
              + ", expected FLOAT32 or INT32.\nMaybe use toFloat() on the comparison.");
    }
  }

  private void requireVariable(String name, TensorSpec spec) {
    TensorSpec before = variables.putIfAbsent(name, spec);
    if (spec.type() != DType.FLOAT32 || (before != null && !before.equals(spec))) {
      throw new IllegalArgumentException(
          "Variable "
              + name
              + " is used as "
              + spec
              + ", expected "
              + (before == null ? "FLOAT32" : before.toString())
              + ".\nMaybe an update has another shape than its variable.");
    }
  }

  /** {@return type and shape of each host tensor that it takes} */
  public List<TensorSpec> feeds() {
    return feeds;
  }

  /** {@return how many numbers it takes} */
  public int scalars() {
    return scalars;
  }

  /** {@return type and shape of each variable that it reads or writes, by path} */
  public Map<String, TensorSpec> variables() {
    return Collections.unmodifiableMap(variables);
  }

  /** {@return its results by name} */
  public Map<String, Tensor> outputs() {
    return outputs;
  }

  /** {@return the new values of variables by path} */
  public Map<String, Tensor> updates() {
    return updates;
  }

  /** {@return all operations that outputs and updates need, each once, inputs first} */
  public List<Tensor> nodes() {
    return nodes;
  }

  /**
   * Returns the same function in fewer operations, for compiling: stop-gradients are removed too.
   *
   * @return a program with the same feeds, scalars, outputs and updates
   */
  public Program simplified() {
    return Simplifier.simplify(this);
  }

  /**
   * Returns the same function without some operations, for an engine that has no kernels for them.
   * These can be replaced: composites, stop-gradients, GELU, means, softmaxes and their logarithms,
   * {@link Op.ArgMax}, {@link Op.OneHot}, {@link Op.Pad}, convolutions, poolings and their
   * gradients. A convolution or pooling with padding becomes one without, of a padded image; a
   * convolution without padding becomes a matrix product. Replacements are tried again, so a kernel
   * without padding is enough for all paddings.
   *
   * @param lacking whether the engine has no kernel for a node, by its operation and its shapes;
   *     has no effect on operations other than these
   * @return a program with the same feeds, scalars, outputs and updates
   */
  public Program lowered(Predicate<Tensor> lacking) {
    return Lowering.lower(this, lacking);
  }

  /**
   * Interprets the whole program in an algebra.
   *
   * @param algebra the interpretation
   * @param <V> its handle of a tensor
   * @return the handle of each node, in order
   */
  public <V> Map<Tensor, V> interpret(Algebra<V> algebra) {
    Map<Tensor, V> values = new LinkedHashMap<>();
    new Interpretation<>(algebra, values).read(nodes);
    return values;
  }
}
