package org.distill4j.djl;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.backend.Device;
import org.distill4j.optim.Adam;
import org.distill4j.optim.AdamW;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.Sgd;
import org.distill4j.spi.LearnerSpec;

/** The methods that clip gradients, update parameters and keep the optimizer's memory fast. */
final class UpdateScript {
  /** The learning rate and the number of the step, on the host. */
  static final String RATES = "rates";

  /** The largest number of steps between two calls of {@code flush}. */
  static final int FLUSH_PERIOD = 100;

  /**
   * What decays by a factor of 0.9 at each step stays above the subnormal numbers, which slow
   * processors down, until the next flush; beside an epsilon of 1e-8 it is nothing.
   */
  private static final String NOTHING_FIRST = "1.0E-30";

  /** The same for squares of gradients, which decay by a factor of 0.999. */
  private static final String NOTHING_SECOND = "1.4E-38";

  private static final String NO_TENSORS = "annotate(List[Tensor], [])";

  private final Optimizer optimizer;
  private final Clipping clipping;
  private final Device device;
  private final int parameters;

  UpdateScript(LearnerSpec spec, Device device, int parameters) {
    this.optimizer = spec.optimizer();
    this.clipping = spec.clipping();
    this.device = device;
    this.parameters = parameters;
  }

  /** The list of a slot's arrays. */
  static String slot(int index) {
    return "slot" + index;
  }

  String methods() {
    List<String> lines = new ArrayList<>();
    if (parameters > 0) {
      lines.add("rates = self.rates");
      lines.add("rate = float(rates[0])");
      lines.addAll(clip());
      lines.addAll(apply());
    }
    lines.add(TorchModule.DONE);
    return ScriptArchive.method("update", ", found: List[Tensor]", lines) + flush();
  }

  private List<String> clip() {
    if (clipping instanceof Clipping.ByNorm norm) {
      return List.of(
          "norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(found, 2)))",
          "share = torch.mul(torch.reciprocal(torch.add(norm, 1.0E-6)), " + norm.limit() + ")",
          "gradients = torch._foreach_mul(found, torch.clamp(share, None, 1.0))");
    } else if (clipping instanceof Clipping.ByValue value) {
      return List.of(
          "below = torch._foreach_clamp_max(found, " + value.limit() + ")",
          "gradients = torch._foreach_clamp_min(below, -" + value.limit() + ")");
    }
    return List.of("gradients = found");
  }

  private List<String> apply() {
    if (optimizer instanceof Adam adam) {
      return adam("_fused_adam_", adam.beta1(), adam.beta2(), adam.epsilon(), 0);
    } else if (optimizer instanceof AdamW adam) {
      return adam("_fused_adamw_", adam.beta1(), adam.beta2(), adam.epsilon(), adam.weightDecay());
    }
    return sgd((Sgd) optimizer);
  }

  private List<String> adam(
      String function, double beta1, double beta2, double epsilon, double weightDecay) {
    String step =
        device.kind() == Device.Kind.CPU
            ? "rates[1]"
            : "torch.to(rates[1], torch.device(\"" + device + "\"), 6, False, False)";
    String update =
        fused(
            function,
            List.of(
                "self.slot0",
                "self.slot1",
                NO_TENSORS,
                "[" + "step, ".repeat(parameters) + "]",
                "beta1=" + beta1,
                "beta2=" + beta2,
                "eps=" + epsilon,
                "weight_decay=" + weightDecay,
                "amsgrad=False"));
    return List.of("step = " + step, update);
  }

  private static List<String> sgd(Sgd sgd) {
    boolean nesterov = sgd.variant() == Sgd.Variant.NESTEROV;
    String update =
        fused(
            "_fused_sgd_",
            List.of(
                sgd.momentum() == 0 ? NO_TENSORS : "self.slot0",
                "momentum=" + sgd.momentum(),
                "dampening=0.0",
                "nesterov=" + (nesterov ? "True" : "False"),
                "weight_decay=" + sgd.weightDecay(),
                "is_first_step=False"));
    return List.of(update);
  }

  private static String fused(String function, List<String> arguments) {
    return "torch."
        + function
        + "(self.parameters, gradients, "
        + String.join(", ", arguments)
        + ", lr=rate, maximize=False, grad_scale=None, found_inf=None)";
  }

  private String flush() {
    List<String> lines = new ArrayList<>(List.of("off = torch.set_grad_enabled(False)"));
    for (int i = 0; i < optimizer.slots().size(); i++) {
      boolean squares = optimizer.slots().get(i).equals(Adam.SECOND_MOMENT);
      String tiny = squares ? NOTHING_SECOND : NOTHING_FIRST;
      lines.add("all" + i + " = self." + slot(i));
      lines.add("for i in range(torch.len(all" + i + ")):");
      lines.add("  x = (all" + i + ")[i]");
      lines.add("  done = torch.masked_fill_(x, torch.lt(torch.abs(x), " + tiny + "), 0.0)");
    }
    lines.add(TorchModule.DONE);
    return ScriptArchive.method("flush", "", lines);
  }
}
