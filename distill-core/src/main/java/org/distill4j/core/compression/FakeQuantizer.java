package org.distill4j.core.compression;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.distill4j.core.init.Initializers;
import org.distill4j.model.Mode;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * Rewrites what a model records: matrix products and convolutions by parameters get rounded inputs.
 * One recording has one of these.
 */
final class FakeQuantizer {
  static final String RANGE = "InputRange";
  static final String WEIGHT_FACTOR = "Scale";
  static final String INPUT_FACTOR = "InputScale";

  /** The share that the past has in the moving average of ranges (Jacob et al. 2018, §3.1). */
  private static final double MOMENTUM = 0.99;

  private static final int RANGE_LENGTH = 3;
  private static final double TINY = 1e-30;
  private static final Tensor ZERO = Tensor.of(0);

  private record Declared(Scope scope, String name) {}

  private final Quantization quantization;
  private final Map<Tensor, Declared> parameters = new HashMap<>();
  private final Map<Tensor, Tensor> rewritten = new HashMap<>();
  private final Map<Tensor, Tensor> roundedInputs = new HashMap<>();
  private final Map<Tensor, Tensor> roundedWeights = new HashMap<>();

  FakeQuantizer(Quantization quantization) {
    this.quantization = quantization;
  }

  void declare(Tensor parameter, Scope scope, String name) {
    parameters.put(parameter, new Declared(scope, name));
  }

  Tensor rewrite(Tensor tensor) {
    Tensor known = rewritten.get(tensor);
    if (known != null) {
      return known;
    }
    List<Tensor> inputs = tensor.inputs().stream().map(this::rewrite).toList();
    Tensor found = tensor.withInputs(rounded(tensor, inputs));
    rewritten.put(tensor, found);
    rewritten.put(found, found);
    return found;
  }

  private List<Tensor> rounded(Tensor node, List<Tensor> inputs) {
    boolean product = node.op() instanceof Op.MatMul && inputs.get(1).shape().rank() == 2;
    boolean convolution = node.op() instanceof Op.Conv2d;
    if (!(product || convolution)) {
      return inputs;
    }
    Tensor weight = inputs.get(1);
    Declared declared = parameters.get(weight);
    boolean fixed = inputs.get(0).op() instanceof Op.Leaf leaf && !(leaf instanceof Op.Feed);
    if (declared == null || fixed) {
      return inputs;
    }
    int channels = product ? 1 : 0;
    return List.of(
        roundedInputs.computeIfAbsent(inputs.get(0), input -> input(input, declared)),
        roundedWeights.computeIfAbsent(weight, any -> weight(any, channels, declared)));
  }

  private Tensor weight(Tensor weight, int channels, Declared declared) {
    int largest = quantization.largestWeight();
    int[] others = IntStream.range(0, weight.shape().rank()).filter(a -> a != channels).toArray();
    Tensor most = weight.stopGradient().abs().maxKeep(others);
    Tensor observed = most.greater(ZERO).where(most.div(largest), Tensor.of(1));
    Tensor scale = observed;
    if (quantization.scales() == Quantization.Scales.LEARNED) {
      Shape shape = Shape.of(weight.shape().dim(channels));
      Tensor factor = factor(declared, WEIGHT_FACTOR, shape);
      scale = observed.mul(factor.reshape(observed.shape().dims()));
    }
    return Rounding.within(weight.div(scale), Tensor.of(-largest), Tensor.of(largest)).mul(scale);
  }

  private Tensor input(Tensor input, Declared declared) {
    Tensor range = range(input, declared);
    Tensor low = range.slice(0, 0, 1);
    Tensor high = range.slice(0, 1, 2);
    int largest = quantization.largestActivation();
    Tensor observed = high.greater(low).where(high.sub(low).div(largest), Tensor.of(1));
    Tensor zero = Rounding.nearest(low.negate().div(observed));
    Tensor scale =
        quantization.scales() == Quantization.Scales.LEARNED
            ? observed.mul(factor(declared, INPUT_FACTOR, Shape.of(1)))
            : observed;
    return Rounding.within(input.div(scale), zero.negate(), zero.negate().add(largest)).mul(scale);
  }

  /** Written as an exponential, so that it is above 0. */
  private static Tensor factor(Declared declared, String suffix, Shape shape) {
    return declared.scope().parameter(declared.name() + suffix, shape, Initializers.zeros()).exp();
  }

  /**
   * The smallest and the largest value, (2), which hold 0 between them. The state has their moving
   * average and the share of it that is not from its first zeros.
   */
  private Tensor range(Tensor input, Declared declared) {
    Scope scope = declared.scope();
    String name = declared.name() + RANGE;
    Tensor average = scope.state(name, Shape.of(RANGE_LENGTH), Initializers.zeros());
    Tensor seen = seen(input.stopGradient());
    if (scope.mode() == Mode.TRAINING) {
      Tensor one = Tensor.of(1).reshape(1);
      Tensor next =
          average.mul(MOMENTUM).add(Tensor.concat(0, List.of(seen, one)).mul(1 - MOMENTUM));
      scope.updateState(name, next);
      Tensor found = next.stopGradient();
      return found.slice(0, 0, 2).div(found.slice(0, 2, RANGE_LENGTH));
    }
    Tensor share = average.slice(0, 2, RANGE_LENGTH);
    Tensor known = average.slice(0, 0, 2).div(share.maximum(Tensor.of(TINY)));
    return share.greater(ZERO).where(known, seen);
  }

  /** Of this batch. */
  private static Tensor seen(Tensor input) {
    int[] all = IntStream.range(0, input.shape().rank()).toArray();
    Tensor low = input.negate().max(all).negate().minimum(ZERO);
    Tensor high = input.max(all).maximum(ZERO);
    return Tensor.concat(0, List.of(low.reshape(1), high.reshape(1)));
  }
}
