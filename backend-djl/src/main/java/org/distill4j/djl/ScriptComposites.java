package org.distill4j.djl;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.TensorSpec;

/** The composites that PyTorch has kernels for, besides optimizers. */
final class ScriptComposites {
  /** PyTorch's number for a loss that is not reduced. */
  private static final int EACH = 0;

  private final ScriptWriter writer;
  private final ThinRows thin;

  ScriptComposites(ScriptWriter writer, ThinRows thin) {
    this.writer = writer;
    this.thin = thin;
  }

  /** The results, if there is a kernel. */
  Optional<List<Code>> whole(Composite composite, List<Code> in) {
    return Optional.ofNullable(
        switch (composite.name()) {
          case "relu-gradient" -> gradient(composite, "threshold_backward", in, 0);
          case "gelu-gradient" -> gradient(composite, "gelu_backward", in, "approximate=\"none\"");
          case "sigmoid-gradient" -> gradient(composite, "sigmoid_backward", in);
          case "tanh-gradient" -> gradient(composite, "tanh_backward", in);
          case "softmax-gradient" -> along(composite, "_softmax_backward_data", in);
          case "log-softmax-gradient" -> along(composite, "_log_softmax_backward_data", in);
          case "softmax-cross-entropy" -> crossEntropy(composite, in.get(0), in.get(1));
          case "softmax-cross-entropy-gradient" -> crossEntropyGradient(composite, in);
          case "layer-norm" -> layerNorm(composite, in);
          case "layer-norm-gradient" -> layerNormGradient(composite, in);
          case "batch-norm" -> batchNorm(composite, in);
          case "batch-norm-gradient" -> batchNormGradient(composite, in);
          case "clip-by-norm" -> clipped(composite, in);
          default -> null;
        });
  }

  private static TensorSpec spec(Composite composite, int index) {
    return composite.body().get(index).spec();
  }

  private static List<TensorSpec> specs(Composite composite) {
    return composite.body().stream().map(result -> result.spec()).toList();
  }

  private List<Code> gradient(Composite composite, String function, List<Code> in, Object... more) {
    Object[] all = Stream.concat(in.stream(), Stream.of(more)).toArray();
    return List.of(thin.each(spec(composite, 0), function, all));
  }

  private List<Code> along(Composite composite, String function, List<Code> in) {
    return List.of(along(composite, function, (int) composite.number("axis"), in));
  }

  private Code along(Composite composite, String function, int axis, List<Code> in) {
    Code[] tensors = in.toArray(Code[]::new);
    return thin.along(spec(composite, 0), function, axis, tensors, ScriptWriter.FLOAT32);
  }

  private List<Code> crossEntropy(Composite composite, Code logits, Code labels) {
    Code logarithms = thin.along(spec(composite, 1), "log_softmax", 1, new Code[] {logits});
    Code loss =
        writer.call(spec(composite, 0), "nll_loss", logarithms, ids(labels), "None", EACH, -1);
    return List.of(loss, logarithms);
  }

  private List<Code> crossEntropyGradient(Composite composite, List<Code> in) {
    Code logarithms = in.get(1);
    Object[] picked = {in.get(0), logarithms, ids(in.get(2)), "None", EACH, -1, none()};
    Code outer = writer.call(logarithms.spec(), "nll_loss_backward", picked);
    List<Code> both = List.of(outer, logarithms);
    return List.of(along(composite, "_log_softmax_backward_data", 1, both));
  }

  /** The sum of all weights, which a loss that is not reduced does not read. */
  private Code none() {
    return writer.filled(Code.SCALAR, 0);
  }

  /** Labels as the kernels take them: of 64 bits, and -1 where there is none. */
  private Code ids(Code labels) {
    Code wide = writer.call(labels.spec(), "to", labels, ScriptWriter.INT64);
    return writer.call(labels.spec(), "clamp_min", wide, -1);
  }

  private List<Code> layerNorm(Composite composite, List<Code> in) {
    String dims = ScriptWriter.dims(in.get(1).shape());
    String epsilon = ScriptWriter.number(composite.number("epsilon"));
    return writer.calls(
        specs(composite), "native_layer_norm", in.get(0), dims, in.get(1), in.get(2), epsilon);
  }

  private List<Code> layerNormGradient(Composite composite, List<Code> in) {
    Code weight = in.get(4);
    String dims = ScriptWriter.dims(weight.shape());
    String all = "[True, True, True]";
    Object[] arguments = {in.get(0), in.get(1), dims, in.get(2), in.get(3), weight, weight, all};
    return writer.calls(specs(composite), "native_layer_norm_backward", arguments);
  }

  /** The kernel gives the reciprocal deviation in place of the variance. */
  private List<Code> batchNorm(Composite composite, List<Code> in) {
    String epsilon = ScriptWriter.number(composite.number("epsilon"));
    String more = "None, None, True, 0.0, " + epsilon;
    List<Code> kept =
        writer.calls(specs(composite), "native_batch_norm", in.get(0), in.get(1), in.get(2), more);
    TensorSpec spec = spec(composite, 2);
    Code sum = writer.call(spec, "pow", kept.get(2), -2);
    return List.of(kept.get(0), kept.get(1), writer.call(spec, "sub", sum, epsilon));
  }

  private List<Code> batchNormGradient(Composite composite, List<Code> in) {
    String epsilon = ScriptWriter.number(composite.number("epsilon"));
    Code variance = in.get(3);
    Code sum = writer.call(variance.spec(), "add", variance, epsilon);
    Code reciprocal = writer.call(variance.spec(), "rsqrt", sum);
    Object[] arguments = {
      in.get(0), in.get(1), in.get(4), "None", "None", in.get(2), reciprocal, "True"
    };
    return writer.calls(
        specs(composite),
        "native_batch_norm_backward",
        Stream.concat(Stream.of(arguments), Stream.of(epsilon, "[True, True, True]")).toArray());
  }

  private List<Code> clipped(Composite composite, List<Code> in) {
    String limit = ScriptWriter.number(composite.number("limit"));
    Code norms = writer.call(Code.SCALAR, "_foreach_norm", in, 2);
    Code norm =
        writer.call(Code.SCALAR, "linalg_vector_norm", writer.call(Code.SCALAR, "stack", norms, 0));
    Code more = writer.call(Code.SCALAR, "add", norm, "1.0E-6");
    Code share =
        writer.call(Code.SCALAR, "mul", writer.call(Code.SCALAR, "reciprocal", more), limit);
    Code factor = writer.call(Code.SCALAR, "clamp_max", share, "1.0");
    return writer.calls(specs(composite), "_foreach_mul", in, factor);
  }
}
