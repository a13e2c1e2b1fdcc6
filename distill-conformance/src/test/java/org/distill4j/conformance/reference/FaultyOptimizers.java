package org.distill4j.conformance.reference;

import java.util.Arrays;
import java.util.function.Consumer;
import org.distill4j.optim.Adam;
import org.distill4j.optim.AdamW;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.Sgd;
import org.distill4j.spi.Backend;

/** The reference backend with a fault in its optimizers or its clipping. */
public final class FaultyOptimizers {
  private static final long MANY = 1_000_000_000;

  private FaultyOptimizers() {}

  /** One application of an optimizer, as it is done instead. */
  @FunctionalInterface
  private interface Step {
    void take(Update update, Named parameters, Named gradients);
  }

  private static Backend updating(Step step) {
    return new ReferenceBackend(
        new Engine() {
          @Override
          void update(Update update, Named parameters, Named gradients) {
            step.take(update, parameters, gradients);
          }
        });
  }

  private static Update with(Optimizer optimizer, Update update) {
    return new Update(optimizer, update.rate(), update.step(), update.slots());
  }

  private static Update at(double rate, long step, Update update) {
    return new Update(update.optimizer(), rate, step, update.slots());
  }

  /** As if it were late in the training. */
  public static Backend withoutBiasCorrection() {
    return updating((u, p, g) -> at(u.rate(), MANY, u).apply(p, g));
  }

  /** AdamW's decay added to the gradient. */
  public static Backend decayInTheGradient() {
    return updating(
        (u, p, g) -> {
          if (u.optimizer() instanceof AdamW w) {
            p.forEach((name, values) -> add(w.weightDecay(), values, g.get(name)));
            with(new Adam(w.learningRate(), w.beta1(), w.beta2(), w.epsilon()), u).apply(p, g);
          } else {
            u.apply(p, g);
          }
        });
  }

  private static void add(double factor, double[] from, double[] to) {
    Arrays.setAll(to, i -> to[i] + factor * from[i]);
  }

  /** Nesterov's momentum taken for the classic one. */
  public static Backend classicForNesterov() {
    return updating(
        (u, p, g) -> {
          boolean moving = u.optimizer() instanceof Sgd sgd && sgd.momentum() > 0;
          Optimizer instead = moving ? classic((Sgd) u.optimizer()) : u.optimizer();
          with(instead, u).apply(p, g);
        });
  }

  private static Sgd classic(Sgd sgd) {
    return Sgd.of(sgd.learningRate())
        .withMomentum(sgd.momentum())
        .withWeightDecay(sgd.weightDecay());
  }

  /** SGD without its decay. */
  public static Backend withoutWeightDecay() {
    return updating(
        (u, p, g) ->
            with(u.optimizer() instanceof Sgd sgd ? sgd.withWeightDecay(0) : u.optimizer(), u)
                .apply(p, g));
  }

  /** The learning rate of the first step for ever. */
  public static Backend frozenRate() {
    return updating(
        (u, p, g) -> {
          double first = u.optimizer().learningRate().at(new org.distill4j.optim.Progress(0, 12));
          at(first, u.step(), u).apply(p, g);
        });
  }

  /** Parameters creep, gradient or none. */
  public static Backend creeping() {
    return updating(
        (u, p, g) -> {
          u.apply(p, g);
          p.forEach((name, values) -> Arrays.setAll(values, i -> values[i] + 1e-4));
        });
  }

  /** What the loss did not reach is left alone, decay and all. */
  public static Backend skipsTheUnreached() {
    return updating(
        (u, p, g) -> {
          Named reached = new Named();
          g.forEach((name, gradient) -> putIfMoved(name, gradient, p, reached));
          u.apply(reached, g);
        });
  }

  private static void putIfMoved(String name, double[] gradient, Named from, Named to) {
    if (Arrays.stream(gradient).anyMatch(element -> element != 0)) {
      to.put(name, from.get(name));
    }
  }

  /** What the loss itself trains stays as it was. */
  public static Backend ignoresTheLossesParameters() {
    return updating(
        (u, p, g) -> {
          Named models = new Named();
          p.forEach((name, values) -> putUnless("loss.", name, values, models));
          u.apply(models, g);
        });
  }

  private static void putUnless(String prefix, String name, double[] values, Named to) {
    if (!name.startsWith(prefix)) {
      to.put(name, values);
    }
  }

  /** One count of steps for all learners. */
  public static Backend sharedCount() {
    long[] count = {0};
    return updating((u, p, g) -> at(u.rate(), ++count[0], u).apply(p, g));
  }

  /** Sums that come out a little different each time. */
  public static Backend noisy() {
    long[] count = {0};
    return updating(
        (u, p, g) -> {
          double noise = 1 + 1e-6 * (++count[0] % 7);
          g.forEach((name, values) -> Arrays.setAll(values, i -> values[i] * noise));
          u.apply(p, g);
        });
  }

  private static Backend clipping(Consumer<Clipped> clip) {
    return new ReferenceBackend(
        new Engine() {
          @Override
          void clip(Clipping clipping, Named gradients) {
            clip.accept(new Clipped(clipping, gradients));
          }
        });
  }

  private record Clipped(Clipping clipping, Named gradients) {}

  /** Each array by its own norm. */
  public static Backend normOfEachTensor() {
    return clipping(
        clipped ->
            clipped
                .gradients()
                .forEach(
                    (name, values) -> {
                      Named one = new Named();
                      one.put(name, values);
                      Clips.apply(clipped.clipping(), one);
                    }));
  }

  /** Values above the limit alone, as one library's optimizer does. */
  public static Backend positiveSideOnly() {
    return clipping(
        clipped -> {
          if (clipped.clipping() instanceof Clipping.ByValue byValue) {
            clipped
                .gradients()
                .forEach((name, g) -> Arrays.setAll(g, i -> Math.min(byValue.limit(), g[i])));
          } else {
            Clips.apply(clipped.clipping(), clipped.gradients());
          }
        });
  }

  /** None at all. */
  public static Backend withoutClipping() {
    return clipping(clipped -> {});
  }
}
