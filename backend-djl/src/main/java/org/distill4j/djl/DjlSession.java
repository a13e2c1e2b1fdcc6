package org.distill4j.djl;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.function.Supplier;
import org.distill4j.backend.Device;
import org.distill4j.backend.SessionOptions;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.spi.Learner;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.spi.Predictor;
import org.distill4j.spi.Session;

/** An open engine on one device. */
final class DjlSession implements Session {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Engine engine;
  private final SessionOptions options;
  private final Place place;
  private final Cleaner.Cleanable release;

  DjlSession(Engine engine, SessionOptions options) {
    this.engine = engine;
    this.options = options;
    Arena arena = Arena.open(engine, options);
    this.release = CLEANER.register(this, arena::close);
    DjlEngine.useThreads(options.threads());
    this.place = new Place(arena, new Transfer(arena), options.device());
  }

  @Override
  public Device device() {
    return options.device();
  }

  @Override
  public String engineVersion() {
    return "PyTorch " + engine.getVersion() + " (DJL " + Engine.getDjlVersion() + ")";
  }

  @Override
  public Predictor predictor(Model model, Weights weights) {
    return call(this, place, "session", () -> new DjlPredictor(this, model, weights));
  }

  @Override
  public Learner learner(LearnerSpec spec) {
    return call(this, place, "session", () -> new DjlLearner(this, spec));
  }

  @Override
  public void close() {
    close(release);
  }

  Place place() {
    return place;
  }

  /** Frees an owner's memory when nobody can reach it any more. */
  static Cleaner.Cleanable releaseWith(Object owner, Arena arena) {
    return CLEANER.register(owner, arena::close);
  }

  /** Frees memory now, once no call is under way. */
  synchronized void close(Cleaner.Cleanable release) {
    release.clean();
  }

  /** Runs something when no other call is under way and its memory is still there. */
  synchronized <T> T call(Object owner, Place place, String what, Supplier<T> work) {
    try {
      if (!place.arena().isOpen()) {
        throw new IllegalStateException(
            "This "
                + what
                + " was closed, expected an open one.\n"
                + "Maybe it, or the session it came from, left its try block too early.");
      }
      DjlEngine.useThreads(options.threads());
      return work.get();
    } catch (EngineException error) {
      throw new IllegalStateException(
          "PyTorch failed where it was expected to compute: "
              + error.getMessage()
              + "\nMaybe there is too little memory; smaller batches need less.",
          error);
    } finally {
      Reference.reachabilityFence(owner);
    }
  }
}
