package org.distill4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.distill4j.backend.Device;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.backend.Variables;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.MeanPool;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.model.ModelInputs;
import org.distill4j.core.model.Models;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.ir.Program;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.optim.Sgd;
import org.distill4j.program.Recorder;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.TrainingPlan;
import org.distill4j.tutorial.ArrayBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** 96 sequences of 1 to 40 tokens are padded to 8, 16, 24, 32 or 40, in batches of 8. */
@DisplayName("A training over mixed lengths")
class CompilationsTest {
  private static final int BATCH = 8;
  private static final int BUCKETS = 5;
  private static final TokenSequences DATA = data(96, 1);
  private static final TokenSequences OTHERS = data(40, 2);

  private static TokenSequences data(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<int[]> sequences = new ArrayList<>();
    int[] classes = random.ints(count, 0, 2).toArray();
    for (int i = 0; i < count; i++) {
      sequences.add(random.ints(i == 0 ? 40 : 1 + random.nextInt(40), 1, 9).toArray());
    }
    return TokenSequences.of(sequences).withClasses(classes);
  }

  private static Model model() {
    return Models.of(
        new ModelInputs(DATA.inputs()),
        Sequential.of(Embedding.of(9, 3), MeanPool.masked(TokenSequences.MASK), Dense.of(3, 2)));
  }

  /** What is compiled, as the shapes of what is fed and the names of what changes. */
  private record Counting(Session session, List<String> compiled) implements Session {
    @Override
    public Device device() {
      return session.device();
    }

    @Override
    public String engineVersion() {
      return session.engineVersion();
    }

    @Override
    public Variables variables(Map<String, TensorSpec> specs) {
      return session.variables(specs);
    }

    @Override
    public Executable compile(Program program, Variables variables) {
      compiled.add(
          program.nodes().size() + " nodes of " + program.feeds() + program.updates().keySet());
      return session.compile(program, variables);
    }

    @Override
    public void close() {
      session.close();
    }
  }

  private static TrainingPlan.Builder plan(Session session, int epochs) {
    return TrainingPlan.of(model(), DATA)
        .validation(OTHERS, Metrics.accuracy(), Metrics.agreement())
        .teacher(
            ModelTeacher.of(
                session, model(), Recorder.forward(model(), Mode.EVALUATION, 1).initialWeights(5)))
        .loss(DistillationLoss.of(2, 0.5))
        .optimizer(Sgd.of(0.1))
        .batchSize(BATCH)
        .epochs(epochs)
        .seed(4);
  }

  /** What a student's training compiles; the teacher is in a session of its own. */
  private static List<String> compiled(int epochs, int microBatch) {
    List<String> compiled = new ArrayList<>();
    try (Session own = new ArrayBackend().open(SessionOptions.defaults());
        Session session =
            new Counting(new ArrayBackend().open(SessionOptions.defaults()), compiled)) {
      new SessionTrainer(session).train(plan(own, epochs).microBatchSize(microBatch).build());
    }
    return compiled;
  }

  private static List<String> steps(List<String> compiled) {
    return compiled.stream().filter(program -> !program.endsWith("[]")).toList();
  }

  private static List<String> measurements(List<String> compiled) {
    return compiled.stream().filter(program -> program.endsWith("[]")).toList();
  }

  @Test
  @DisplayName("compiles each bucket once, however many epochs there are")
  void once() {
    List<String> one = compiled(1, BATCH);
    List<String> many = compiled(5, BATCH);
    assertThat(many).doesNotHaveDuplicates();
    assertThat(steps(many)).hasSizeBetween(2, BUCKETS);
    assertThat(measurements(many)).isNotEmpty().hasSameElementsAs(measurements(one));
    Set<String> known = new HashSet<>(many);
    assertThat(known).containsAll(one);
  }

  @Test
  @DisplayName("compiles each bucket once for each number of rows of a micro-batch")
  void microBatches() {
    List<String> compiled = compiled(3, 4);
    assertThat(compiled).doesNotHaveDuplicates();
    // The first part, any further part, and one program that applies the sums.
    assertThat(steps(compiled)).hasSizeBetween(5, 2 * BUCKETS + 1);
  }
}
