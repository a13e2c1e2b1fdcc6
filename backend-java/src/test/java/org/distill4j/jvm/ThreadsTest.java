package org.distill4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.BatchNorm;
import org.distill4j.core.layer.Conv2d;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.Flatten;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.layer.TransformerBlock;
import org.distill4j.core.model.Models;
import org.distill4j.core.run.ModelLearner;
import org.distill4j.ir.Program;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.Learner;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Several threads")
class ThreadsTest {
  private static final List<TensorSpec> FEEDS =
      List.of(
          TensorSpec.floats(267, 150),
          TensorSpec.floats(150, 130),
          TensorSpec.floats(5, 50, 60),
          TensorSpec.floats(5, 60, 70));

  static List<Supplier<ProductKernels>> kernels() {
    return ReferenceComparison.kernels();
  }

  private static Program products() {
    List<Tensor> x = new ArrayList<>();
    for (TensorSpec spec : FEEDS) {
      x.add(Tensor.leaf(new Op.Feed(x.size()), spec));
    }
    Tensor product = x.get(0).matmul(x.get(1));
    return new Program(
        FEEDS,
        0,
        Map.of(
            "rows", product,
            "left transposed", x.get(0).transpose().matmul(product),
            "right transposed", product.matmul(x.get(1).transpose()),
            "narrow", x.get(0).matmul(x.get(1).slice(1, 0, 20)),
            "many", x.get(2).matmul(x.get(3))),
        Map.of());
  }

  private static List<HostTensor> feeds() {
    SplittableRandom random = new SplittableRandom(8);
    List<HostTensor> feeds = new ArrayList<>();
    for (TensorSpec spec : FEEDS) {
      float[] values = new float[Math.toIntExact(spec.shape().size())];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextDouble(-1, 1);
      }
      feeds.add(HostTensor.ofFloats(Shape.of(spec.shape().dims()), values));
    }
    return feeds;
  }

  @ParameterizedTest
  @MethodSource("kernels")
  @DisplayName("give the same bits as one, whenever their number changes")
  void bits(Supplier<ProductKernels> kernels) {
    try (Session session = new JavaBackend(kernels).open(SessionOptions.defaults())) {
      Program program = products();
      Executable executable = session.compile(program, session.variables(Map.of()));
      List<HostTensor> expected = executable.run(feeds());
      for (int count : new int[] {2, 3, 1, 4}) {
        session.useThreads(count);
        assertThat(session.threads()).isEqualTo(count);
        assertThat(executable.run(feeds())).isEqualTo(expected);
      }
    }
  }

  static Stream<Model> networks() {
    Model images =
        Models.of(
            Shape.of(3, 16, 16),
            Sequential.of(Conv2d.of(3, 16, 3).withPadding(1).withoutBias(), BatchNorm.of(16))
                .then(Activation.RELU)
                .then(new Flatten())
                .then(Dense.of(16 * 16 * 16, JavaTrainings.CLASSES)));
    Model texts =
        Models.of(
            TensorSpec.ints(40),
            Sequential.of(Embedding.of(5, 60), TransformerBlock.of(60, 3))
                .then(new Flatten())
                .then(Dense.of(40 * 60, JavaTrainings.CLASSES)));
    return Stream.of(images, texts);
  }

  @ParameterizedTest
  @MethodSource("networks")
  @DisplayName("train to the same bits as one")
  void training(Model model) {
    assertThat(trained(model, 3)).isEqualTo(trained(model, 1));
  }

  private static Weights trained(Model model, int threads) {
    try (Session session = new JavaBackend().open(SessionOptions.defaults().withThreads(threads));
        Learner learner = ModelLearner.open(session, JavaTrainings.spec(model, Adam.of(0.01)))) {
      for (int i = 0; i < 3; i++) {
        learner.step(JavaTrainings.step(model, 32, i));
      }
      return learner.weights();
    }
  }

  @Test
  @DisplayName("do each part once, run after run")
  void microBatches() {
    try (ThreadTeam team = new ThreadTeam()) {
      team.resize(3);
      AtomicIntegerArray runs = new AtomicIntegerArray(3);
      for (int i = 0; i < 1_000; i++) {
        team.run((part, microBatches) -> runs.addAndGet(part, microBatches));
      }
      assertThat(runs).hasToString("[3000, 3000, 3000]");
    }
  }

  @Test
  @DisplayName("hand on what one of them throws, and work on")
  void failure() {
    try (ThreadTeam team = new ThreadTeam()) {
      team.resize(2);
      assertThatThrownBy(
              () ->
                  team.run(
                      (part, microBatches) -> {
                        if (part == 1) {
                          throw new IllegalStateException("part 1");
                        }
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("part 1");
      AtomicIntegerArray runs = new AtomicIntegerArray(2);
      team.run((part, microBatches) -> runs.incrementAndGet(part));
      assertThat(runs).hasToString("[1, 1]");
    }
  }

  @Test
  @DisplayName("end with their session")
  void end() throws InterruptedException {
    List<Thread> before = helpers();
    List<Thread> started;
    try (Session session = new JavaBackend().open(SessionOptions.defaults().withThreads(3))) {
      assertThat(session.threads()).isEqualTo(3);
      started = helpers();
      started.removeAll(before);
      assertThat(started).hasSize(2);
    }
    for (Thread thread : started) {
      thread.join();
    }
  }

  private static List<Thread> helpers() {
    List<Thread> helpers = new ArrayList<>(Thread.getAllStackTraces().keySet());
    helpers.removeIf(thread -> !thread.getName().equals(WorkerThread.NAME));
    return helpers;
  }
}
