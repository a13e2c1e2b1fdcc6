package org.distill4j.dl4j;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.distill4j.backend.Device;
import org.distill4j.backend.SessionOptions;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.spi.Learner;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.spi.Predictor;
import org.distill4j.spi.Session;

/**
 * An open engine on one device. What nobody closes, the engine frees when the collector finds that
 * it cannot be reached.
 */
final class Dl4jSession implements Session {
  private final SessionOptions options;
  private final Lifetime lifetime = new Lifetime("session", this::endParts);
  private final Set<Lifetime> parts = Collections.newSetFromMap(new WeakHashMap<>());

  Dl4jSession(SessionOptions options) {
    this.options = options;
  }

  @Override
  public Device device() {
    return options.device();
  }

  @Override
  public String engineVersion() {
    return "ND4J " + Dl4jEngine.version() + " (Deeplearning4j)";
  }

  @Override
  public Predictor predictor(Model model, Weights weights) {
    return call(() -> new Dl4jPredictor(this, model, weights));
  }

  @Override
  public Learner learner(LearnerSpec spec) {
    return call(() -> new Dl4jLearner(this, spec));
  }

  /** Follows the life of a predictor or learner, so that it ends with this at the latest. */
  synchronized Lifetime follow(String what, Runnable release) {
    Lifetime part = new Lifetime(what, release);
    parts.add(part);
    return part;
  }

  /** Runs something of the session itself while no other call is under way. */
  <T> T call(Supplier<T> work) {
    return call(lifetime, work);
  }

  /** Runs something while no other call is under way. */
  synchronized <T> T call(Lifetime owner, Supplier<T> work) {
    owner.require();
    Dl4jEngine.prepare(options);
    return work.get();
  }

  synchronized void close(Lifetime part) {
    part.end();
  }

  @Override
  public void close() {
    close(lifetime);
  }

  private void endParts() {
    List.copyOf(parts).forEach(Lifetime::end);
  }
}
