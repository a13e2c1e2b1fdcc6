package org.distill4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.distill4j.core.train.SmallTrainings.examples;
import static org.distill4j.core.train.SmallTrainings.plan;
import static org.distill4j.core.train.SmallTrainings.teacher;
import static org.distill4j.core.train.SmallTrainings.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.data.Unlabelled;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.BatchNorm;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Dropout;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.loss.DistLoss;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.model.Models;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.teacher.FunctionTeacher;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.optim.Schedule;
import org.distill4j.optim.Sgd;
import org.distill4j.program.Recorder;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.DivergedException;
import org.distill4j.train.EarlyStopping;
import org.distill4j.train.EpochReport;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;
import org.distill4j.tutorial.ArrayBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A trainer")
class SessionTrainerTest {
  private static final InMemoryDataset DATA = examples(20, 1);

  private static List<Double> losses(TrainingReport report) {
    return report.epochs().stream().map(epoch -> epoch.loss().total()).toList();
  }

  @Nested
  @DisplayName("repeats")
  class Repeats {
    @Test
    @DisplayName("a training to the last bit from the same seed, and another from another")
    void seeds() {
      TrainingReport first = train(plan(DATA).teacher(teacher()).seed(3).build());
      TrainingReport again = train(plan(DATA).teacher(teacher()).seed(3).build());
      TrainingReport other = train(plan(DATA).teacher(teacher()).seed(4).build());

      assertThat(losses(again)).isEqualTo(losses(first));
      assertThat(again.weights()).isEqualTo(first.weights());
      assertThat(losses(other)).isNotEqualTo(losses(first));
    }

    @Test
    @DisplayName("a training whose batches go through the model in parts, up to rounding")
    void microBatches() {
      TrainingReport whole = train(plan(DATA).teacher(teacher()).build());
      TrainingReport microBatches = train(plan(DATA).teacher(teacher()).microBatchSize(3).build());

      assertThat(losses(microBatches).get(1)).isCloseTo(losses(whole).get(1), within(1e-6));
      whole
          .weights()
          .asMap()
          .forEach(
              (name, values) ->
                  assertThat(microBatches.weights().get(name).toFloatArray())
                      .containsExactly(values.toFloatArray(), within(1e-5f)));
    }
  }

  @Nested
  @DisplayName("visits")
  class Visits {
    @Test
    @DisplayName("every example once an epoch, each epoch in another order")
    void order() {
      List<Long> asked = new ArrayList<>();
      train(
          plan(DATA)
              .teacher(teacher(asked))
              .teacherCalls(TrainingPlan.TeacherCalls.EACH_STEP)
              .build());

      assertThat(asked).hasSize(40);
      assertThat(asked.subList(0, 20)).doesNotHaveDuplicates();
      assertThat(asked.subList(20, 40)).doesNotHaveDuplicates();
      assertThat(asked.subList(0, 20)).isNotEqualTo(asked.subList(20, 40));
    }

    @Test
    @DisplayName("the last examples in a shorter batch")
    void shortBatch() {
      List<Integer> rows = new ArrayList<>();
      SmallTrainings.events(plan -> plan).stream()
          .filter(TrainingEvent.StepCompleted.class::isInstance)
          .forEach(event -> rows.add(((TrainingEvent.StepCompleted) event).examples()));

      assertThat(rows).containsExactly(8, 8, 4, 8, 8, 4);
    }
  }

  @Nested
  @DisplayName("tells")
  class Tells {
    @Test
    @DisplayName("what happens, in order")
    void order() {
      List<String> names = new ArrayList<>();
      SmallTrainings.events(plan -> plan).forEach(e -> names.add(e.getClass().getSimpleName()));

      assertThat(names)
          .containsExactly(
              "Started",
              "TeacherAsked",
              "EpochStarted",
              "StepCompleted",
              "StepCompleted",
              "StepCompleted",
              "EpochCompleted",
              "EpochStarted",
              "StepCompleted",
              "StepCompleted",
              "StepCompleted",
              "EpochCompleted",
              "Completed");
    }

    @Test
    @DisplayName("the learning rate of each step on its way from the first epoch to the last")
    void rates() {
      List<Double> rates = new ArrayList<>();
      SmallTrainings.events(plan -> plan.epochs(3).optimizer(Sgd.of(Schedule.linear(0.9, 0))))
          .stream()
          .filter(TrainingEvent.StepCompleted.class::isInstance)
          .forEach(event -> rates.add(((TrainingEvent.StepCompleted) event).learningRate()));

      assertThat(rates).hasSize(9);
      for (int step = 0; step < 9; step++) {
        assertThat(rates.get(step)).as("step %s", step).isCloseTo(0.9 - step * 0.1, within(1e-9));
      }
    }

    @Test
    @DisplayName("nobody more once a listener has thrown, and passes on what it threw")
    void thrown() {
      IllegalStateException full = new IllegalStateException("disk full");
      List<TrainingEvent> later = new ArrayList<>();
      TrainingPlan plan =
          plan(DATA)
              .teacher(teacher())
              .listener(
                  event -> {
                    if (event instanceof TrainingEvent.EpochCompleted) {
                      throw full;
                    }
                  })
              .listener(later::add)
              .build();

      assertThatThrownBy(() -> train(plan)).isSameAs(full);
      assertThat(later).noneMatch(TrainingEvent.EpochCompleted.class::isInstance);
    }
  }

  @Nested
  @DisplayName("measures")
  class Measures {
    @Test
    @DisplayName("after each epoch, and trains on in training mode")
    void dropout() {
      Model model =
          Models.of(
              Shape.of(4),
              Sequential.of(Dense.of(4, 8), Activation.RELU, Dropout.of(0.5), Dense.of(8, 3)));
      TrainingPlan.Builder plan =
          TrainingPlan.of(model, DATA)
              .loss(CrossEntropyLoss.ofLabels())
              .optimizer(Sgd.of(0.1))
              .epochs(3)
              .batchSize(8);
      TrainingReport unmeasured = train(plan.build());
      TrainingReport measured = train(plan.validation(DATA, Metrics.accuracy()).build());

      assertThat(losses(measured)).isEqualTo(losses(unmeasured));
      assertThat(measured.epochs()).allMatch(epoch -> epoch.metrics().containsKey("accuracy"));
    }

    @Test
    @DisplayName("until patience is over, and keeps the best")
    void stopping() {
      // Labels are turned round, so the better it learns the worse it is here.
      Dataset wrong =
          InMemoryDataset.of(
              DATA.batch(range(20)).input(),
              HostTensor.ofInts(
                  Shape.of(20), turned(DATA.batch(range(20)).labels("labels").toIntArray())));
      TrainingReport report =
          train(
              plan(DATA)
                  .teacher(teacher())
                  .epochs(30)
                  .validation(wrong, Metrics.crossEntropy())
                  .earlyStopping(new EarlyStopping(2))
                  .keep(TrainingPlan.Keep.BEST)
                  .build());
      List<Double> measured =
          report.epochs().stream().map(epoch -> value(epoch, "crossEntropy")).toList();

      assertThat(report.epochs()).hasSize(report.weightsEpoch() + 2);
      assertThat(measured.get(report.weightsEpoch() - 1))
          .isEqualTo(measured.stream().mapToDouble(v -> v).min().orElseThrow());
    }

    private static double value(EpochReport epoch, String name) {
      return Optional.ofNullable(epoch.metrics().get(name)).orElseThrow();
    }

    private static int[] range(int count) {
      int[] indexes = new int[count];
      java.util.Arrays.setAll(indexes, i -> i);
      return indexes;
    }

    private static int[] turned(int... labels) {
      return java.util.Arrays.stream(labels).map(label -> (label + 1) % 3).toArray();
    }
  }

  @Nested
  @DisplayName("asks a teacher")
  class Asks {
    private final List<Long> asked = new ArrayList<>();

    private TrainingPlan.Builder taught() {
      return plan(DATA).teacher(teacher(asked));
    }

    @Test
    @DisplayName("once about each example in a training of several epochs")
    void once() {
      train(taught().build());

      assertThat(asked).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("once about each validation example too, if a metric reads its outputs")
    void validation() {
      train(taught().validation(examples(6, 2), Metrics.agreement()).build());

      assertThat(asked).hasSize(20 + 6);
    }

    @Test
    @DisplayName("about validation examples that have the ids of training examples")
    void sameIds() {
      InMemoryDataset others = examples(20, 9);
      TrainingReport report = train(taught().validation(others, Metrics.klToTeacher()).build());
      TrainingReport each =
          train(
              plan(DATA)
                  .teacher(teacher())
                  .teacherCalls(TrainingPlan.TeacherCalls.EACH_STEP)
                  .validation(others, Metrics.klToTeacher())
                  .build());

      assertThat(report.epochs().get(1).metrics()).isEqualTo(each.epochs().get(1).metrics());
    }

    @Test
    @DisplayName("at each step if the plan says so, with the same losses")
    void eachStep() {
      TrainingReport kept = train(taught().build());
      asked.clear();
      TrainingReport each =
          train(taught().teacherCalls(TrainingPlan.TeacherCalls.EACH_STEP).build());

      assertThat(asked).hasSize(40);
      assertThat(losses(each)).isEqualTo(losses(kept));
    }

    @Test
    @DisplayName("at each step in a single epoch, or where examples change at random")
    void notWorthwhile() {
      List<TrainingEvent> events = new ArrayList<>();
      train(taught().epochs(1).listener(events::add).build());
      assertThat(asked).hasSize(20);
      assertThat(events).noneMatch(TrainingEvent.TeacherAsked.class::isInstance);

      asked.clear();
      Dataset random =
          new SmallTrainings.Changed(DATA, Dataset.Repeatability.RANDOM, batch -> batch);
      train(plan(random).teacher(teacher(asked)).build());
      assertThat(asked).hasSize(40);
    }

    @Test
    @DisplayName("not once about examples that change at random, though the plan says so")
    void random() {
      Dataset random =
          new SmallTrainings.Changed(DATA, Dataset.Repeatability.RANDOM, batch -> batch);

      assertThatThrownBy(
              () ->
                  train(
                      plan(random)
                          .teacher(teacher())
                          .teacherCalls(TrainingPlan.TeacherCalls.ONCE)
                          .build()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected FIXED");
    }

    @Test
    @DisplayName("that is a model in evaluation mode, whatever its layers do in training")
    void evaluationMode() {
      Model model =
          Models.of(
              Shape.of(4),
              Sequential.of(
                  Dense.of(4, 8),
                  BatchNorm.of(8),
                  Activation.RELU,
                  Dropout.of(0.5),
                  Dense.of(8, 3)));
      Weights weights = Recorder.forward(model, Mode.TRAINING, 2).initialWeights(1);
      try (Session session = new ArrayBackend().open(SessionOptions.defaults())) {
        Teacher teacher = ModelTeacher.of(session, model, weights);
        Predictions wanted =
            ModelPredictor.open(session, model, weights).predict(DATA.batch(0, 1).input());

        assertThat(teacher.predict(DATA.batch(0, 1)).logits()).isEqualTo(wanted.logits());
        assertThat(teacher.predict(DATA.batch(0, 1)).logits()).isEqualTo(wanted.logits());
        new SessionTrainer(session).train(plan(DATA).teacher(teacher).build());
        assertThat(teacher.predict(DATA.batch(0, 1)).logits()).isEqualTo(wanted.logits());
        assertThat(teacher.inputs()).isEqualTo(Map.of("input", TensorSpec.floats(4)));
        assertThat(teacher.outputs()).containsExactly(Map.entry("logits", TensorSpec.floats(3)));
      }
    }
  }

  @Test
  @DisplayName("lets unlabelled examples take the soft term alone")
  void unlabelled() {
    TrainingReport report = train(plan(Unlabelled.of(DATA)).teacher(teacher()).build());

    assertThat(report.epochs()).allMatch(epoch -> epoch.loss().get("hard") == 0);
    assertThat(losses(report).get(1)).isLessThan(losses(report).get(0));
  }

  @Nested
  @DisplayName("refuses before the first step")
  class RefusesAtOnce {
    private final List<Long> asked = new ArrayList<>();

    private void refused(TrainingPlan.Builder builder, String... microBatches) {
      List<TrainingEvent> events = new ArrayList<>();
      TrainingPlan plan = builder.listener(events::add).build();
      assertThatThrownBy(() -> train(plan))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll(microBatches)
          .hasMessageContaining("\nMaybe");
      assertThat(asked).isEmpty();
      assertThat(events).isEmpty();
    }

    @Test
    @DisplayName("a teacher of another number of classes")
    void classes() {
      Teacher four =
          FunctionTeacher.of(
              Map.of("logits", TensorSpec.floats(4)),
              "four",
              batch -> {
                asked.add(batch.id(0));
                return Predictions.logits(
                    HostTensor.ofFloats(Shape.of(batch.size(), 4), new float[4 * batch.size()]));
              });

      refused(plan(DATA).teacher(four), "3 classes and the teacher 4");
    }

    @Test
    @DisplayName("examples of another shape than the model's")
    void shape() {
      TrainingPlan.Builder plan =
          TrainingPlan.of(Models.mlp(5, 3), DATA)
              .loss(CrossEntropyLoss.ofLabels())
              .optimizer(Sgd.of(0.1));

      refused(plan, "FLOAT32(4)", "FLOAT32(5)");
    }

    @Test
    @DisplayName("a teacher that takes inputs of another shape")
    void teacherShape() {
      Model wide = Models.mlp(9, 3);
      Weights weights = Recorder.forward(wide, Mode.TRAINING, 1).initialWeights(0);
      try (Session session = new ArrayBackend().open(SessionOptions.defaults())) {
        Teacher teacher = ModelTeacher.of(session, wide, weights);

        refused(plan(DATA).teacher(teacher), "FLOAT32(4)", "teacher 0 takes FLOAT32(9)");
      }
    }

    @Test
    @DisplayName("a metric that needs a teacher where there is none")
    void metric() {
      TrainingPlan.Builder plan =
          TrainingPlan.of(SmallTrainings.STUDENT, DATA)
              .loss(CrossEntropyLoss.ofLabels())
              .optimizer(Sgd.of(0.1))
              .validation(DATA, Metrics.agreement());

      refused(plan, "The metric agreement was given no teachers");
    }

    @Test
    @DisplayName("a metric that cannot read the validation data's labels")
    void metricLabels() {
      Dataset unlabelled =
          InMemoryDataset.of(HostTensor.allocate(DType.FLOAT32, Shape.of(4, 4)), Map.of());

      refused(
          plan(DATA).teacher(teacher(asked)).validation(unlabelled, Metrics.accuracy()), "labels");
    }

    @Test
    @DisplayName("validation examples of another shape than the model's")
    void validationShape() {
      Dataset wide =
          InMemoryDataset.of(HostTensor.allocate(DType.FLOAT32, Shape.of(4, 5)), Map.of());

      refused(plan(DATA).teacher(teacher(asked)).validation(wide), "FLOAT32(5)", "FLOAT32(4)");
    }

    @Test
    @DisplayName("initial weights of another model")
    void weights() {
      Weights others = Weights.of(Map.of("w", HostTensor.allocate(DType.FLOAT32, Shape.of(2))));

      refused(
          plan(DATA).teacher(teacher(asked)).initialWeights(others),
          "The weights are of another model");
    }

    @Test
    @DisplayName("batches of several micro-batches under a loss that compares the examples of a batch")
    void microBatches() {
      TrainingPlan.Builder plan =
          plan(DATA).teacher(teacher(asked)).loss(DistLoss.of(1, 1, 1)).microBatchSize(4);

      refused(plan, "2 parts");
      assertThat(train(plan.microBatchSize(8).build()).epochs()).hasSize(2);
    }
  }

  @Nested
  @DisplayName("stops at")
  class StopsAt {
    private Dataset with(float value) {
      float[] inputs = DATA.batch(0).input().toFloatArray();
      inputs[2] = value;
      return SmallTrainings.Changed.of(
          DATA, batch -> new Batch(ids(batch), first(batch, inputs), batch.labels()));
    }

    private static long[] ids(Batch batch) {
      long[] ids = new long[batch.size()];
      java.util.Arrays.setAll(ids, batch::id);
      return ids;
    }

    private static HostTensor first(Batch batch, float... inputs) {
      HostTensor changed = batch.input().copy();
      for (int row = 0; row < batch.size(); row++) {
        if (batch.id(row) == 0) {
          changed.rows(row, row + 1).floats().put(inputs);
        }
      }
      return changed;
    }

    @Test
    @DisplayName("an input that is not a number, naming example and place")
    void nan() {
      assertThatThrownBy(() -> train(plan(with(Float.NaN)).teacher(teacher()).build()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Example 0 holds NaN at position 2 of its input");
    }

    @Test
    @DisplayName("an input that is not a number in a later epoch, where examples change at random")
    void nanLater() {
      AtomicBoolean later = new AtomicBoolean();
      Dataset spoilt = with(Float.NaN);
      Dataset random =
          new SmallTrainings.Changed(
              DATA,
              Dataset.Repeatability.RANDOM,
              batch -> {
                int[] indexes = LongStream.of(ids(batch)).mapToInt(id -> (int) id).toArray();
                return later.get() ? spoilt.batch(indexes) : batch;
              });
      TrainingPlan plan =
          plan(random)
              .teacher(teacher())
              .listener(
                  event ->
                      later.compareAndSet(false, event instanceof TrainingEvent.EpochCompleted))
              .build();

      assertThatThrownBy(() -> train(plan))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Example 0 holds NaN at position 2 of its input");
      assertThat(later).isTrue();
    }

    @Test
    @DisplayName("a validation input that is not a number")
    void nanInValidation() {
      TrainingPlan plan =
          plan(DATA)
              .teacher(teacher())
              .validation(with(Float.NEGATIVE_INFINITY), Metrics.accuracy())
              .build();

      assertThatThrownBy(() -> train(plan))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Example 0 holds -Infinity at position 2 of its input");
    }

    @Test
    @DisplayName("a label out of range, naming row and example")
    void label() {
      int[] labels = new int[20];
      labels[7] = 3;
      Dataset wrong =
          InMemoryDataset.of(
              HostTensor.ofFloats(Shape.of(20, 4), new float[80]),
              HostTensor.ofInts(Shape.of(20), labels));

      assertThatThrownBy(() -> train(plan(wrong).teacher(teacher()).build()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("holds 3 in row", "(example 7)", "[-1, 3)");
    }

    @Test
    @DisplayName("a teacher's output that is not a number, naming teacher, output and example")
    void teacherNan() {
      Teacher broken =
          FunctionTeacher.of(
              Map.of("logits", TensorSpec.floats(3)),
              "broken",
              batch -> {
                float[] logits = new float[3 * batch.size()];
                for (int row = 0; row < batch.size(); row++) {
                  logits[3 * row + 1] = batch.id(row) == 5 ? Float.POSITIVE_INFINITY : 0;
                }
                return Predictions.logits(HostTensor.ofFloats(Shape.of(batch.size(), 3), logits));
              });

      assertThatThrownBy(
              () ->
                  train(
                      plan(DATA)
                          .teacher(teacher())
                          .teacher(broken)
                          .loss(CrossEntropyLoss.ofLabels())
                          .build()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(
              "Teacher 1 says Infinity at position 1 of its output \"logits\" for example 5")
          .hasMessageContaining("\nMaybe");
    }

    @Test
    @DisplayName("a loss that is not finite, with the last whole epoch's weights")
    void diverged() {
      TrainingPlan.Builder plan =
          plan(DATA)
              .teacher(teacher())
              .optimizer(Sgd.of(progress -> progress.step() < 3 ? 0.1 : 1e200));
      Weights whole = train(plan.epochs(1).build()).weights();

      assertThatThrownBy(() -> train(plan.epochs(3).build()))
          .isInstanceOfSatisfying(
              DivergedException.class,
              diverged -> {
                assertThat(diverged.step()).isEqualTo(5);
                assertThat(diverged.loss().isFinite()).isFalse();
                assertThat(diverged.lastGood()).contains(whole);
              });
    }

    @Test
    @DisplayName("weights that are not finite at the end of an epoch, though the loss was")
    void divergedWeights() {
      // One step an epoch: its loss is that before the update.
      TrainingPlan.Builder plan =
          plan(DATA)
              .teacher(teacher())
              .optimizer(Sgd.of(progress -> progress.step() < 1 ? 0.1 : 1e300))
              .batchSize(20);
      Weights whole = train(plan.epochs(1).build()).weights();

      assertThatThrownBy(() -> train(plan.epochs(2).build()))
          .isInstanceOfSatisfying(
              DivergedException.class,
              diverged -> {
                assertThat(diverged.loss().isFinite()).isTrue();
                assertThat(diverged).hasMessageContaining("is not finite after step 2");
                assertThat(diverged.lastGood()).contains(whole);
              });
    }

    @Test
    @DisplayName("data that cannot be read, naming the places and the cause")
    void unreadable() {
      IllegalStateException gone = new IllegalStateException("the disk is gone");
      Dataset broken =
          SmallTrainings.Changed.of(
              DATA,
              batch -> {
                if (batch.size() == 4) {
                  throw gone;
                }
                return batch;
              });
      TrainingPlan plan =
          plan(broken).teacher(teacher()).teacherCalls(TrainingPlan.TeacherCalls.EACH_STEP).build();

      assertThatThrownBy(() -> train(plan))
          .isInstanceOf(IllegalStateException.class)
          .hasCause(gone)
          .hasMessageMatching(
              "(?s)The training examples at the places \\[\\d+(, \\d+){3}\\] could not be read:"
                  + " .*the disk is gone\\.\nMaybe .*");
    }
  }

  @Test
  @DisplayName("stops at data that leave examples out of a batch")
  void leftOut() {
    Dataset short1 =
        SmallTrainings.Changed.of(DATA, batch -> batch.size() == 8 ? batch.rows(0, 7) : batch);
    TrainingPlan plan =
        plan(short1).teacher(teacher()).teacherCalls(TrainingPlan.TeacherCalls.EACH_STEP).build();

    assertThatThrownBy(() -> train(plan))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("The data set gave 7 examples for the places [")
        .hasMessageContaining("expected 8.\nMaybe");
  }

  @Test
  @DisplayName("stops at a teacher who says something else than it specified")
  void otherThanSpecified() {
    Teacher liar =
        FunctionTeacher.of(
            Map.of("logits", TensorSpec.floats(3)),
            "liar",
            batch ->
                Predictions.logits(
                    HostTensor.ofFloats(
                        Shape.of(batch.size() - 1, 3), new float[3 * (batch.size() - 1)])));
    TrainingPlan plan =
        plan(DATA).teacher(liar).teacherCalls(TrainingPlan.TeacherCalls.EACH_STEP).build();

    assertThatThrownBy(() -> train(plan))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "Teacher 0 says FLOAT32(7, 3) as its output \"logits\" for 8 examples",
            "expected FLOAT32(8, 3).\nMaybe");
  }

  @Nested
  @DisplayName("trains two students on two threads as it would alone,")
  class Threads {
    private final TrainingReport one = train(seeded(1));
    private final TrainingReport two = train(seeded(2));

    private static TrainingPlan seeded(long seed) {
      return plan(DATA).teacher(teacher()).seed(seed).build();
    }

    private static Session open() {
      return new ArrayBackend().open(SessionOptions.defaults());
    }

    private void both(Session first, Session second) throws Exception {
      ExecutorService threads = Executors.newFixedThreadPool(2);
      try {
        Future<TrainingReport> trained =
            threads.submit(() -> new SessionTrainer(first).train(seeded(1)));
        Future<TrainingReport> other =
            threads.submit(() -> new SessionTrainer(second).train(seeded(2)));

        assertThat(trained.get().weights()).isEqualTo(one.weights());
        assertThat(other.get().weights()).isEqualTo(two.weights());
      } finally {
        threads.shutdownNow();
      }
    }

    @Test
    @DisplayName("from one session")
    void oneSession() throws Exception {
      try (Session session = open()) {
        both(session, session);
      }
    }

    @Test
    @DisplayName("from two sessions")
    void twoSessions() throws Exception {
      try (Session first = open();
          Session second = open()) {
        both(first, second);
      }
    }
  }
}
