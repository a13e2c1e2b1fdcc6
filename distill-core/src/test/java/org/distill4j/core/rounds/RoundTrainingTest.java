package org.distill4j.core.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Filter;
import java.util.logging.Logger;
import org.distill4j.backend.Session;
import org.distill4j.core.rounds.RoundPlan.InnerState;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.data.Dataset;
import org.distill4j.model.Mode;
import org.distill4j.model.Weights;
import org.distill4j.program.Recorder;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.DivergedException;
import org.distill4j.train.RoundReport;
import org.distill4j.train.StopSignal;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingPlan;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A training in rounds")
class RoundTrainingTest {
  private static final Dataset DATA = RoundTrainings.examples(48);

  private static Weights trained(TrainingPlan.Builder plan) {
    try (Session session = RoundTrainings.session()) {
      return new SessionTrainer(session).train(plan.build()).weights();
    }
  }

  private static TrainingPlan.Builder plan() {
    return TrainingPlan.of(RoundTrainings.CODE.model(), DATA)
        .teacher(RoundTrainings.teacher())
        .loss(RoundTrainings.CODE.loss())
        .optimizer(RoundTrainings.CODE.optimizer());
  }

  private static Weights drawn(long seed) {
    return Recorder.forward(RoundTrainings.CODE.model(), Mode.EVALUATION, 1).initialWeights(seed);
  }

  private static void assertNear(Weights found, Weights wanted, float tolerance) {
    assertThat(found.names()).isEqualTo(wanted.names());
    for (Map.Entry<String, HostTensor> entry : wanted.asMap().entrySet()) {
      assertThat(found.get(entry.getKey()).toFloatArray())
          .as(entry.getKey())
          .usingComparatorWithPrecision(tolerance)
          .containsExactly(entry.getValue().toFloatArray());
    }
  }

  @Nested
  @DisplayName("of one step in a round")
  class Synchronous {
    @Test
    @DisplayName("equals a training in one process on batches of all workers together")
    void largeBatch() {
      Weights rounds =
          RoundTrainings.train(RoundPlan.of(4, 1, 25).withBatchSize(12), DATA).weights();
      Weights one = trained(plan().batchSize(48).epochs(25));
      assertNear(rounds, one, 1e-5f);
      assertThat(rounds).isNotEqualTo(drawn(0));
    }

    @Test
    @DisplayName("weighs workers by their examples, so that unequal ones are right too")
    void unequal() {
      Dataset seven = RoundTrainings.examples(7);
      RoundPlan plan = RoundPlan.of(3, 1, 10).withBatchSize(3);
      Weights one =
          trained(
              TrainingPlan.of(RoundTrainings.CODE.model(), seven)
                  .teacher(RoundTrainings.teacher())
                  .loss(RoundTrainings.CODE.loss())
                  .optimizer(RoundTrainings.CODE.optimizer())
                  .batchSize(7)
                  .epochs(10));
      assertNear(RoundTrainings.train(plan, seven).weights(), one, 1e-5f);
    }

    @Test
    @DisplayName("needs a session for that step")
    void session() {
      List<Shard> shards = RoundTrainings.shards(DATA, 2);
      RoundPlan plan = RoundPlan.of(2, 1, 3);
      try (Session session = RoundTrainings.session();
          Workers workers = InProcessWorkers.of(session, RoundTrainings.CODE, plan, shards)) {
        RoundTraining training = RoundTraining.of(RoundTrainings.CODE, plan);
        assertThatThrownBy(() -> training.train(shards.get(0), 48, workers))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("The rounds are one step each and there is no session");
      }
    }
  }

  @Nested
  @DisplayName("of several steps in a round")
  class Local {
    @Test
    @DisplayName("by one worker equals a training in one process, if nothing is added to it")
    void oneWorker() {
      RoundPlan plan =
          RoundPlan.of(1, 4, 6)
              .withBatchSize(8)
              .withInnerState(InnerState.KEPT)
              .withOuter(OuterStep.average());
      Weights one =
          trained(plan().batchSize(8).epochs(4).seed(plan.seedOf(0)).initialWeights(drawn(0)));
      assertNear(RoundTrainings.train(plan, DATA).weights(), one, 1e-5f);
    }

    @Test
    @DisplayName("learns, and depends on what becomes of the workers' optimizers")
    void learns() {
      RoundPlan plan = RoundPlan.of(3, 4, 30).withBatchSize(8);
      RoundTrainingReport reset = RoundTrainings.train(plan, DATA);
      RoundTrainingReport kept = RoundTrainings.train(plan.withInnerState(InnerState.KEPT), DATA);
      for (RoundTrainingReport report : List.of(reset, kept)) {
        assertThat(report.rounds()).hasSize(30);
        assertThat(report.rounds().get(29).loss().total())
            .isLessThan(0.6 * report.rounds().get(0).loss().total());
      }
      assertThat(kept.weights()).isNotEqualTo(reset.weights());
    }

    @Test
    @DisplayName("gives the same bits again, and others with another seed")
    void repeated() {
      RoundPlan plan = RoundPlan.of(3, 4, 3).withBatchSize(8);
      Weights first = RoundTrainings.train(plan, DATA).weights();
      assertThat(RoundTrainings.train(plan, DATA).weights()).isEqualTo(first);
      assertThat(RoundTrainings.train(plan.withSeed(1), DATA).weights()).isNotEqualTo(first);
    }

    @Test
    @DisplayName("goes through a worker's examples before it begins anew")
    void epochs() {
      RoundPlan plan = RoundPlan.of(4, 5, 2).withBatchSize(8);
      // Twelve examples of a worker are a batch of 8 and one of 4.
      assertThat(RoundTrainings.train(plan, DATA).rounds())
          .extracting(RoundReport::examples)
          .containsExactly(4L * (8 + 4 + 8 + 4 + 8), 4L * (4 + 8 + 4 + 8 + 4));
    }

    @Test
    @DisplayName("begins with given weights")
    void initialWeights() {
      RoundPlan plan = RoundPlan.of(2, 2, 1).withBatchSize(8);
      Weights from = drawn(7);
      Weights seeded = RoundTrainings.train(plan, DATA).weights();
      Weights given =
          RoundTrainings.train(plan, DATA, new MemoryRoundFiles(), one -> one.initialWeights(from))
              .weights();
      assertThat(given).isNotEqualTo(seeded);
    }

    @Test
    @DisplayName("ends where the weights are no longer numbers, and names one")
    void diverged() {
      RoundPlan plan = RoundPlan.of(2, 2, 9).withOuter(new OuterStep(1e300, 0));
      assertThatThrownBy(() -> RoundTrainings.train(plan, DATA))
          .isInstanceOf(DivergedException.class)
          .hasMessageContaining("The weight dense1.weight is not finite after step 2");
    }
  }

  @Nested
  @DisplayName("tells")
  class Events {
    private final List<TrainingEvent> events = new ArrayList<>();

    @Test
    @DisplayName("of its begin, of each round, and of its end")
    void all() {
      RoundPlan plan = RoundPlan.of(2, 3, 2).withBatchSize(8);
      RoundTrainingReport report =
          RoundTrainings.train(
              plan, DATA, new MemoryRoundFiles(), one -> one.listener(events::add));
      assertThat(events.get(0)).isEqualTo(new TrainingEvent.Started(2, 3, 48));
      assertThat(events.subList(1, 3))
          .isEqualTo(report.rounds().stream().map(TrainingEvent.RoundCompleted::new).toList());
      assertThat(events.get(3))
          .isInstanceOfSatisfying(
              TrainingEvent.Completed.class,
              end -> {
                assertThat(end.reason()).isEqualTo(TrainingEvent.Reason.ALL_EPOCHS);
                assertThat(end.report().weights()).isEqualTo(report.weights());
              });
      RoundReport first = report.rounds().get(0);
      assertThat(first.round()).isOne();
      assertThat(first.movement()).isPositive();
      assertThat(first.overhead()).isPositive();
    }

    @Test
    @DisplayName("how far the weights went")
    void movement() {
      RoundPlan plan = RoundPlan.of(2, 3, 1).withBatchSize(8);
      RoundTrainingReport report = RoundTrainings.train(plan, DATA);
      double sum = 0;
      for (Map.Entry<String, HostTensor> entry : report.weights().asMap().entrySet()) {
        float[] before = drawn(0).get(entry.getKey()).toFloatArray();
        float[] after = entry.getValue().toFloatArray();
        for (int i = 0; i < before.length; i++) {
          sum += Math.pow(after[i] - before[i], 2);
        }
      }
      assertThat(report.rounds().get(0).movement()).isCloseTo(Math.sqrt(sum), within(1e-6));
    }

    @Test
    @DisplayName("of a stop, after the round in which it was asked for")
    void stopped() {
      StopSignal stop = new StopSignal();
      RoundPlan plan = RoundPlan.of(2, 3, 5).withBatchSize(8);
      RoundTrainingReport report =
          RoundTrainings.train(
              plan,
              DATA,
              new MemoryRoundFiles(),
              one ->
                  one.stop(stop)
                      .listener(events::add)
                      .listener(
                          event -> {
                            if (event instanceof TrainingEvent.RoundCompleted done
                                && done.report().round() == 2) {
                              stop.request();
                            }
                          }));
      assertThat(report.rounds()).hasSize(2);
      assertThat(((TrainingEvent.Completed) events.get(3)).reason())
          .isEqualTo(TrainingEvent.Reason.STOPPED);
    }

    @Test
    @DisplayName("of few rounds, in the log, unless each is one step")
    void few() {
      assertThat(logged(RoundPlan.of(2, 2, 29)))
          .singleElement()
          .asString()
          .contains("expected at least {1}");
      assertThat(logged(RoundPlan.of(2, 2, 30))).isEmpty();
      assertThat(logged(RoundPlan.of(2, 1, 2))).isEmpty();
    }

    private List<String> logged(RoundPlan plan) {
      List<String> logged = new ArrayList<>();
      Logger logger = Logger.getLogger(RoundTraining.class.getName());
      Filter before = logger.getFilter();
      logger.setFilter(message -> !logged.add(message.getMessage()));
      try {
        RoundTrainings.train(plan, DATA);
      } finally {
        logger.setFilter(before);
      }
      return logged;
    }
  }

  @Nested
  @DisplayName("refuses")
  class Refusals {
    @Test
    @DisplayName("numbers below 1")
    void numbers() {
      assertThatThrownBy(() -> RoundPlan.of(0, 1, 1))
          .hasMessage(
              "The number of workers is 0, expected at least 1.\nMaybe an argument is missing.");
      assertThatThrownBy(() -> RoundPlan.of(1, 0, 1)).hasMessageContaining("local steps is 0");
      assertThatThrownBy(() -> RoundPlan.of(1, 1, 0)).hasMessageContaining("rounds is 0");
      assertThatThrownBy(() -> RoundPlan.of(1, 1, 1).withBatchSize(0))
          .hasMessageContaining("batch size is 0");
    }

    @Test
    @DisplayName("other shards than one for each worker")
    void shards() {
      try (Session session = RoundTrainings.session()) {
        List<Shard> two = RoundTrainings.shards(DATA, 2);
        assertThatThrownBy(
                () -> InProcessWorkers.of(session, RoundTrainings.CODE, RoundPlan.of(3, 1, 1), two))
            .hasMessage(
                "2 shards were given for 3 workers, expected one for each.\n"
                    + "Maybe use Shard.split.");
      }
    }
  }

  @Test
  @DisplayName("has as many rounds as see the examples some number of times")
  void rounds() {
    assertThat(RoundPlan.roundsFor(60_000, 12, 4, 50, 64)).isEqualTo(56);
    assertThat(RoundPlan.roundsFor(10, 1, 4, 50, 64)).isOne();
  }
}
