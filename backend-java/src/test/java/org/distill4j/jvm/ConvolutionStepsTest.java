package org.distill4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.ir.Gradients;
import org.distill4j.ir.Program;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.tensor.Window;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A convolution and its gradients")
class ConvolutionStepsTest {
  /** A convolution of drawn sizes. */
  record Sizes(
      int images, int groups, int channels, int outputs, Shape image, Shape size, Window window) {
    static Sizes drawn(SplittableRandom random) {
      while (true) {
        Window window = new Window(1 + random.nextInt(3), random.nextInt(4), 1 + random.nextInt(3));
        Shape image = Shape.of(1 + random.nextInt(20), 1 + random.nextInt(20));
        Shape size = Shape.of(1 + random.nextInt(4), 1 + random.nextInt(4));
        if (fits(window, image.dim(0), size.dim(0)) && fits(window, image.dim(1), size.dim(1))) {
          int groups = 1 + random.nextInt(3);
          int images = 1 + random.nextInt(9);
          int channels = 1 + random.nextInt(3);
          int outputs = 1 + random.nextInt(20);
          return new Sizes(images, groups, channels, outputs, image, size, window);
        }
      }
    }

    private static boolean fits(Window window, int length, int size) {
      return length + 2 * window.padding() > (size - 1) * window.dilation();
    }

    Shape input() {
      return Shape.of(images, groups * channels, image.dim(0), image.dim(1));
    }

    Shape weights() {
      return Shape.of(groups * outputs, channels, size.dim(0), size.dim(1));
    }
  }

  static Stream<Sizes> sizes() {
    SplittableRandom random = new SplittableRandom(4);
    return Stream.generate(() -> Sizes.drawn(random)).limit(150);
  }

  @ParameterizedTest
  @MethodSource("sizes")
  @DisplayName("are the oracle's for every size, by all loops, with the same bits on any threads")
  void right(Sizes sizes) {
    List<double[]> expected =
        run(ReferenceComparison.reference(), sizes).stream()
            .map(each -> ReferenceComparison.doubles(each.toFloatArray()))
            .toList();
    for (Supplier<ProductKernels> each : ReferenceComparison.kernels()) {
      try (Session session = new JavaBackend(each).open(SessionOptions.defaults())) {
        List<HostTensor> found = run(session, sizes);
        for (int i = 0; i < found.size(); i++) {
          ReferenceComparison.assertClose(
              "result " + i, found.get(i).toFloatArray(), expected.get(i));
        }
        session.useThreads(3);
        assertThat(run(session, sizes)).isEqualTo(found);
      }
    }
  }

  /** The result and the gradients in input and weights; run twice, as memory is used again. */
  private static List<HostTensor> run(Session session, Sizes sizes) {
    Tensor x = Tensor.leaf(new Op.Feed(0), TensorSpec.floats(sizes.input().dims()));
    Tensor w = Tensor.leaf(new Op.Feed(1), TensorSpec.floats(sizes.weights().dims()));
    Tensor result = x.conv2d(w, sizes.window(), sizes.groups());
    Tensor g = Tensor.leaf(new Op.Feed(2), result.spec());
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    outputs.put("result", result);
    List<Tensor> gradients = Gradients.of(List.of(result), List.of(g), List.of(x, w));
    outputs.put("input", gradients.get(0));
    outputs.put("weights", gradients.get(1));
    List<HostTensor> feeds = new ArrayList<>();
    for (Tensor leaf : List.of(x, w, g)) {
      feeds.add(ParameterModels.random(leaf.shape(), -1, 1, feeds.size()));
    }
    List<TensorSpec> specs = feeds.stream().map(HostTensor::spec).toList();
    Program program = new Program(specs, 0, outputs, Map.of());
    try (Executable executable = session.compile(program, session.variables(Map.of()))) {
      List<HostTensor> first = executable.run(feeds);
      assertThat(executable.run(feeds)).isEqualTo(first);
      return first;
    }
  }
}
