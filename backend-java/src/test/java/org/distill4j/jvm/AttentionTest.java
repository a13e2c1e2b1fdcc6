package org.distill4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.function.AttentionMask;
import org.distill4j.core.function.ScaledDotProductAttention;
import org.distill4j.ir.Gradients;
import org.distill4j.ir.Program;
import org.distill4j.ir.UnreadProbabilities;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Attention tile by tile")
class AttentionTest {
  private static final int LONG = 2048;

  /** A program of output and gradients, for a query, a key, a value and the output's gradient. */
  private static Program program(AttentionMask mask, int length, int positions, int heads) {
    List<TensorSpec> specs =
        List.of(
            TensorSpec.floats(2, heads, length, 16),
            TensorSpec.floats(2, heads, positions, 16),
            TensorSpec.floats(2, heads, positions, 16),
            TensorSpec.floats(2, heads, length, 16));
    List<Tensor> feeds = new ArrayList<>();
    specs.forEach(spec -> feeds.add(Tensor.leaf(new Op.Feed(feeds.size()), spec)));
    Tensor output = attended(mask, feeds);
    List<Tensor> gradients = Gradients.of(output.mul(feeds.get(3)).sum(), feeds.subList(0, 3));
    return new Program(
        specs,
        0,
        Map.of(
            "output", output,
            "query", gradients.get(0),
            "key", gradients.get(1),
            "value", gradients.get(2)),
        Map.of());
  }

  private static Tensor attended(AttentionMask mask, List<Tensor> all) {
    return ScaledDotProductAttention.of(all.get(0), all.get(1), all.get(2), 0.25, mask).output();
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, 1056, 1024",
    "NONE, 1100, 1000",
    "CAUSAL, 130, 130",
    "CAUSAL, 300, 70",
    "CAUSAL, 96, 512"
  })
  @DisplayName("agrees with the reference, and so do its gradients")
  void values(AttentionMask mask, int length, int positions) {
    ReferenceComparison.check(
        all -> attended(mask, all).square(),
        Shape.of(1, 1, length, 4),
        Shape.of(1, 1, positions, 4),
        Shape.of(1, 1, positions, 4));
  }

  static List<Supplier<ProductKernels>> kernels() {
    return ReferenceComparison.kernels();
  }

  @ParameterizedTest
  @MethodSource("kernels")
  @DisplayName("gives the same bits with any number of threads")
  void threads(Supplier<ProductKernels> kernels) {
    Program program = program(AttentionMask.CAUSAL, 150, 150, 3);
    List<HostTensor> feeds = new ArrayList<>();
    for (TensorSpec spec : program.feeds()) {
      feeds.add(ParameterModels.random(spec.shape(), -2, 2, feeds.size()));
    }
    try (Session session = new JavaBackend(kernels).open(SessionOptions.defaults())) {
      Executable executable = session.compile(program, session.variables(Map.of()));
      List<HostTensor> expected = executable.run(feeds);
      for (int count : new int[] {2, 3, 5}) {
        session.useThreads(count);
        assertThat(executable.run(feeds)).isEqualTo(expected);
      }
    }
  }

  @Test
  @DisplayName("holds no scores of all positions, in its output and its gradients")
  void memory() {
    Program program = program(AttentionMask.NONE, LONG, LONG, 1).simplified();
    StepList steps = new StepList(ReferenceComparison.engine());
    PlanInputs inputs = new PlanInputs(program, new PlanVariables(Map.of()));
    program.interpret(new PlanAlgebra(steps, inputs, UnreadProbabilities.of(program)));
    for (Step step : steps.steps()) {
      assertThat(step.outputs()).allMatch(slot -> slot.size() < LONG * LONG / 16);
    }
    assertThat(steps.bytes()).isLessThan(LONG * LONG / 16 * Float.BYTES);
  }

  @Test
  @DisplayName("gives way to primitives where the probabilities are read")
  void probabilities() {
    ReferenceComparison.check(
        all -> {
          ScaledDotProductAttention both =
              ScaledDotProductAttention.of(
                  all.get(0), all.get(1), all.get(2), 0.5, AttentionMask.CAUSAL);
          return both.output().sum().add(both.probabilities().square().sum());
        },
        Shape.of(1, 1, 130, 3),
        Shape.of(1, 1, 130, 3),
        Shape.of(1, 1, 130, 3));
    Program program = program(AttentionMask.NONE, 5, 5, 1);
    assertThat(UnreadProbabilities.of(program)).hasSize(1);
    Tensor probabilities =
        program.outputs().values().stream()
            .flatMap(output -> output.inputs().stream())
            .filter(tensor -> tensor.op() instanceof Op.Result result && result.index() == 1)
            .findFirst()
            .orElseThrow();
    Program read =
        new Program(
            program.feeds(), 0, Map.of("output", probabilities, "read", probabilities), Map.of());
    assertThat(UnreadProbabilities.of(read)).isEqualTo(Set.of());
  }
}
