package org.distill4j.djl;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.distill4j.ir.Program;
import org.distill4j.ir.UnreadProbabilities;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * Attention by PyTorch's kernel for processors, which never forms the probabilities. In their place
 * it gives the logarithms of the softmaxes' sums, which its gradient takes.
 */
final class ScriptAttention {
  private static final String KERNEL = "_scaled_dot_product_flash_attention_for_cpu";
  private static final int PROBABILITIES = UnreadProbabilities.INPUT;

  private final ScriptWriter writer;
  private final Set<Composite> whole;

  ScriptAttention(Program program, ScriptWriter writer) {
    this.writer = writer;
    this.whole = writer.onHost() ? UnreadProbabilities.of(program) : Set.of();
  }

  /** The output and the logarithms, if nothing else reads the probabilities. */
  Optional<List<ScriptValue>> attention(Composite composite, List<ScriptValue> in) {
    if (!whole.contains(composite)) {
      return Optional.empty();
    }
    TensorSpec output = composite.body().get(0).spec();
    int[] dims = output.shape().dims();
    List<TensorSpec> specs = List.of(output, TensorSpec.floats(dims[0], dims[1], dims[2]));
    List<ScriptValue> found =
        writer.calls(
            specs, KERNEL, row(in.get(0)), row(in.get(1)), row(in.get(2)), numbers(composite));
    return Optional.of(List.of(found.get(0), found.get(1).from(new ScriptValue.Origin.LogSums())));
  }

  /** The gradients in query, key and value, if the kernel gave the output. */
  Optional<List<ScriptValue>> gradient(Composite composite, List<ScriptValue> in) {
    if (!(in.get(PROBABILITIES).origin() instanceof ScriptValue.Origin.LogSums)) {
      return Optional.empty();
    }
    List<TensorSpec> specs = composite.body().stream().map(Tensor::spec).toList();
    return Optional.of(
        writer.calls(
            specs,
            KERNEL + "_backward",
            in.get(0),
            row(in.get(1)),
            row(in.get(2)),
            row(in.get(3)),
            in.get(4),
            in.get(PROBABILITIES),
            numbers(composite)));
  }

  /** The kernel reads rows as if their elements were side by side. */
  private ScriptValue row(ScriptValue input) {
    return writer.view(input.spec(), "contiguous", input);
  }

  private static String numbers(Composite composite) {
    String causal = composite.number("causal") == 0 ? "False" : "True";
    String scale = ScriptWriter.number(composite.number("scale"));
    return "0.0, " + causal + ", attn_mask=None, scale=" + scale;
  }
}
