package org.distill4j.core.loss;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.optim.Schedule;
import org.distill4j.tensor.Tensor;

/**
 * Losses added up with weights: total = Σ wᵢ · lossᵢ. Reported are "total" and, before they are
 * weighted, each loss under its name and its terms under name.term, as "kd", "kd.soft", "kd.hard",
 * "hint". What a loss trains itself lies under the path "loss.name".
 *
 * <pre>{@code
 * WeightedLosses.of("kd", DistillationLoss.of(5, 0.7), 1)
 *     .and("hint", HintLoss.of("relu1", "relu2").through(Dense.of(128, 256)), Schedule.linear(1, 0))
 * }</pre>
 */
public final class WeightedLosses implements Loss {
  private final Map<String, Part> parts;

  private record Part(Loss loss, CheckedSchedule weight) {}

  private WeightedLosses(Map<String, Part> parts) {
    this.parts = parts;
  }

  /**
   * Returns one loss with a fixed weight, to which others can be added.
   *
   * @param name its name in reports, without dots
   * @param loss the loss
   * @param weight its weight, finite
   * @return the weighted loss
   * @throws IllegalArgumentException if the weight is not finite
   */
  public static WeightedLosses of(String name, Loss loss, double weight) {
    return of(name, loss, Schedule.constant(weight));
  }

  /**
   * Returns one loss with a weight that changes from step to step, to which others can be added.
   *
   * @param name its name in reports, without dots
   * @param loss the loss
   * @param weight its weight, finite
   * @return the weighted loss
   * @throws IllegalArgumentException if the weight does not start finite
   */
  public static WeightedLosses of(String name, Loss loss, Schedule weight) {
    return new WeightedLosses(Map.of()).and(name, loss, weight);
  }

  /**
   * Returns these losses and one more.
   *
   * @param name its name in reports, without dots
   * @param loss the loss
   * @param weight its weight, finite
   * @return the sum
   * @throws IllegalArgumentException if the weight is not finite or the name is taken
   */
  public WeightedLosses and(String name, Loss loss, double weight) {
    return and(name, loss, Schedule.constant(weight));
  }

  /**
   * Returns these losses and one more, whose weight changes from step to step.
   *
   * @param name its name in reports, without dots
   * @param loss the loss
   * @param weight its weight, finite
   * @return the sum
   * @throws IllegalArgumentException if the weight does not start finite or the name is taken
   */
  public WeightedLosses and(String name, Loss loss, Schedule weight) {
    if (name.isEmpty() || name.contains(".") || name.equals(LossTerms.TOTAL)) {
      throw new IllegalArgumentException(
          "A loss was named \""
              + name
              + "\", expected a name without dots that is neither empty nor \"total\".\n"
              + "Maybe name it after what it compares.");
    }
    CheckedSchedule checked = CheckedSchedule.weight(name, weight);
    checked.requireStart();
    Map<String, Part> more = new LinkedHashMap<>(parts);
    if (more.put(name, new Part(loss, checked)) != null) {
      throw new IllegalArgumentException(
          "Two losses are named \"" + name + "\", expected each name once.\nMaybe number them.");
    }
    return new WeightedLosses(more);
  }

  /** {@return the losses that are added up, in order} */
  public List<Loss> losses() {
    return parts.values().stream().map(Part::loss).toList();
  }

  /** {@return the labels of the first loss, if all need labels} */
  @Override
  public Optional<String> requiredLabels() {
    List<Optional<String>> needed =
        parts.values().stream().map(part -> part.loss.requiredLabels()).toList();
    return needed.stream().allMatch(Optional::isPresent) ? needed.get(0) : Optional.empty();
  }

  @Override
  public LossTerms compute(Signals signals) {
    Map<String, LossTerms> computed = new LinkedHashMap<>();
    parts.forEach(
        (name, part) -> computed.put(name, part.loss.compute(ScopedSignals.under(name, signals))));
    LossTerms sum = LossTerms.total(total(signals, computed));
    for (Map.Entry<String, LossTerms> loss : computed.entrySet()) {
      sum = withTerms(sum, loss.getKey(), loss.getValue());
    }
    return sum;
  }

  private Tensor total(Signals signals, Map<String, LossTerms> computed) {
    Tensor sum = Tensor.of(0);
    for (Map.Entry<String, LossTerms> loss : computed.entrySet()) {
      Tensor weight = signals.scheduled(Objects.requireNonNull(parts.get(loss.getKey())).weight);
      sum = sum.add(weight.mul(loss.getValue().total()));
    }
    return sum;
  }

  private static LossTerms withTerms(LossTerms sum, String name, LossTerms terms) {
    LossTerms more = sum.and(name, terms.total());
    for (Map.Entry<String, Tensor> term : terms.asMap().entrySet()) {
      if (!term.getKey().equals(LossTerms.TOTAL)) {
        more = more.and(name + "." + term.getKey(), term.getValue());
      }
    }
    return more;
  }

  @Override
  public String toString() {
    return "WeightedLosses" + parts;
  }
}
