package org.distill4j.core.rounds;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.distill4j.backend.Session;

/**
 * All workers in this process, one after the other on one session. What any other way of running
 * them gives must equal what this gives, bit for bit.
 */
public final class InProcessWorkers implements Workers {
  private final List<LocalWorker> workers;
  private final RoundFiles files;

  private InProcessWorkers(List<LocalWorker> workers, RoundFiles files) {
    this.workers = workers;
    this.files = files;
  }

  /**
   * Returns workers that keep their state in memory.
   *
   * @param session where they compute; it stays open
   * @param code the student and how it is trained
   * @param plan the numbers of the training
   * @param shards each worker's examples
   * @return the workers, to be closed
   * @throws IllegalArgumentException if there are not as many shards as workers, or code and
   *     examples do not fit
   */
  public static InProcessWorkers of(
      Session session, TrainingCode code, RoundPlan plan, List<Shard> shards) {
    return of(session, code, plan, shards, new MemoryRoundFiles());
  }

  /**
   * Returns workers that keep their state in a training's folder, so that it can be resumed.
   *
   * @param session where they compute; it stays open
   * @param code the student and how it is trained
   * @param plan the numbers of the training
   * @param shards each worker's examples
   * @param files the training's folder
   * @return the workers, to be closed
   * @throws IllegalArgumentException if there are not as many shards as workers, or code and
   *     examples do not fit
   */
  public static InProcessWorkers of(
      Session session, TrainingCode code, RoundPlan plan, List<Shard> shards, RoundFiles files) {
    if (shards.size() != plan.workers()) {
      throw new IllegalArgumentException(
          shards.size()
              + " shards were given for "
              + plan.workers()
              + " workers, expected one for each.\nMaybe use Shard.split.");
    }
    List<LocalWorker> workers = new ArrayList<>();
    for (int i = 0; i < shards.size(); i++) {
      workers.add(LocalWorker.open(session, code, plan, shards.get(i), i, files));
    }
    return new InProcessWorkers(workers, files);
  }

  @Override
  public RoundAverage round(int round, float[] global) {
    return RoundAverage.compute(workers.stream().map(worker -> worker.run(round, global)).toList());
  }

  @Override
  public void retain(Set<Integer> rounds) {
    InnerStates.retain(files, rounds);
  }

  @Override
  public void close() {
    workers.forEach(LocalWorker::close);
  }
}
