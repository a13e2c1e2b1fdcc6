package org.distill4j.core.train;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.distill4j.backend.Session;
import org.distill4j.core.checkpoint.Checkpoint;
import org.distill4j.core.checkpoint.CheckpointFolder;
import org.distill4j.core.checkpoint.Checkpoints;
import org.distill4j.core.run.Learners;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;
import org.distill4j.train.Trainer;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;

/**
 * A trainer whose steps run on a session. The student may also be a network of an engine's own
 * kind, as an {@link org.distill4j.core.engine.EngineModel}; then its loss and its update run
 * there.
 *
 * <p>On a session without a fixed number of threads, a training of at least 200 steps times steps
 * of its plan first, on zeros, with 1, 2, 4, … threads up to the processors, as long as they become
 * at least a tenth faster. The session then keeps the number, which is logged with what was
 * measured, and written into checkpoints: a training that is resumed takes it from there.
 */
public final class SessionTrainer implements Trainer {
  private final Optional<Session> session;
  private final Function<LearnerSpec, Learner> learners;
  private final Optional<Checkpoints> checkpoints;

  /**
   * Creates a trainer without checkpoints.
   *
   * @param session where models are trained; it stays open
   */
  public SessionTrainer(Session session) {
    this(Optional.of(session), spec -> Learners.open(session, spec), Optional.empty());
  }

  /** Creates a trainer of learners that are opened elsewhere. */
  static SessionTrainer of(Function<LearnerSpec, Learner> learners) {
    return new SessionTrainer(Optional.empty(), learners, Optional.empty());
  }

  private SessionTrainer(
      Optional<Session> session,
      Function<LearnerSpec, Learner> learners,
      Optional<Checkpoints> checkpoints) {
    this.session = session;
    this.learners = learners;
    this.checkpoints = checkpoints;
  }

  /**
   * Returns a trainer on the same session that writes checkpoints of trainings and resumes from
   * them.
   *
   * @param wanted where and how often
   * @return the trainer
   */
  public SessionTrainer withCheckpoints(Checkpoints wanted) {
    return new SessionTrainer(session, learners, Optional.of(wanted));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException under the conditions of the interface; and if a new training
   *     finds checkpoints in its folder, or one that resumes finds another training's
   * @throws IllegalStateException if another program writes checkpoints to the folder
   * @throws java.io.UncheckedIOException if a checkpoint cannot be written; those before it are
   *     still there then
   */
  @Override
  public TrainingReport train(TrainingPlan plan) {
    Preparation preparation = new Preparation(plan);
    LearnerSpec spec = preparation.spec();
    Map<String, String> identity = checkpoints.isPresent() ? preparation.identity(spec) : Map.of();
    try (CheckpointWriter saving = new CheckpointWriter(checkpoints, identity)) {
      return train(plan, preparation, spec, saving);
    }
  }

  private TrainingReport train(
      TrainingPlan plan, Preparation preparation, LearnerSpec spec, CheckpointWriter saving) {
    Optional<Checkpoint> start = saving.start();
    session
        .flatMap(open -> new ThreadChoice(plan).apply(open, spec, start))
        .ifPresent(threads -> saving.note(ThreadChoice.PART, String.valueOf(threads)));
    LearnerSpec first =
        start.map(from -> spec.resume(from.weights(), from.optimizer())).orElse(spec);
    try (Learner learner = learners.apply(first)) {
      LogitUses uses = new LogitUses(spec.declared().logitUses());
      return new TrainingRun(plan, preparation.modelNames(), uses, learner, saving).run(start);
    }
  }

  /**
   * Refuses a plan that {@link #train} would refuse before its first step, without an engine.
   *
   * @param plan the plan
   * @throws IllegalArgumentException if it does not fit together
   */
  public static void requireReady(TrainingPlan plan) {
    new Preparation(plan).spec();
  }

  /**
   * Refuses a plan whose training cannot resume from its folder, without an engine, and changes
   * nothing there.
   *
   * @param plan the plan
   * @param folder where its checkpoints are; nothing is refused if there are none
   * @param unknown parts of the plan that are not known yet, as "teacher 0" before that is trained,
   *     and may differ from those in a checkpoint
   * @throws IllegalArgumentException if the newest checkpoint is of another plan, or of a newer
   *     format
   */
  public static void requireResumable(TrainingPlan plan, Path folder, Set<String> unknown) {
    CheckpointFolder checkpoints = new CheckpointFolder(folder);
    if (!checkpoints.files().isEmpty()) {
      Preparation preparation = new Preparation(plan);
      Set<String> free = new HashSet<>(PlanIdentity.CHANGEABLE);
      free.addAll(unknown);
      checkpoints.requireResumable(preparation.identity(preparation.spec()), free);
    }
  }
}
