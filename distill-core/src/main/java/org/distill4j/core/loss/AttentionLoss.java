package org.distill4j.core.loss;

import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.tensor.Tensor;

/**
 * Attention transfer (Zagoruyko and Komodakis 2017, section 3.1): the student attends to the
 * positions to which the teacher attends. For values of shape (batch, channels, height, width), the
 * attention map is Q = Σ A² over the channels, laid flat and divided by its length:
 *
 * <pre>
 * ½ · ‖ Qˢ / ‖Qˢ‖ − Qᵗ / ‖Qᵗ‖ ‖²
 * </pre>
 *
 * <p>averaged over the batch. Eq. 2 has the distance itself, whose gradient has no limit where the
 * maps are equal; its square is what the authors train with. Half of it is 1 less the cosine. A map
 * of zeros stays zeros. The numbers of channels may differ; height and width must be the same. What
 * is padding counts as 0. Heads of a transformer's attention are no channels and are refused;
 * {@link AttentionMapLoss} compares them. The terms reported are "total" alone.
 *
 * @param student the path of the student's value
 * @param teacher the path of the teacher's value, an output of its {@code TappedModel}
 */
public record AttentionLoss(String student, String teacher) implements Loss {
  /**
   * Returns attention transfer between two layers.
   *
   * @param student the path of the student's value
   * @param teacher the path of the teacher's value
   * @return the loss
   */
  public static AttentionLoss of(String student, String teacher) {
    return new AttentionLoss(student, teacher);
  }

  @Override
  public LossTerms compute(Signals signals) {
    Tensor given = map(signals, "student", student, Features.student(signals, student));
    Tensor wanted = map(signals, "teacher", teacher, Features.teacher(signals, teacher));
    if (!given.shape().equals(wanted.shape())) {
      throw new IllegalArgumentException(
          "The student's \""
              + student
              + "\" has "
              + given.shape().dim(1)
              + " places and the teacher's \""
              + teacher
              + "\" "
              + wanted.shape().dim(1)
              + ", expected the same height and width.\n"
              + "Maybe choose layers at which the images have one size.");
    }
    Tensor distance = given.sub(wanted).square().sum(1).mul(0.5);
    return LossTerms.total(signals.meanOverBatch(distance));
  }

  private static Tensor map(Signals signals, String whose, String path, Tensor value) {
    if (value.shape().rank() != 4) {
      throw new IllegalArgumentException(
          "The "
              + whose
              + "'s \""
              + path
              + "\" has shape "
              + value.shape()
              + ", expected (batch, channels, height, width).\n"
              + "Maybe HintLoss, which takes values of any shape, was meant.");
    }
    if (HeadValues.are(signals, path, value)) {
      throw new IllegalArgumentException(
          "The "
              + whose
              + "'s \""
              + path
              + "\" has shape "
              + value.shape()
              + ", whose axis 1 is the heads of an attention, expected the channels of an image.\n"
              + "Maybe AttentionMapLoss or MiniLmLoss, which are for transformers, was meant.");
    }
    Tensor scaled = VectorMath.scaled(Features.withoutPadding(signals, value), 1, 2, 3);
    return VectorMath.normalized(scaled.square().sum(1).flatten(), 1);
  }
}
