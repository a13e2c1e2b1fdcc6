package org.distill4j.core.train;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.distill4j.backend.Session;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;

/**
 * Trains two students that teach each other as they learn (deep mutual learning, Zhang, Xiang,
 * Hospedales and Lu 2018). They step in turn: the first on its batch, taught by the second as it is
 * at that moment; then the second on its own batch, taught by the first as it is after that step;
 * and so on. With a {@link org.distill4j.core.loss.DistillationLoss} of T = 1 and α = 0.5, each
 * makes half of the paper's cross-entropy + KL( other ‖ this ) small.
 *
 * <p>As with any teacher, a student teaches in evaluation mode, where the paper's is in training
 * mode; without dropout and batch normalisation that is the same. Each training is one that {@link
 * SessionTrainer} runs, with its events, metrics and checks. Listeners of the first are called on
 * the caller's thread, those of the second on one of its own. If one student's training ends early,
 * it continues to teach as it is then; if it fails, so does the other's.
 */
public final class MutualTrainer {
  private final Session session;

  /**
   * A trainer of pairs.
   *
   * @param session where both students are trained; it stays open
   */
  public MutualTrainer(Session session) {
    this.session = session;
  }

  /**
   * Trains two students. To each plan is added, as its last teacher, the other student; and all
   * teachers are asked at each step.
   *
   * @param first how the first is trained; it steps first
   * @param second how the second is trained, in as many steps
   * @return both trainings
   * @throws IllegalArgumentException if the plans differ in epochs or in steps of an epoch, or the
   *     students are the same and begin with the same weights; and under the conditions of {@link
   *     SessionTrainer}
   */
  public MutualReport train(TrainingPlan.Builder first, TrainingPlan.Builder second) {
    TrainingPlan one = first.build();
    TrainingPlan other = second.build();
    MutualCheck.require(one, other);
    try (StudentTurns turns = new StudentTurns()) {
      MutualStudent leader = new MutualStudent(turns, StudentTurns.Place.FIRST, first);
      MutualStudent follower = new MutualStudent(turns, StudentTurns.Place.SECOND, second);
      CompletableFuture<TrainingReport> beside = beside(() -> follower.train(session, one.model()));
      CompletableFuture<TrainingReport> here =
          CompletableFuture.supplyAsync(() -> leader.train(session, other.model()), Runnable::run);
      return new MutualReport(report(here, beside), report(beside, here));
    }
  }

  private static CompletableFuture<TrainingReport> beside(Supplier<TrainingReport> training) {
    return CompletableFuture.supplyAsync(
        training,
        task -> {
          Thread thread = new Thread(task, "distill4j-mutual");
          thread.setDaemon(true);
          thread.start();
        });
  }

  /**
   * Returns the report, or throws the original failure: a student that was left alone is no cause.
   */
  private static TrainingReport report(
      CompletableFuture<TrainingReport> training, CompletableFuture<TrainingReport> other) {
    try {
      return training.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof StudentTurns.LeftAloneException) {
        report(other, training);
      }
      throw ThreadFailure.of(failed.getCause());
    }
  }
}
