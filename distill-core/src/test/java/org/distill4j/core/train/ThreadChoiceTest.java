package org.distill4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Filter;
import java.util.logging.Logger;
import org.distill4j.backend.Device;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.checkpoint.Checkpoint;
import org.distill4j.core.checkpoint.Checkpoints;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.model.Models;
import org.distill4j.data.Batch;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.optim.Sgd;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.StopSignal;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingPlan;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The number of threads of a training")
class ThreadChoiceTest {
  private static final int EXAMPLES = 8;
  private static final int BATCH = 4;
  private static final int STEPS_OF_EPOCH = 2;
  private static final int LONG = ThreadChoice.LEAST_STEPS / STEPS_OF_EPOCH;
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  /** Half the time with two threads, no gain with more. */
  private static long twoAreBest(int threads) {
    return threads == 1 ? 2_000_000 : 1_000_000;
  }

  private final StopSignal stop = new StopSignal();
  private final List<TrainingEvent> events = new ArrayList<>();

  private TrainingPlan plan(int epochs) {
    InMemoryDataset data =
        InMemoryDataset.of(
            HostTensor.allocate(DType.FLOAT32, Shape.of(EXAMPLES, 3)),
            Map.of(Batch.LABELS, HostTensor.allocate(DType.INT32, Shape.of(EXAMPLES))));
    return TrainingPlan.of(Models.of(Shape.of(3), Dense.of(3, 2)), data)
        .loss(CrossEntropyLoss.ofLabels())
        .optimizer(Sgd.of(0.1))
        .batchSize(BATCH)
        .epochs(epochs)
        .stop(stop)
        .listener(events::add)
        .build();
  }

  private static ThreadedEngine engine(ThreadedEngine.Pool pool) {
    return new ThreadedEngine(pool, ThreadChoiceTest::twoAreBest);
  }

  /** What is logged while a number is chosen on a machine with four processors. */
  private static List<String> choose(
      ThreadedEngine engine, Session session, TrainingPlan plan, Optional<Checkpoint> from) {
    List<String> logged = new ArrayList<>();
    Logger logger = Logger.getLogger(ThreadChoice.class.getName());
    Filter before = logger.getFilter();
    logger.setFilter(message -> !logged.add(message.getMessage()));
    try {
      new ThreadChoice(plan, 4, engine::now).apply(session, new Preparation(plan).spec(), from);
    } finally {
      logger.setFilter(before);
    }
    return logged;
  }

  private static List<String> choose(ThreadedEngine engine, Session session, TrainingPlan plan) {
    return choose(engine, session, plan, Optional.empty());
  }

  @Nested
  @DisplayName("is chosen")
  class Chosen {
    private final ThreadedEngine engine = engine(ThreadedEngine.Pool.CHANGEABLE);

    @Test
    @DisplayName("by steps of the plan on a learner that is thrown away, and told with the times")
    void measured() {
      try (Session session = engine.open(SessionOptions.defaults().withChosenThreads())) {
        assertThat(choose(engine, session, plan(LONG)))
            .containsExactly(
                "Trains with 2 threads on 4 processors: a step takes with 1 thread: 2.00 ms,"
                    + " 2 threads: 1.00 ms, 4 threads: 1.00 ms. SessionOptions.withThreads, or"
                    + " \"threads\" in a configuration, fixes the number.");
        assertThat(session.threads()).isEqualTo(2);
        assertThat(engine.runs).isEqualTo(3 + 3 * 9);
        assertThat(engine.openVariables).isZero();
      }
    }

    @Test
    @DisplayName("for each training, as networks differ")
    void anew() {
      try (Session session = engine.open(SessionOptions.defaults().withChosenThreads())) {
        session.useThreads(4);
        choose(engine, session, plan(LONG));
        assertThat(session.threads()).isEqualTo(2);
      }
    }

    @Test
    @DisplayName("as one, without measuring, for a training of few steps")
    void few() {
      try (Session session = engine.open(SessionOptions.defaults().withChosenThreads())) {
        assertThat(choose(engine, session, plan(LONG - 1)))
            .singleElement()
            .asString()
            .startsWith("Trains with 1 thread on 4 processors: 198 steps are too few to measure.");
        assertThat(session.threads()).isOne();
        assertThat(engine.runs).isZero();
      }
    }

    @Test
    @DisplayName("not at all once somebody wants to stop")
    void stopped() {
      stop.request();
      try (Session session = engine.open(SessionOptions.defaults().withChosenThreads())) {
        assertThat(choose(engine, session, plan(LONG))).isEmpty();
        assertThat(session.threads()).isOne();
        assertThat(engine.runs).isZero();
      }
    }
  }

  @Nested
  @DisplayName("stays")
  class Fixed {
    @Test
    @DisplayName("where it is fixed")
    void options() {
      ThreadedEngine engine = engine(ThreadedEngine.Pool.CHANGEABLE);
      try (Session session = engine.open(SessionOptions.defaults().withThreads(3))) {
        assertThat(choose(engine, session, plan(LONG))).isEmpty();
        assertThat(session.threads()).isEqualTo(3);
        assertThat(engine.runs).isZero();
      }
    }

    @Test
    @DisplayName("where the engine cannot change it")
    void pool() {
      ThreadedEngine engine = engine(ThreadedEngine.Pool.FIXED);
      try (Session session = engine.open(SessionOptions.defaults().withChosenThreads())) {
        assertThat(choose(engine, session, plan(LONG))).isEmpty();
        assertThat(session.threads()).isOne();
        assertThat(engine.runs).isZero();
      }
    }

    @Test
    @DisplayName("on a GPU")
    void gpu() {
      ThreadedEngine engine = engine(ThreadedEngine.Pool.CHANGEABLE);
      try (Session session =
          engine.open(SessionOptions.defaults().withChosenThreads().withDevice(Device.cuda(0)))) {
        assertThat(choose(engine, session, plan(LONG))).isEmpty();
        assertThat(engine.runs).isZero();
      }
    }
  }

  @Nested
  @DisplayName("comes from the checkpoint of a training that is resumed,")
  class Resumed {
    private final ThreadedEngine engine = engine(ThreadedEngine.Pool.CHANGEABLE);

    @TempDir private Path folder = Path.of("");

    private Checkpoint checkpoint(String threads) {
      return new Checkpoint(
          Map.of(ThreadChoice.PART, threads),
          1,
          List.of(),
          Checkpoint.Running.none(),
          Weights.of(Map.of()),
          new OptimizerState(1, Map.of()),
          Optional.empty());
    }

    private int train(SessionOptions options, Checkpoints checkpoints) {
      try (Session session = engine.open(options)) {
        new SessionTrainer(session).withCheckpoints(checkpoints).train(plan(LONG));
        return session.threads();
      }
    }

    @Test
    @DisplayName("and nothing is measured")
    void taken() {
      try (Session session = engine.open(SessionOptions.defaults().withChosenThreads())) {
        assertThat(choose(engine, session, plan(LONG), Optional.of(checkpoint("4")))).isEmpty();
        assertThat(session.threads()).isEqualTo(4);
        assertThat(engine.runs).isZero();
      }
    }

    @Test
    @DisplayName("unless this machine has fewer processors")
    void smallerMachine() {
      try (Session session = engine.open(SessionOptions.defaults().withChosenThreads())) {
        assertThat(choose(engine, session, plan(2 * LONG), Optional.of(checkpoint("5"))))
            .hasSize(1);
        assertThat(session.threads()).isEqualTo(2);
      }
    }

    @Test
    @DisplayName("which a training has written")
    void written() {
      stop.request();
      train(new SessionOptions(Device.cpu(), PROCESSORS), Checkpoints.in(folder));

      int threads =
          train(SessionOptions.defaults().withChosenThreads(), Checkpoints.resume(folder));

      assertThat(threads).isEqualTo(PROCESSORS);
      assertThat(events).noneMatch(TrainingEvent.PlanChanged.class::isInstance);
    }

    @Test
    @DisplayName("and not from one that was stopped before it was known")
    void unknown() {
      stop.request();
      train(SessionOptions.defaults().withChosenThreads(), Checkpoints.in(folder));

      train(new SessionOptions(Device.cpu(), 3), Checkpoints.resume(folder));

      assertThat(events).hasAtLeastOneElementOfType(TrainingEvent.Resumed.class);
      assertThat(events).noneMatch(TrainingEvent.PlanChanged.class::isInstance);
    }

    @Test
    @DisplayName("unless it is fixed to another, which is told")
    void changed() {
      stop.request();
      train(new SessionOptions(Device.cpu(), 2), Checkpoints.in(folder));

      int threads = train(new SessionOptions(Device.cpu(), 3), Checkpoints.resume(folder));

      assertThat(threads).isEqualTo(3);
      assertThat(events).contains(new TrainingEvent.PlanChanged("threads", "2", "3"));
    }
  }
}
