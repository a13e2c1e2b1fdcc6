package org.distill4j.examples.rounds;

import java.util.List;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.model.Models;
import org.distill4j.core.rounds.InProcessWorkers;
import org.distill4j.core.rounds.RoundPlan;
import org.distill4j.core.rounds.RoundTraining;
import org.distill4j.core.rounds.Shard;
import org.distill4j.core.rounds.TrainingCode;
import org.distill4j.core.rounds.Workers;
import org.distill4j.data.Dataset;
import org.distill4j.examples.mnist.Mnist;
import org.distill4j.examples.trial.Study;
import org.distill4j.examples.trial.StudyColumn;
import org.distill4j.examples.trial.StudyEngine;
import org.distill4j.examples.trial.StudyResults;
import org.distill4j.loss.Loss;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Optimizer;
import org.distill4j.teacher.Teacher;
import org.distill4j.train.TrainingPlan;

/**
 * One student of one teacher, trained by one process and by several workers in rounds, each on as
 * many examples. Workers take fewer steps, and so larger ones: the learning rate grows with the
 * square root of their number, as it does with the batch size for Adam (Malladi et al. 2022, "On
 * the SDEs and scaling rules for adaptive gradient algorithms").
 *
 * @param workers the number of workers
 * @param steps the steps of a worker in a round
 * @param epochs how often each example is seen
 * @param rate the learning rate of one process
 */
record RoundsStudy(int workers, int steps, int epochs, double rate) implements Study<Mnist> {
  static final StudyColumn ACCURACY =
      new StudyColumn(Metrics.accuracy().name(), "accuracy", StudyColumn.Unit.PERCENT);
  static final StudyColumn AGREEMENT =
      new StudyColumn(Metrics.agreement().name(), "agreement", StudyColumn.Unit.PERCENT);
  static final StudyColumn DIVERGENCE =
      new StudyColumn(Metrics.klToTeacher().name(), "KL, nats", StudyColumn.Unit.NUMBER);

  static final String ALONE = "one process";
  static final String SAME_RATE = "rounds, the same learning rate";
  static final String SCALED = "rounds";
  static final String KEPT = "rounds, optimizers kept";

  private static final Model TEACHER = Models.mlp(784, 512, 256, 10);
  private static final int TEACHER_EPOCHS = 3;
  private static final int BATCH = 64;

  /** The student and how it is trained; workers would be sent it. */
  private record Student(double rate) implements TrainingCode {
    @Override
    public Model model() {
      return Models.mlp(784, 128, 10);
    }

    @Override
    public Loss loss() {
      return DistillationLoss.of(5, 0.7);
    }

    @Override
    public Optimizer optimizer() {
      return Adam.of(rate);
    }
  }

  @Override
  public StudyResults run(StudyEngine bench, Mnist digits, long... seeds) {
    Mnist unit = digits.withUnitPixels();
    return new Run(bench, unit.train().flat(), unit.test().flat()).run(seeds);
  }

  private final class Run {
    private final StudyResults results =
        new StudyResults(ACCURACY, AGREEMENT, DIVERGENCE).comparedWith(ALONE);
    private final StudyEngine bench;
    private final Dataset train;
    private final Dataset test;
    private final Teacher teacher;
    private final Teacher cached;

    Run(StudyEngine bench, Dataset train, Dataset test) {
      this.bench = bench;
      this.train = train;
      this.test = test;
      TrainingPlan.Builder plan =
          TrainingPlan.of(TEACHER, train)
              .loss(CrossEntropyLoss.ofLabels())
              .optimizer(Adam.of(rate))
              .epochs(TEACHER_EPOCHS);
      this.teacher = bench.teacher(TEACHER, bench.train("teacher", plan));
      this.cached = CachedTeacher.inMemory(teacher, train);
    }

    StudyResults run(long... seeds) {
      RoundPlan plan =
          RoundPlan.of(
              workers, steps, RoundPlan.roundsFor(train.size(), epochs, workers, steps, BATCH));
      Student scaled = new Student(rate * Math.sqrt(workers));
      bench.say("%s%n", plan);
      for (long seed : seeds) {
        measure(ALONE, alone(new Student(rate), seed), seed);
        measure(SAME_RATE, rounds(new Student(rate), plan.withSeed(seed)), seed);
        measure(SCALED, rounds(scaled, plan.withSeed(seed)), seed);
        RoundPlan kept = plan.withSeed(seed).withInnerState(RoundPlan.InnerState.KEPT);
        measure(KEPT, rounds(scaled, kept), seed);
      }
      return results;
    }

    private Weights alone(Student student, long seed) {
      return bench.train(
          ALONE,
          TrainingPlan.of(student.model(), train)
              .teacher(cached)
              .loss(student.loss())
              .optimizer(student.optimizer())
              .epochs(epochs)
              .batchSize(BATCH)
              .seed(seed));
    }

    private Weights rounds(Student student, RoundPlan plan) {
      List<Shard> shards = Shard.split(train, List.of(cached), workers);
      try (Workers all = InProcessWorkers.of(bench.session(), student, plan, shards)) {
        return RoundTraining.of(student, plan)
            .session(bench.session())
            .train(shards.get(0), train.size(), all)
            .weights();
      }
    }

    private void measure(String name, Weights weights, long seed) {
      results.add(
          name,
          seed,
          bench.measure(
              new Student(rate).model(),
              weights,
              test,
              List.of(teacher),
              Metrics.accuracy(),
              Metrics.agreement(),
              Metrics.klToTeacher()));
    }
  }
}
