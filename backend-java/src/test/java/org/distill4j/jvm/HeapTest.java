package org.distill4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.distill4j.backend.Session;
import org.distill4j.backend.Variables;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.BatchNorm;
import org.distill4j.core.layer.Conv2d;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.Flatten;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.layer.TransformerBlock;
import org.distill4j.core.model.Models;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.data.Batch;
import org.distill4j.ir.Program;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.program.Recorder;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The Java heap")
class HeapTest {
  private static final int ROWS = 8;

  private static final int OUTPUTS = 50;

  /** The bytes of the outputs of a call, and of small objects. */
  private static final long LIMIT = ROWS * OUTPUTS * Float.BYTES + 6_000;

  static Stream<Model> models() {
    Model images =
        Models.of(
            Shape.of(3, 16, 16),
            Sequential.of(Conv2d.of(3, 8, 3).withPadding(1), BatchNorm.of(8))
                .then(Activation.RELU)
                .then(new Flatten())
                .then(Dense.of(8 * 16 * 16, OUTPUTS)));
    Model texts =
        Models.of(
            TensorSpec.ints(12),
            Sequential.of(Embedding.of(5, 16), TransformerBlock.of(16, 2))
                .then(new Flatten())
                .then(Dense.of(12 * 16, OUTPUTS)));
    return Stream.of(Models.mlp(64, 32, OUTPUTS), images, texts);
  }

  @ParameterizedTest
  @MethodSource("models")
  @DisplayName("gets nothing but outputs and small objects from a prediction")
  void predictions(Model model) {
    Weights weights = Recorder.forward(model, Mode.EVALUATION, 2).initialWeights(5);
    Batch batch = JavaTrainings.batch(model, ROWS, 1);
    try (Predictor predictor = ModelPredictor.open(ReferenceComparison.session(), model, weights)) {
      assertThat(ManagementFactory.getThreadMXBean()).isInstanceOf(ThreadMXBean.class);
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long least = Long.MAX_VALUE;
      // Vectors are objects until Java's optimizing compiler has compiled the loops.
      for (int i = 0; i < 200 && least > LIMIT; i++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int k = 0; k < 100; k++) {
          predictor.predict(batch.inputs());
        }
        long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / 100;
        least = Math.min(least, bytes);
      }
      assertThat(least).isLessThanOrEqualTo(LIMIT);
    }
  }

  private static Program squares(int... dims) {
    Tensor x = Tensor.leaf(new Op.Variable("x"), TensorSpec.floats(dims));
    return new Program(List.of(), 0, Map.of("sum", x.exp().softmax(0).sum()), Map.of());
  }

  @Test
  @DisplayName("refuses a program that is larger, with its size and the option, before it runs")
  void tooLarge() {
    int side = 24_000;
    Program program = squares(side, side);
    Session session = ReferenceComparison.session();
    try (Variables variables = session.variables(program.variables())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.compile(program, variables))
          .withMessageStartingWith("A program computes in arrays of ")
          .withMessageContaining(" bytes, beside variables of 2,304,000,000 bytes, and Java's heap")
          .withMessageContaining("\nMaybe start Java with -Xmx")
          .withMessageEndingWith("m, or use smaller batches.");
    }
  }

  @Test
  @DisplayName("refuses arrays that Java cannot have")
  void tooLong() {
    int side = 50_000;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReferenceComparison.session().variables(squares(side, side).variables()))
        .withMessage(
            "A tensor of shape (50000, 50000) has 2500000000 elements, expected at most 2³¹ − 9, as"
                + " Java's arrays hold no more.\n"
                + "Maybe use smaller batches, or a backend with native memory: djl, tensorflow.");
  }

  @Test
  @DisplayName("takes what fits to the last byte")
  void fits() {
    assertThatNoException().isThrownBy(() -> HeapLimit.require(600, 400, 1_000));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HeapLimit.require(601, 400, 1_000))
        .withMessage(
            "A program computes in arrays of 601 bytes, beside variables of 400 bytes, and Java's"
                + " heap has at most 1,000 bytes, expected less than that.\n"
                + "Maybe start Java with -Xmx1m, or use smaller batches.");
  }
}
