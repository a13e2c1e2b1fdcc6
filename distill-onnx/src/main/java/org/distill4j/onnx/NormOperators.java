package org.distill4j.onnx;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.distill4j.core.function.BatchNormalization;
import org.distill4j.core.function.LayerNormalization;
import org.distill4j.model.Mode;
import org.distill4j.tensor.Tensor;

/** Normalisations. */
final class NormOperators {
  private static final double EPSILON = 1e-5;
  private static final int GROUP_OF_CHANNELS = 21;

  private NormOperators() {}

  static Map<String, GraphOperator> all() {
    return Map.of(
        "LayerNormalization",
            GraphOperator.of(NormOperators::layer, "axis", "epsilon", "stash_type"),
        "BatchNormalization",
            GraphOperator.of(
                NormOperators::batch,
                node ->
                    node.flag("training_mode", false)
                        ? Optional.of("training_mode = 1")
                        : Optional.empty(),
                "epsilon",
                "momentum",
                "training_mode",
                "spatial"),
        "InstanceNormalization", GraphOperator.of(NormOperators::instance, "epsilon"),
        "GroupNormalization",
            GraphOperator.of(NormOperators::group, "epsilon", "num_groups", "stash_type"),
        "LpNormalization",
            GraphOperator.of(
                NormOperators::unit,
                node -> node.integer("p", 2) == 2 ? Optional.empty() : Optional.of("p = 1"),
                "axis",
                "p"));
  }

  private static GraphValue layer(NodeCall call) {
    Tensor x = call.floats(0);
    int[] dims = x.shape().dims();
    int axis = HostShapes.axis(call.node().integer("axis", -1), dims.length);
    int width = HostShapes.size(Arrays.copyOfRange(dims, axis, dims.length));
    Tensor weight = vector(call.in(1), width);
    Tensor bias =
        call.optional(2)
            .map(given -> vector(given, width))
            .orElseGet(() -> Tensor.of(0).broadcastTo(width));
    Tensor rows =
        axis == dims.length - 1
            ? x
            : x.reshape(HostShapes.joined(Arrays.copyOf(dims, axis), width));
    double epsilon = call.node().number("epsilon", EPSILON);
    return new GraphTensor(LayerNormalization.of(rows, weight, bias, epsilon).reshape(dims));
  }

  private static Tensor vector(GraphValue value, int width) {
    return value.floats().reshape(width);
  }

  /**
   * Normalises in training by the batch's own statistics, and moves the running ones towards them.
   */
  private static GraphValue batch(NodeCall call) {
    Tensor given = call.floats(0);
    int[] dims = given.shape().dims();
    boolean known = dims.length == 2 || dims.length == 4;
    Tensor x = known ? given : given.reshape(dims[0], dims[1], -1, 1);
    double epsilon = call.node().number("epsilon", EPSILON);
    Tensor weight = call.floats(1);
    Tensor bias = call.floats(2);
    if (call.mode() == Mode.EVALUATION) {
      Tensor output =
          BatchNormalization.byStatistics(x, call.floats(3), call.floats(4), weight, bias, epsilon);
      return new GraphTensor(output.reshape(dims));
    }
    double count = (double) x.shape().size() / dims[1];
    BatchNormalization norm = BatchNormalization.of(x, weight, bias, epsilon);
    move(call, 3, norm.mean());
    move(call, 4, norm.variance().mul(count / Math.max(1, count - 1)));
    return new GraphTensor(norm.output().reshape(dims));
  }

  private static void move(NodeCall call, int index, Tensor measured) {
    double kept = call.node().number("momentum", 0.9);
    String name = call.node().proto().getInput(index);
    call.states().accept(name, call.floats(index).mul(kept).add(measured.mul(1 - kept)));
  }

  /** Normalises each channel of each example by its own mean and variance. */
  private static GraphValue instance(NodeCall call) {
    int[] dims = call.in(0).dims();
    Tensor x = call.floats(0).reshape(dims[0], dims[1], -1);
    Tensor centred = x.sub(x.meanKeep(2));
    Tensor deviation =
        centred.square().meanKeep(2).add(call.node().number("epsilon", EPSILON)).sqrt();
    Tensor weight = call.floats(1).reshape(dims[1], 1);
    Tensor bias = call.floats(2).reshape(dims[1], 1);
    return new GraphTensor(centred.div(deviation).mul(weight).add(bias).reshape(dims));
  }

  /** Some channels of each example together; until opset 20 a group has one weight. */
  private static GraphValue group(NodeCall call) {
    int[] dims = call.in(0).dims();
    int groups = call.node().integer("num_groups", 1);
    Tensor x = call.floats(0).reshape(dims[0], groups, -1);
    Tensor centred = x.sub(x.meanKeep(2));
    Tensor deviation =
        centred.square().meanKeep(2).add(call.node().number("epsilon", EPSILON)).sqrt();
    boolean each = call.node().opset() >= GROUP_OF_CHANNELS;
    Tensor normed = centred.div(deviation);
    Tensor rows = each ? normed.reshape(dims[0], dims[1], -1) : normed;
    Tensor weight = call.floats(1).reshape(-1, 1);
    Tensor bias = call.floats(2).reshape(-1, 1);
    return new GraphTensor(rows.mul(weight).add(bias).reshape(dims));
  }

  private static GraphValue unit(NodeCall call) {
    Tensor x = call.floats(0);
    int axis = call.node().integer("axis", -1);
    return new GraphTensor(x.div(x.square().sumKeep(axis).sqrt()));
  }
}
