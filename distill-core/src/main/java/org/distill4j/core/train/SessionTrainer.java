package org.distill4j.core.train;

import org.distill4j.spi.Learner;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.spi.Session;
import org.distill4j.train.Trainer;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;

/** A trainer whose steps run on a session. */
public final class SessionTrainer implements Trainer {
  private final Session session;

  /**
   * A trainer.
   *
   * @param session where models are trained; it stays open
   */
  public SessionTrainer(Session session) {
    this.session = session;
  }

  @Override
  public TrainingReport train(TrainingPlan plan) {
    Preparation preparation = new Preparation(plan);
    LearnerSpec spec = preparation.spec();
    try (Learner learner = session.learner(spec)) {
      return new TrainingRun(plan, preparation.modelNames(), learner).run();
    }
  }
}
