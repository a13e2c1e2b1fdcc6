package org.distill4j.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.distill4j.backend.Session;
import org.distill4j.core.rounds.EngineChoice;
import org.distill4j.core.rounds.LocalResult;
import org.distill4j.core.rounds.LocalWorker;
import org.distill4j.core.rounds.Recipe;
import org.distill4j.core.rounds.RoundFiles;
import org.distill4j.core.rounds.RoundPlan;
import org.distill4j.core.rounds.Shard;
import org.distill4j.core.rounds.TrainingCode;
import org.jspecify.annotations.Nullable;

/**
 * The examples of a worker, as an executor caches them. Beside them stays the worker that trains on
 * them; it is made again where it is missing, and gives the same bits.
 */
final class ShardRows implements Serializable {
  private static final long serialVersionUID = 1;

  private final ExampleLayout layout;
  private final int worker;
  private final ArrayList<ShardExample> examples;
  private transient @Nullable LocalWorker open;

  private ShardRows(ExampleLayout layout, int worker, List<ShardExample> examples) {
    this.layout = layout;
    this.worker = worker;
    this.examples = new ArrayList<>(examples);
  }

  /** Collects the examples of a worker and puts them in the order of their ids. */
  static ShardRows of(ExampleLayout layout, int worker, Iterator<ShardExample> rows) {
    List<ShardExample> examples = new ArrayList<>();
    rows.forEachRemaining(examples::add);
    examples.sort(Comparator.comparingLong(ShardExample::id));
    ShardRows shard = new ShardRows(layout, worker, examples);
    Shard.requireAscending(examples.stream().mapToLong(ShardExample::id).toArray());
    return shard;
  }

  /** Returns the first examples, for checks before a training. */
  ShardRows first(int count) {
    List<ShardExample> some = examples.subList(0, Math.min(count, examples.size()));
    return new ShardRows(layout, worker, some);
  }

  Shard shard() {
    return layout.shard(examples);
  }

  ShardFacts facts() {
    String fingerprint = examples.isEmpty() ? "none" : shard().data().fingerprint();
    return new ShardFacts(worker, examples.size(), fingerprint);
  }

  /** Lets two tasks of one executor share a shard, as happens when Spark starts one again. */
  synchronized LocalResult run(
      Recipe recipe,
      RoundPlan plan,
      EngineChoice engine,
      RoundFiles files,
      int round,
      float[] global) {
    if (open == null) {
      Session session = TaskSessions.open(engine);
      TrainingCode code = recipe.code(TrainingCode.class);
      open = LocalWorker.open(session, code, plan, shard(), worker, files);
    }
    return open.run(round, global);
  }
}
