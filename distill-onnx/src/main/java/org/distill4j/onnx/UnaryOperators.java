package org.distill4j.onnx;

import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.distill4j.tensor.Tensor;

/** Operators on one number. */
final class UnaryOperators {
  private static final double SELU_ALPHA = 1.6732631921768188;
  private static final double SELU_GAMMA = 1.0507010221481323;

  private UnaryOperators() {}

  static Map<String, GraphOperator> all() {
    return Map.ofEntries(
        Map.entry("Neg", folded(x -> -x, Tensor::negate)),
        Map.entry("Exp", folded(Math::exp, Tensor::exp)),
        Map.entry("Log", folded(Math::log, Tensor::log)),
        Map.entry("Sqrt", folded(Math::sqrt, Tensor::sqrt)),
        Map.entry("Abs", folded(Math::abs, Tensor::abs)),
        Map.entry("Reciprocal", folded(x -> 1 / x, x -> Tensor.of(1).div(x))),
        Map.entry("Floor", folded(Math::floor, UnaryOperators::floor)),
        Map.entry("Ceil", folded(Math::ceil, x -> floor(x.negate()).negate())),
        Map.entry("Round", folded(Math::rint, UnaryOperators::round)),
        Map.entry("Sign", folded(Math::signum, UnaryOperators::sign)),
        Map.entry("Sin", folded(Math::sin, Waves::sin)),
        Map.entry("Cos", folded(Math::cos, Waves::cos)),
        Map.entry("Relu", of((node, x) -> x.relu())),
        Map.entry("Sigmoid", of((node, x) -> x.sigmoid())),
        Map.entry("Tanh", of((node, x) -> x.tanh())),
        Map.entry("Erf", of((node, x) -> x.erf())),
        Map.entry("Gelu", gelu()),
        Map.entry("Softplus", of((node, x) -> softplus(x))),
        Map.entry("Softsign", of((node, x) -> x.div(x.abs().add(1)))),
        Map.entry("HardSwish", of((node, x) -> x.mul(hard(x, 1.0 / 6, 0.5)))),
        Map.entry("HardSigmoid", of(UnaryOperators::hardSigmoid, "alpha", "beta")),
        Map.entry("LeakyRelu", of((node, x) -> leaky(x, node.number("alpha", 0.01)), "alpha")),
        Map.entry("Elu", of((node, x) -> elu(x, node.number("alpha", 1)), "alpha")),
        Map.entry("Celu", of((node, x) -> celu(x, node.number("alpha", 1)), "alpha")),
        Map.entry("Selu", of(UnaryOperators::selu, "alpha", "gamma")),
        Map.entry("Mish", of((node, x) -> x.mul(softplus(x).tanh()))),
        Map.entry("PRelu", GraphOperator.of(UnaryOperators::prelu)));
  }

  private static GraphOperator folded(DoubleUnaryOperator host, UnaryOperator<Tensor> tensor) {
    return GraphOperator.of(
        call ->
            call.in(0) instanceof HostValue value
                ? HostMath.unary(value.type(), value, host)
                : GraphValue.of(tensor.apply(call.floats(0)), call.in(0).type()));
  }

  private static GraphOperator of(
      BiFunction<NodeText, Tensor, Tensor> tensor, String... attributes) {
    return GraphOperator.of(
        call -> new GraphTensor(tensor.apply(call.node(), call.floats(0))), attributes);
  }

  private static GraphOperator gelu() {
    return GraphOperator.of(
        call -> new GraphTensor(gelu(call.node().text("approximate", "none"), call.floats(0))),
        node ->
            switch (node.text("approximate", "none")) {
              case "none", "tanh" -> Optional.empty();
              default -> Optional.of("approximate = " + node.text("approximate", ""));
            },
        "approximate");
  }

  private static Tensor gelu(String approximate, Tensor x) {
    if (approximate.equals("none")) {
      return x.gelu();
    }
    Tensor inner = x.add(x.square().mul(x).mul(0.044715)).mul(Math.sqrt(2 / Math.PI));
    return x.mul(inner.tanh().add(1)).mul(0.5);
  }

  static Tensor floor(Tensor x) {
    Tensor cut = x.toInt().toFloat();
    return cut.sub(x.less(cut).toFloat());
  }

  /** A half goes to the even neighbour. */
  private static Tensor round(Tensor x) {
    Tensor up = x.add(0.5);
    Tensor nearest = floor(up);
    Tensor odd = nearest.sub(floor(nearest.mul(0.5)).mul(2));
    return nearest.sub(up.equalTo(nearest).toFloat().mul(odd));
  }

  private static Tensor sign(Tensor x) {
    return Tensor.of(0).less(x).toFloat().sub(x.less(Tensor.of(0)).toFloat());
  }

  private static Tensor softplus(Tensor x) {
    return x.relu().add(x.abs().negate().exp().add(1).log());
  }

  private static Tensor hardSigmoid(NodeText node, Tensor x) {
    return hard(x, node.number("alpha", 0.2), node.number("beta", 0.5));
  }

  private static Tensor hard(Tensor x, double alpha, double beta) {
    return ArithmeticOperators.clipped(x.mul(alpha).add(beta), 0, 1);
  }

  private static Tensor leaky(Tensor x, double alpha) {
    return x.relu().sub(x.negate().relu().mul(alpha));
  }

  private static Tensor elu(Tensor x, double alpha) {
    return x.relu().add(x.minimum(Tensor.of(0)).exp().sub(1).mul(alpha));
  }

  private static Tensor celu(Tensor x, double alpha) {
    return x.relu().add(x.div(alpha).minimum(Tensor.of(0)).exp().sub(1).mul(alpha));
  }

  private static Tensor selu(NodeText node, Tensor x) {
    return elu(x, node.number("alpha", SELU_ALPHA)).mul(node.number("gamma", SELU_GAMMA));
  }

  private static GraphValue prelu(NodeCall call) {
    Tensor x = call.floats(0);
    return new GraphTensor(x.relu().sub(x.negate().relu().mul(call.floats(1))));
  }
}
