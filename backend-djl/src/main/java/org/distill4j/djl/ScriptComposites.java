package org.distill4j.djl;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** The composites that PyTorch has kernels for, besides optimizers. */
final class ScriptComposites {
  /** PyTorch's number for a loss that is not reduced. */
  private static final int EACH = 0;

  /** The gradients that a kernel shall compute. */
  private static final String WANTED = "[True, True, True]";

  private final ScriptWriter writer;
  private final TransposedMatrices thin;
  private final ScriptAttention attention;

  ScriptComposites(ScriptWriter writer, TransposedMatrices thin, ScriptAttention attention) {
    this.writer = writer;
    this.thin = thin;
    this.attention = attention;
  }

  /** The results, if there is a kernel. */
  Optional<List<ScriptValue>> whole(Composite composite, List<ScriptValue> in) {
    return Optional.ofNullable(
        switch (composite.name()) {
          case "relu-gradient" -> each(composite, "threshold_backward", in, 0);
          case "gelu-gradient" -> each(composite, "gelu_backward", in, "approximate=\"none\"");
          case "sigmoid-gradient" -> each(composite, "sigmoid_backward", in);
          case "tanh-gradient" -> each(composite, "tanh_backward", in);
          case "softmax-gradient" -> along(composite, "_softmax_backward_data", in);
          case "log-softmax-gradient" -> along(composite, "_log_softmax_backward_data", in);
          case "softmax-cross-entropy" -> crossEntropy(composite, in.get(0), in.get(1));
          case "softmax-cross-entropy-gradient" -> crossEntropyGradient(in);
          case "layer-norm" -> layerNorm(composite, in);
          case "layer-norm-gradient" -> layerNormGradient(composite, in);
          case "batch-norm" -> batchNorm(composite, in);
          case "batch-norm-gradient" -> batchNormGradient(composite, in);
          case "clip-by-norm" -> clipped(composite, in);
          case "attention" -> attention.attention(composite, in).orElse(null);
          case "attention-gradient" -> attention.gradient(composite, in).orElse(null);
          default -> null;
        });
  }

  private static TensorSpec spec(Composite composite, int index) {
    return composite.body().get(index).spec();
  }

  private List<ScriptValue> each(
      Composite composite, String function, List<ScriptValue> in, Object... more) {
    Object[] all = Stream.concat(in.stream(), Stream.of(more)).toArray();
    return List.of(thin.each(spec(composite, 0), function, all));
  }

  private List<ScriptValue> along(Composite composite, String function, List<ScriptValue> in) {
    int axis = (int) composite.number("axis");
    return List.of(thin.along(spec(composite, 0), function, axis, in, ScriptWriter.FLOAT32));
  }

  /** The results of one kernel. */
  private List<ScriptValue> calls(Composite composite, String function, Object... arguments) {
    List<TensorSpec> specs = composite.body().stream().map(Tensor::spec).toList();
    return writer.calls(specs, function, arguments);
  }

  private static String epsilon(Composite composite) {
    return ScriptWriter.number(composite.number("epsilon"));
  }

  private List<ScriptValue> crossEntropy(
      Composite composite, ScriptValue logits, ScriptValue labels) {
    ScriptValue logarithms = thin.along(spec(composite, 1), "log_softmax", 1, List.of(logits));
    Object[] picked = {logarithms, ids(labels), "None", EACH, -1};
    return List.of(writer.call(spec(composite, 0), "nll_loss", picked), logarithms);
  }

  private List<ScriptValue> crossEntropyGradient(List<ScriptValue> in) {
    ScriptValue logarithms = in.get(1);
    // The sum of all weights, which a loss that is not reduced does not read.
    ScriptValue none = writer.filled(ScriptValue.SCALAR, 0);
    Object[] picked = {in.get(0), logarithms, ids(in.get(2)), "None", EACH, -1, none};
    ScriptValue outer = writer.call(logarithms.spec(), "nll_loss_backward", picked);
    List<ScriptValue> both = List.of(outer, logarithms);
    String function = "_log_softmax_backward_data";
    return List.of(thin.along(logarithms.spec(), function, 1, both, ScriptWriter.FLOAT32));
  }

  /** Labels as the kernels take them: of 64 bits, and -1 where there is none. */
  private ScriptValue ids(ScriptValue labels) {
    ScriptValue wide = writer.call(labels.spec(), "to", labels, ScriptWriter.INT64);
    return writer.call(labels.spec(), "clamp_min", wide, -1);
  }

  private List<ScriptValue> layerNorm(Composite composite, List<ScriptValue> in) {
    ScriptValue weight = in.get(1);
    String dims = ScriptWriter.dims(weight.shape());
    Object[] all = {in.get(0), dims, weight, in.get(2), epsilon(composite)};
    return calls(composite, "native_layer_norm", all);
  }

  private List<ScriptValue> layerNormGradient(Composite composite, List<ScriptValue> in) {
    ScriptValue weight = in.get(4);
    String dims = ScriptWriter.dims(weight.shape());
    Object[] all = {in.get(0), in.get(1), dims, in.get(2), in.get(3), weight, weight, WANTED};
    return calls(composite, "native_layer_norm_backward", all);
  }

  /** The kernel gives the reciprocal deviation in place of the variance. */
  private List<ScriptValue> batchNorm(Composite composite, List<ScriptValue> in) {
    String more = "None, None, True, 0.0, " + epsilon(composite);
    List<ScriptValue> kept =
        calls(composite, "native_batch_norm", in.get(0), in.get(1), in.get(2), more);
    TensorSpec spec = spec(composite, 2);
    ScriptValue sum = writer.call(spec, "pow", kept.get(2), -2);
    return List.of(kept.get(0), kept.get(1), writer.call(spec, "sub", sum, epsilon(composite)));
  }

  private List<ScriptValue> batchNormGradient(Composite composite, List<ScriptValue> in) {
    ScriptValue variance = in.get(3);
    ScriptValue sum = writer.call(variance.spec(), "add", variance, epsilon(composite));
    ScriptValue reciprocal = writer.call(variance.spec(), "rsqrt", sum);
    String more = "True, " + epsilon(composite) + ", " + WANTED;
    Object[] all = {in.get(0), in.get(1), in.get(4), "None", "None", in.get(2), reciprocal, more};
    return calls(composite, "native_batch_norm_backward", all);
  }

  private List<ScriptValue> clipped(Composite composite, List<ScriptValue> in) {
    ScriptValue norms = scalar("stack", scalar("_foreach_norm", in, 2), 0);
    ScriptValue inverse =
        scalar("reciprocal", scalar("add", scalar("linalg_vector_norm", norms), "1.0E-6"));
    ScriptValue share = scalar("mul", inverse, ScriptWriter.number(composite.number("limit")));
    return calls(composite, "_foreach_mul", in, scalar("clamp_max", share, "1.0"));
  }

  private ScriptValue scalar(String function, Object... arguments) {
    return writer.call(ScriptValue.SCALAR, function, arguments);
  }
}
