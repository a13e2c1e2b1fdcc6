package org.distill4j.cli.embed;

import java.util.List;
import org.distill4j.backend.Session;
import org.distill4j.cli.console.ExitCode;
import org.distill4j.cli.console.RunEndedException;
import org.distill4j.core.metric.EmbeddingMetrics;
import org.distill4j.core.model.PretrainedModel;
import org.distill4j.core.model.SentenceModel;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.data.Dataset;
import org.distill4j.optim.LazyAdam;
import org.distill4j.optim.Schedule;
import org.distill4j.teacher.Teacher;
import org.distill4j.text.EmbeddingPlans;
import org.distill4j.text.HuggingFaceFolder;
import org.distill4j.text.StaticEmbedding;
import org.distill4j.text.TokenMeans;
import org.distill4j.train.Metric;
import org.distill4j.train.StopSignal;
import org.distill4j.train.TrainingListener;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;

/**
 * Trains a student of either kind.
 *
 * @param session where
 * @param plan what student is wanted
 * @param source the embedding model
 * @param means what the teacher gives for each token
 * @param teacher the teacher, whose outputs for the texts are cached
 * @param train the texts to learn from
 * @param heldOut the texts to measure on
 * @param listener hears of the training
 * @param stop stops it after a step
 */
record EmbedTraining(
    Session session,
    EmbedPlan plan,
    EmbeddingTeacher source,
    TokenMeans means,
    Teacher teacher,
    Dataset train,
    Dataset heldOut,
    TrainingListener listener,
    StopSignal stop) {
  private static final int NEIGHBOURS = 10;
  private static final int WARMUP = 100;

  /** What is measured of embeddings. */
  static List<Metric> metrics() {
    return List.of(
        EmbeddingMetrics.pairSpearman(SentenceModel.EMBEDDING),
        EmbeddingMetrics.neighbourOverlap(SentenceModel.EMBEDDING, NEIGHBOURS));
  }

  EmbedStudent run() {
    return plan.layers().map(this::encoder).orElseGet(this::table);
  }

  private EmbedStudent encoder(List<Integer> layers) {
    HuggingFaceFolder student =
        source
            .encoder()
            .layers(layers.stream().mapToInt(Integer::intValue).toArray())
            .withDropout(0);
    TrainingReport report = train(EmbeddingPlans.ofEncoder(student, train, teacher));
    HuggingFaceFolder trained = student.withWeights(report.weights());
    return new EmbedStudent(trained.model(), trained.weights(), report.epochs(), trained::write);
  }

  private EmbedStudent table() {
    StaticEmbedding student = StaticEmbedding.distill(means, plan.width());
    TrainingReport report = train(EmbeddingPlans.ofTable(student, train, teacher));
    StaticEmbedding trained = student.withWeights(report.weights());
    PretrainedModel served = trained.served(plan.space());
    return new EmbedStudent(served.model(), served.weights(), report.epochs(), trained::write);
  }

  private TrainingReport train(TrainingPlan.Builder builder) {
    builder
        .seed(plan.seed())
        .stop(stop)
        .listener(listener)
        .validation(heldOut, metrics().toArray(Metric[]::new));
    plan.epochs().ifPresent(builder::epochs);
    plan.batchSize().ifPresent(builder::batchSize);
    plan.learningRate()
        .ifPresent(rate -> builder.optimizer(LazyAdam.of(Schedule.cosine(rate, 0).warmup(WARMUP))));
    TrainingReport report = new SessionTrainer(session).train(builder.build());
    if (stop.isRequested()) {
      throw new RunEndedException(
          ExitCode.INTERRUPTED,
          "The training was stopped and no student was written.\n"
              + "The teacher's outputs are cached; the same command trains again from there.");
    }
    return report;
  }
}
