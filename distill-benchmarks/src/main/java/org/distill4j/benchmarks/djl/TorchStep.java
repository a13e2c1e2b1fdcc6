package org.distill4j.benchmarks.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.benchmarks.job.DenseJob;
import org.distill4j.benchmarks.job.StepProgram;
import org.distill4j.benchmarks.job.TeacherSource;
import org.distill4j.data.Batch;
import org.distill4j.optim.Progress;

/**
 * The whole step as one TorchScript function over arrays that keep their memory: PyTorch's own
 * losses, its automatic differentiation and its fused Adam.
 */
final class TorchStep implements StepProgram {
  /** The flush period, so short that no moment decays into the subnormal numbers before it. */
  static final int FLUSH_PERIOD = 100;

  /** PyTorch's numbers of the types. */
  private static final int FLOAT32 = 6;

  private static final int BFLOAT16 = 15;

  private static final double RATE = DenseJob.ADAM.learningRate().at(new Progress(0, 1));
  static final double HARD_WEIGHT = 1 - DenseJob.ALPHA;

  private final PtNDManager manager = TorchSetup.open();
  private final FloatBuffer inputs;
  private final FloatBuffer logits;
  private final LongBuffer labels;
  private final ByteBuffer loss;
  private final TorchScript step;
  private final TorchScript flush;
  private final TorchVariant choice;
  private int taken;

  TorchStep(DenseJob job, TeacherSource teaching, TorchVariant choice) {
    this.choice = choice;
    List<NDArray> parameters = TorchSetup.arrays(manager, DenseJob.layers(job.studentWeights()));
    List<NDArray> first = TorchSetup.zeros(parameters);
    List<NDArray> second = TorchSetup.zeros(parameters);
    parameters.forEach(parameter -> parameter.setRequiresGradient(true));
    NDArray x = manager.zeros(new Shape(job.batchSize(), job.studentWidths().get(0)));
    NDArray t = manager.zeros(new Shape(job.batchSize(), job.studentWidths().get(2)));
    NDArray y = manager.zeros(new Shape(job.batchSize()), DataType.INT64);
    NDArray told = manager.zeros(new Shape());
    NDArray count = manager.zeros(new Shape());
    NDArray softly = manager.full(new Shape(), (float) softWeight(job.batchSize()));
    NDArray hardly = manager.full(new Shape(), (float) HARD_WEIGHT);
    this.inputs = x.toByteBuffer(true).asFloatBuffer();
    this.logits = t.toByteBuffer(true).asFloatBuffer();
    this.labels = y.toByteBuffer(true).asLongBuffer();
    this.loss = told.toByteBuffer(true);
    Map<String, List<NDArray>> arguments = new LinkedHashMap<>();
    arguments.put("p", parameters);
    arguments.put("m", first);
    arguments.put("v", second);
    if (teaching == TeacherSource.LIVE) {
      arguments.put("w", TorchSetup.arrays(manager, DenseJob.layers(job.teacherWeights())));
    }
    arguments.put("given", List.of(x, y, t, told, count, softly, hardly));
    this.step = new TorchScript(manager, arguments, lines(job, teaching, choice));
    Map<String, List<NDArray>> moments = new LinkedHashMap<>();
    moments.put("m", first);
    moments.put("v", second);
    this.flush = new TorchScript(manager, moments, flushing());
  }

  private static List<String> lines(DenseJob job, TeacherSource teaching, TorchVariant choice) {
    List<String> lines = new ArrayList<>();
    lines.add("off = torch.set_grad_enabled(False)");
    lines.add("x = given[0]");
    if (teaching == TeacherSource.LIVE) {
      lines.add("t = " + network("w", job.teacherWidths().size() - 1, choice));
    } else {
      lines.add("t = given[2]");
    }
    lines.add("on = torch.set_grad_enabled(True)");
    lines.add("s = " + network("p", job.studentWidths().size() - 1, choice));
    lines.addAll(loss());
    lines.addAll(gradients(job.batchSize()));
    int parameters = 2 * (job.studentWidths().size() - 1);
    lines.addAll(
        choice == TorchVariant.ADAM_IN_OPERATIONS
            ? adamInOperations(parameters)
            : adam(parameters));
    return lines;
  }

  /** Differentiates both terms, each with its weight, and reports their sum. */
  static List<String> gradients(int batch) {
    return List.of(
        "weights = annotate(List[Optional[Tensor]], [given[5], given[6]])",
        "found = torch.grad([soft, hard], p, weights, None, False, False)",
        "off = torch.set_grad_enabled(False)",
        "softly = torch.mul(float(soft), " + softWeight(batch) + ")",
        "hardly = torch.mul(float(hard), " + HARD_WEIGHT + ")",
        "loss = torch.fill_(given[3], torch.add(softly, hardly))",
        "count = torch.add_(given[4], 1.0)");
  }

  private static String network(String weights, int layers, TorchVariant choice) {
    String value = "x";
    for (int i = 0; i < layers; i++) {
      String input = i == 0 ? value : "torch.relu(" + value + ")";
      value = layer(weights + "[" + (2 * i + 1) + "]", input, weights + "[" + 2 * i + "]", choice);
    }
    return value;
  }

  private static String layer(String bias, String input, String weight, TorchVariant choice) {
    if (choice == TorchVariant.BFLOAT16) {
      String product = "torch.mm(" + as(input, BFLOAT16) + ", " + as(weight, BFLOAT16) + ")";
      return "torch.add(" + as(product, FLOAT32) + ", " + bias + ")";
    }
    return "torch.addmm(" + bias + ", " + input + ", " + weight + ")";
  }

  private static String as(String value, int type) {
    return "torch.to(" + value + ", " + type + ", False, False, None)";
  }

  /** The two terms; their weights go into the gradient, so that nothing is recorded for them. */
  static List<String> loss() {
    String cooled = ", " + DenseJob.TEMPERATURE + "), 1)";
    return List.of(
        "wanted = torch.log_softmax(torch.div(t" + cooled,
        "student = torch.log_softmax(torch.div(s" + cooled,
        "soft = torch.kl_div(student, wanted, 2, log_target=True)",
        "hard = torch.cross_entropy_loss(s, given[1], None, 1, -100, 0.0)");
  }

  static double softWeight(int batch) {
    return DenseJob.ALPHA * DenseJob.TEMPERATURE * DenseJob.TEMPERATURE / batch;
  }

  static List<String> adam(int parameters) {
    return List.of(
        "g = annotate(List[Tensor], [])",
        "for i in range(torch.len(p)):",
        "  one = torch.append(g, torch.contiguous(unchecked_cast(Tensor, found[i])))",
        "counts = [" + "count, ".repeat(parameters) + "]",
        "torch._fused_adam_(p, g, m, v, annotate(List[Tensor], []), counts, lr="
            + RATE
            + ", beta1="
            + DenseJob.ADAM.beta1()
            + ", beta2="
            + DenseJob.ADAM.beta2()
            + ", weight_decay=0.0, eps="
            + DenseJob.ADAM.epsilon()
            + ", amsgrad=False, maximize=False, grad_scale=None, found_inf=None)");
  }

  private static List<String> adamInOperations(int parameters) {
    List<String> lines = new ArrayList<>();
    double beta1 = DenseJob.ADAM.beta1();
    double beta2 = DenseJob.ADAM.beta2();
    lines.add("n = float(count)");
    lines.add("size = torch.div(" + RATE + ", torch.sub(1.0, torch.pow(" + beta1 + ", n)))");
    lines.add("unbias = torch.div(1.0, torch.sub(1.0, torch.pow(" + beta2 + ", n)))");
    for (int i = 0; i < parameters; i++) {
      String at = "[" + i + "]";
      lines.add("g" + i + " = unchecked_cast(Tensor, found" + at + ")");
      String first = "torch.mul_(m" + at + ", " + beta1 + ")";
      lines.add("m" + i + " = torch.add_(" + first + ", g" + i + ", alpha=" + (1 - beta1) + ")");
      String second = "torch.mul_(v" + at + ", " + beta2 + "), g" + i + ", g" + i;
      lines.add("v" + i + " = torch.addcmul_(" + second + ", value=" + (1 - beta2) + ")");
      String root = "torch.sqrt(torch.mul(v" + at + ", unbias))";
      lines.add("d" + i + " = torch.add(" + root + ", " + DenseJob.ADAM.epsilon() + ")");
      String change = "m" + at + ", d" + i + ", value=torch.neg(size)";
      lines.add("p" + i + " = torch.addcdiv_(p" + at + ", " + change + ")");
    }
    return lines;
  }

  static List<String> flushing() {
    List<String> lines = new ArrayList<>(List.of("off = torch.set_grad_enabled(False)"));
    for (String moments : List.of("m", "v")) {
      lines.add("for i in range(torch.len(" + moments + ")):");
      lines.add("  z = " + moments + "[i]");
      lines.add("  done = torch.masked_fill_(z, torch.lt(torch.abs(z), 1.4e-38), 0.0)");
    }
    return lines;
  }

  @Override
  public double step(DenseJob.Taught given) {
    inputs.put(0, given.batch().input().floats(), 0, inputs.capacity());
    logits.put(0, given.teacher().floats(), 0, logits.capacity());
    IntBuffer classes = given.batch().labels(Batch.LABELS).ints();
    for (int i = 0; i < labels.capacity(); i++) {
      labels.put(i, classes.get(i));
    }
    step.run();
    taken++;
    if (taken % FLUSH_PERIOD == 0 && choice != TorchVariant.MOMENTS_NOT_FLUSHED) {
      flush.run();
    }
    return loss.getFloat(0);
  }

  @Override
  public void close() {
    manager.close();
  }
}
