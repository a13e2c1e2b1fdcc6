package org.distill4j.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.distill4j.model.ParameterSpec;
import org.distill4j.optim.Adam;
import org.distill4j.optim.AdamW;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.Sgd;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;

/** Clips gradients and applies them, with TensorFlow's fused kernels. */
final class TfOptimizer {
  private final TfNodes nodes;
  private final TfLeaves leaves;
  private final Optimizer optimizer;
  private final List<Output<?>> rates;

  TfOptimizer(TfNodes nodes, TfLeaves leaves, Optimizer optimizer, List<Output<?>> rates) {
    this.nodes = nodes;
    this.leaves = leaves;
    this.optimizer = optimizer;
    this.rates = rates;
  }

  List<TfGradient> clip(Clipping clipping, List<TfGradient> gradients) {
    UnaryOperator<Output<?>> clip = clip(clipping, gradients.stream().map(TfGradient::value));
    return gradients.stream()
        .map(gradient -> new TfGradient(gradient.parameter(), clip.apply(gradient.value())))
        .toList();
  }

  private UnaryOperator<Output<?>> clip(Clipping clipping, Stream<Output<?>> gradients) {
    if (clipping instanceof Clipping.ByNorm byNorm) {
      Output<?> scale = scale(byNorm.limit(), gradients);
      return gradient -> nodes.op("Mul", gradient, scale);
    } else if (clipping instanceof Clipping.ByValue byValue) {
      Output<?> above = nodes.number(byValue.limit());
      Output<?> below = nodes.number(-byValue.limit());
      return gradient -> nodes.op("Maximum", nodes.op("Minimum", gradient, above), below);
    }
    return gradient -> gradient;
  }

  private Output<?> scale(double limit, Stream<Output<?>> gradients) {
    List<Output<?>> halves = new ArrayList<>();
    gradients.forEach(gradient -> halves.add(nodes.op("L2Loss", gradient)));
    halves.add(nodes.number(0));
    Output<?> half = nodes.opOnList("AddN", builder -> {}, halves);
    Output<?> norm = nodes.op("Sqrt", nodes.op("Mul", half, nodes.number(2)));
    Output<?> ratio =
        nodes.op("RealDiv", nodes.number(limit), nodes.op("AddV2", norm, nodes.number(1e-6)));
    return nodes.op("Minimum", ratio, nodes.number(1));
  }

  /** The operation that updates one parameter, after another operation has run. */
  Operation update(TfGradient clipped, Operation after) {
    ParameterSpec spec = clipped.parameter();
    Output<?> gradient = clipped.value();
    if (optimizer instanceof Sgd sgd) {
      return sgd(sgd, spec, gradient, after);
    } else if (optimizer instanceof AdamW adam) {
      Output<?> shrink = nodes.op("Mul", value(spec), rates.get(2));
      Operation decayed = nodes.assign("AssignSubVariableOp", variable(spec), shrink, after);
      return adam(adam.beta1(), adam.beta2(), spec, gradient, decayed);
    }
    Adam adam = (Adam) optimizer;
    return adam(adam.beta1(), adam.beta2(), spec, gradient, after);
  }

  private Operation sgd(Sgd sgd, ParameterSpec spec, Output<?> gradient, Operation after) {
    Output<?> decayed =
        sgd.weightDecay() == 0
            ? gradient
            : nodes.op(
                "AddV2", gradient, nodes.op("Mul", value(spec), nodes.number(sgd.weightDecay())));
    if (sgd.momentum() == 0) {
      return apply(
          "ResourceApplyGradientDescent",
          builder -> builder.addControlInput(after),
          variable(spec),
          rates.get(0),
          decayed);
    }
    Consumer<OperationBuilder> variant =
        builder -> builder.setAttr("use_nesterov", sgd.variant() == Sgd.Variant.NESTEROV);
    return apply(
        "ResourceApplyMomentum",
        variant.andThen(builder -> builder.addControlInput(after)),
        variable(spec),
        slot(Sgd.VELOCITY, spec),
        rates.get(0),
        decayed,
        nodes.number(sgd.momentum()));
  }

  /** The bias is corrected in the rates, so the kernel is told that there is none left. */
  private Operation adam(
      double beta1, double beta2, ParameterSpec spec, Output<?> gradient, Operation after) {
    Output<?> none = nodes.number(0);
    return apply(
        "ResourceApplyAdam",
        builder -> builder.addControlInput(after),
        variable(spec),
        slot(Adam.FIRST_MOMENT, spec),
        slot(Adam.SECOND_MOMENT, spec),
        none,
        none,
        rates.get(0),
        nodes.number(beta1),
        nodes.number(beta2),
        rates.get(1),
        gradient);
  }

  private Operation apply(String type, Consumer<OperationBuilder> settings, Output<?>... inputs) {
    return nodes.node(
        type,
        builder -> {
          List.of(inputs).forEach(builder::addInput);
          settings.accept(builder);
        });
  }

  private Output<?> value(ParameterSpec spec) {
    return leaves.read(TfNames.value(spec.name()), spec.shape());
  }

  private Output<?> variable(ParameterSpec spec) {
    return leaves.variable(TfNames.value(spec.name()), spec.shape());
  }

  private Output<?> slot(String slot, ParameterSpec spec) {
    return leaves.variable(TfNames.slot(slot, spec.name()), spec.shape());
  }
}
