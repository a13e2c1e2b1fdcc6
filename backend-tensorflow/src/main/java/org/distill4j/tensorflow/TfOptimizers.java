package org.distill4j.tensorflow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;

/** Applies gradients by TensorFlow's kernels, which write variables in place. */
final class TfOptimizers {
  private final TfNodes nodes;
  private final TfInputs inputs;
  private final Map<Object, Rates> rates = new HashMap<>();

  /** What Adam's kernel is given in place of a rate and ε. */
  private record Rates(TfValue rate, TfValue epsilon) {}

  TfOptimizers(TfNodes nodes, TfInputs inputs) {
    this.nodes = nodes;
    this.inputs = inputs;
  }

  /**
   * Adds an update to the graph.
   *
   * @param update the update
   * @param in the values of what it is applied to
   * @param after what must have run before
   */
  Operation apply(TfInPlace update, List<TfValue> in, Operation after) {
    return switch (update.application().composite().name()) {
      case "adam" -> adam(update, in, after);
      case "adamw" -> adam(update, in, decayed(update, in, after));
      case "row-adam" -> rowAdam(update, in, after);
      default -> descent(update, in, after);
    };
  }

  /** The value of one of the results, read when it is asked for. */
  TfValue result(TfInPlace update, int index, Operation written) {
    Tensor variable = update.variable(index);
    return TfValue.lazy(nodes, variable.shape(), () -> nodes.read(handle(variable), written));
  }

  private Output<?> handle(Tensor variable) {
    return inputs.handle(((Op.Variable) variable.op()).name(), variable.shape());
  }

  private Operation descent(TfInPlace update, List<TfValue> in, Operation after) {
    Output<?> gradient = in.get(1).plain();
    double decay = update.number("weightDecay");
    if (decay != 0) {
      Output<?> pull = nodes.op("Mul", in.get(0).plain(), nodes.number(decay));
      gradient = nodes.op("AddV2", gradient, pull);
    }
    Output<?> parameter = handle(update.variable(0));
    Output<?> rate = in.get(in.size() - 1).plain();
    if (update.variables().size() == 1) {
      return node("ResourceApplyGradientDescent", after, builder -> {}, parameter, rate, gradient);
    }
    return node(
        "ResourceApplyMomentum",
        after,
        builder -> builder.setAttr("use_nesterov", update.number("nesterov") != 0),
        parameter,
        handle(update.variable(1)),
        rate,
        gradient,
        nodes.number(update.number("momentum")));
  }

  private Operation decayed(TfInPlace update, List<TfValue> in, Operation after) {
    double decay = update.number("weightDecay");
    if (decay == 0) {
      return after;
    }
    ToDoubleFunction<double[]> rate = number(in.get(4));
    TfValue factor = inputs.number(given -> decay * rate.applyAsDouble(given));
    Output<?> pull = nodes.op("Mul", in.get(0).plain(), factor.plain());
    return nodes.assign("AssignSubVariableOp", handle(update.variable(0)), pull, after);
  }

  /** The bias is corrected in the rates, so the kernel is told that there is none left. */
  private Operation adam(TfInPlace update, List<TfValue> in, Operation after) {
    Rates corrected = rates(update, in.get(4), in.get(5));
    Output<?> none = nodes.number(0);
    return node(
        "ResourceApplyAdam",
        after,
        builder -> {},
        handle(update.variable(0)),
        handle(update.variable(1)),
        handle(update.variable(2)),
        none,
        none,
        corrected.rate().plain(),
        nodes.number(update.number("beta1")),
        nodes.number(update.number("beta2")),
        corrected.epsilon().plain(),
        in.get(1).plain());
  }

  private Operation rowAdam(TfInPlace update, List<TfValue> in, Operation after) {
    Rates corrected = rates(update, in.get(5), in.get(6));
    List<Output<?>> variables =
        List.of(handle(update.variable(0)), handle(update.variable(1)), handle(update.variable(2)));
    TfRowAdam adam =
        new TfRowAdam(
            nodes,
            1 - (float) update.number("beta1"),
            1 - (float) update.number("beta2"),
            corrected.rate().plain(),
            corrected.epsilon().plain());
    return adam.apply(variables, in.get(1).plain(), in.get(2).plain(), after);
  }

  private Rates rates(TfInPlace update, TfValue rate, TfValue step) {
    return rates.computeIfAbsent(
        List.of(rate, step, update.application().composite().attributes()),
        key -> corrected(update, rate, step));
  }

  /**
   * TensorFlow adds ε to √v before the bias is corrected. With the rate η·√(1 − β₂ᵗ)/(1 − β₁ᵗ) and
   * ε·√(1 − β₂ᵗ) its update is the paper's. The factors are rounded as the kernel rounds them,
   * since the correction must undo exactly what the moments lack.
   */
  private Rates corrected(TfInPlace update, TfValue rateValue, TfValue stepValue) {
    float beta1 = (float) update.number("beta1");
    float beta2 = (float) update.number("beta2");
    double epsilon = update.number("epsilon");
    ToDoubleFunction<double[]> rate = number(rateValue);
    ToDoubleFunction<double[]> step = number(stepValue);
    return new Rates(
        inputs.number(
            given ->
                rate.applyAsDouble(given)
                    * root(beta2, step.applyAsDouble(given))
                    / (1 - Math.pow(beta1, step.applyAsDouble(given)))),
        inputs.number(given -> epsilon * root(beta2, step.applyAsDouble(given))));
  }

  private static ToDoubleFunction<double[]> number(TfValue value) {
    return value.number().orElseThrow();
  }

  private static double root(float beta, double step) {
    return Math.sqrt(1 - Math.pow(beta, step));
  }

  private Operation node(
      String type, Operation after, Consumer<OperationBuilder> settings, Output<?>... operands) {
    return nodes.node(type, builder -> settings.accept(builder.addControlInput(after)), operands);
  }
}
