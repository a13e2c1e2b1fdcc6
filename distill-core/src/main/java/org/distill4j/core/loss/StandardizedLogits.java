package org.distill4j.core.loss;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.model.Outputs;
import org.distill4j.tensor.Tensor;

/**
 * Gives another loss standardised logits: each example's logits less their mean, divided by their
 * standard deviation over the classes, the root of the squares' sum divided by the number of
 * classes n (Sun et al. 2024, "Logit standardization", eq. 15; the authors' program divides by n −
 * 1), student's and teachers' alike. So the student is free to have logits of its own range. The
 * temperature of the other loss then counts in standard deviations. Logits that are all equal, up
 * to a millionth of their size, become zeros.
 *
 * <p>Only the soft part should see such logits: put the labels' part beside it.
 *
 * <pre>{@code
 * WeightedLosses.of("soft", StandardizedLogits.of(SoftTargetLoss.of(2)), 9)
 *     .and("hard", CrossEntropyLoss.ofLabels(), 0.1)
 * }</pre>
 *
 * @param loss the other loss, which reports its terms as it does
 * @param output the name of the logits in the outputs of student and teachers
 */
public record StandardizedLogits(Loss loss, String output) implements Loss {
  /**
   * Returns a loss that standardises "logits".
   *
   * @param loss the other loss
   * @return the changed loss
   */
  public static StandardizedLogits of(Loss loss) {
    return new StandardizedLogits(loss, Outputs.LOGITS);
  }

  @Override
  public Optional<String> requiredLabels() {
    return loss.requiredLabels();
  }

  @Override
  public LossTerms compute(Signals signals) {
    Outputs student = standardized("student", signals.student());
    List<Outputs> teachers =
        signals.teachers().stream().map(teacher -> standardized("teacher", teacher)).toList();
    return loss.compute(ScopedSignals.withOutputs(student, teachers, signals));
  }

  private Outputs standardized(String whose, Outputs outputs) {
    Tensor logits = Logits.of(whose, outputs, output);
    double classes = Logits.classes(logits);
    Map<String, Tensor> changed = new LinkedHashMap<>(outputs.asMap());
    changed.put(output, VectorMath.deviations(logits, -1).mul(Math.sqrt(classes)));
    return Outputs.of(changed);
  }
}
