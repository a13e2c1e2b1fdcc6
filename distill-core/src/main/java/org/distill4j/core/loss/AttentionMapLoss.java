package org.distill4j.core.loss;

import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.loss.Weighting;
import org.distill4j.tensor.Tensor;

/**
 * Attention-based distillation of transformers (Jiao et al. 2020, "TinyBERT", eq. 7): each head of
 * the student attends to positions as the same head of the teacher does. For maps A, (batch, heads,
 * length, positions):
 *
 * <pre>
 * mean over heads of mean( ( Aˢ − Aᵗ )² )
 * </pre>
 *
 * <p>averaged over the positions that are attended to and over all that attend, of the whole batch,
 * both without padding. The paper takes the scores before the softmax, which {@code
 * MultiHeadAttention} taps as "scores". Student and teacher must have the same number of heads. The
 * terms reported are "total" alone.
 *
 * @param student the path of the student's map, for example "layer1.attention.scores"
 * @param teacher the path of the teacher's map, an output of its {@code TappedModel}
 */
public record AttentionMapLoss(String student, String teacher) implements Loss {
  /**
   * The loss between two attentions.
   *
   * @param student the path of the student's map
   * @param teacher the path of the teacher's map
   * @return the loss
   */
  public static AttentionMapLoss of(String student, String teacher) {
    return new AttentionMapLoss(student, teacher);
  }

  @Override
  public LossTerms compute(Signals signals) {
    Tensor given = HeadValues.require("student", student, Features.student(signals, student));
    Tensor wanted = HeadValues.require("teacher", teacher, Features.teacher(signals, teacher));
    if (!given.shape().equals(wanted.shape())) {
      throw new IllegalArgumentException(
          "The student's \""
              + student
              + "\" has shape "
              + given.shape()
              + " and the teacher's \""
              + teacher
              + "\" "
              + wanted.shape()
              + ", expected the same heads and positions.\n"
              + "Maybe MiniLmLoss.v2, which needs no equal numbers of heads, was meant.");
    }
    Tensor apart = given.sub(wanted).square().mean(1);
    Tensor perPosition =
        HeadValues.mask(signals, given, 3)
            .map(mask -> mean(apart, mask.expandDims(1)))
            .orElseGet(() -> apart.mean(2));
    return LossTerms.total(signals.mean(perPosition, Weighting.none()));
  }

  /** Returns the mean over the last axis, of the elements that count. */
  private static Tensor mean(Tensor apart, Tensor mask) {
    Tensor known = mask.greater(Tensor.of(0)).where(apart, Tensor.of(0));
    return known.sum(2).div(mask.sum(2).maximum(Tensor.of(1)));
  }
}
