package org.distill4j.djl;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.distill4j.backend.Device;
import org.distill4j.backend.Executable;
import org.distill4j.ir.Gradients;
import org.distill4j.ir.Program;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.tensor.Window;
import org.jspecify.annotations.Nullable;

/**
 * Checks once in a process whether PyTorch convolves correctly on this processor, against the same
 * convolutions as matrix products. oneDNN, which PyTorch calls, gives other sums on some: with
 * PyTorch 2.7.1 on AMD EPYC 9005 in a virtual machine, for kernels as large as their image and in
 * gradients. There convolutions are computed as matrix products.
 */
final class ConvolutionCheck {
  private static final System.Logger LOGGER = System.getLogger(ConvolutionCheck.class.getName());
  private static final double TOLERANCE = 1e-3;
  private static final Window PLAIN = new Window(1, 0, 1);

  private static @Nullable Boolean correct;

  private ConvolutionCheck() {}

  /** What is to be replaced in a program by other operations. */
  static Predicate<Tensor> lacking(DjlSession session, Program program) {
    boolean replaces =
        session.device().kind() == Device.Kind.CPU
            && program.nodes().stream().anyMatch(ConvolutionCheck::isConvolution)
            && !isCorrect(session);
    return replaces
        ? node -> ScriptAlgebra.lacks(node) || isConvolution(node)
        : ScriptAlgebra::lacks;
  }

  /** Warns where a module that convolves by itself would be wrong. */
  static void warn(DjlSession session) {
    if (session.device().kind() == Device.Kind.CPU) {
      isCorrect(session);
    }
  }

  private static boolean isConvolution(Tensor node) {
    return node.op() instanceof Op.Conv2d
        || node.op() instanceof Op.Conv2dInputGradient
        || node.op() instanceof Op.Conv2dWeightGradient;
  }

  private static synchronized boolean isCorrect(DjlSession session) {
    if (correct == null) {
      double difference = difference(session);
      correct = difference <= TOLERANCE;
      if (!correct) {
        LOGGER.log(
            System.Logger.Level.WARNING,
            "PyTorch''s convolutions are wrong by {0} on this processor, expected at most {1}."
                + " Models of distill4j convolve by matrix products, which is slower; TorchScript"
                + " files convolve wrongly.\n"
                + "Maybe start Java with ONEDNN_MAX_CPU_ISA=SSE41 in the environment.",
            difference,
            TOLERANCE);
      }
    }
    return correct;
  }

  /** The largest difference between convolutions and the same as matrix products. */
  private static double difference(DjlSession session) {
    Program program = program();
    List<HostTensor> feeds = program.feeds().stream().map(ConvolutionCheck::values).toList();
    List<HostTensor> found = run(session, program, ScriptAlgebra::lacks, feeds);
    List<HostTensor> expected =
        run(session, program, node -> ScriptAlgebra.lacks(node) || isConvolution(node), feeds);
    double largest = 0;
    for (int i = 0; i < found.size(); i++) {
      FloatBuffer one = found.get(i).floats();
      FloatBuffer other = expected.get(i).floats();
      for (int at = 0; at < one.capacity(); at++) {
        largest = Math.max(largest, Math.abs(one.get(at) - other.get(at)));
      }
    }
    return largest;
  }

  private static Program program() {
    TensorSpec images = TensorSpec.floats(2, 4, 7, 6);
    TensorSpec kernels = TensorSpec.floats(3, 4, 3, 3);
    TensorSpec square = TensorSpec.floats(2, 4, 6, 6);
    TensorSpec whole = TensorSpec.floats(3, 4, 6, 6);
    Tensor image = Tensor.leaf(new Op.Feed(0), images);
    Tensor kernel = Tensor.leaf(new Op.Feed(1), kernels);
    Tensor result = image.conv2d(kernel, PLAIN, 1);
    List<Tensor> gradients = Gradients.of(result.mul(result).sum(), List.of(image, kernel));
    Tensor single =
        Tensor.leaf(new Op.Feed(2), square).conv2d(Tensor.leaf(new Op.Feed(3), whole), PLAIN, 1);
    return new Program(
        List.of(images, kernels, square, whole),
        0,
        Map.of(
            "result",
            result,
            "image",
            gradients.get(0),
            "kernel",
            gradients.get(1),
            "single",
            single),
        Map.of());
  }

  private static HostTensor values(TensorSpec spec) {
    HostTensor values = HostTensor.allocate(spec.type(), spec.shape());
    for (int i = 0; i < values.size(); i++) {
      values.floats().put(i, i * 37 % 101 / 100f - 0.5f);
    }
    return values;
  }

  private static List<HostTensor> run(
      DjlSession session, Program program, Predicate<Tensor> lacking, List<HostTensor> feeds) {
    try (DjlVariables none = new DjlVariables(session, Map.of());
        Executable executable = session.compile(program, none, lacking)) {
      return executable.run(feeds);
    }
  }
}
