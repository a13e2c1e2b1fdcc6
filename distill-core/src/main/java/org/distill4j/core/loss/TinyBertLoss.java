package org.distill4j.core.loss;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distill4j.core.layer.MultiHeadAttention;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.model.Layer;
import org.distill4j.tensor.Tensor;

/**
 * Distillation of a transformer layer by layer (Jiao et al. 2020, "TinyBERT", eq. 7, 8 and 11):
 * each of the student's blocks imitates the hidden states and the attention of its paired block of
 * the teacher:
 *
 * <pre>
 * hidden    = Σ over pairs of mean( ( r(Hˢ) − Hᵗ )² ), as twice a {@link HintLoss}
 * attention = Σ over pairs of {@link AttentionMapLoss} of the scores
 * total     = hidden + attention
 * </pre>
 *
 * <p>Padding is left out. r is a connector for each pair, which is trained along and needed where
 * widths differ; its weights lie under "loss.layer1.connector" and so on. A block's scores are
 * "attention.scores" below its path, for student and teacher. The paper also pairs the embeddings,
 * for which a hint beside this loss is. The terms reported are "total", "hidden" and "attention".
 *
 * @param student the paths of the student's blocks
 * @param teacher for each of them, the path of a block of the teacher, whose {@code TappedModel}
 *     gives it and its scores
 * @param connector makes hidden states of the teacher's width of the student's; empty for none
 */
public record TinyBertLoss(List<String> student, List<String> teacher, Optional<Layer> connector)
    implements Loss {
  private static final String SCORES = ".attention." + MultiHeadAttention.SCORES;

  /**
   * Takes copies and checks the numbers of blocks.
   *
   * @throws IllegalArgumentException if there is none, or not one of the teacher's for each
   */
  public TinyBertLoss {
    student = List.copyOf(student);
    teacher = List.copyOf(teacher);
    if (student.isEmpty() || student.size() != teacher.size()) {
      throw new IllegalArgumentException(
          "The student's blocks are "
              + student
              + " and the teacher's "
              + teacher
              + ", expected one of the teacher's for each of at least one.\n"
              + "Maybe every second or third block of the teacher is enough.");
    }
  }

  /**
   * Returns the loss between two blocks of one width.
   *
   * @param student the path of the student's block
   * @param teacher the path of the teacher's block
   * @return the loss
   */
  public static TinyBertLoss of(String student, String teacher) {
    return new TinyBertLoss(List.of(student), List.of(teacher), Optional.empty());
  }

  /**
   * Returns the same loss with another pair of blocks.
   *
   * @param student the path of the student's block
   * @param teacher the path of the teacher's block
   * @return the changed loss
   */
  public TinyBertLoss and(String student, String teacher) {
    List<String> students = new ArrayList<>(this.student);
    List<String> teachers = new ArrayList<>(this.teacher);
    students.add(student);
    teachers.add(teacher);
    return new TinyBertLoss(students, teachers, connector);
  }

  /**
   * Returns the same loss with connectors.
   *
   * @param layer makes hidden states of the teacher's width of the student's, a {@code Dense} say;
   *     each pair trains its own
   * @return the changed loss
   */
  public TinyBertLoss through(Layer layer) {
    return new TinyBertLoss(student, teacher, Optional.of(layer));
  }

  @Override
  public LossTerms compute(Signals signals) {
    Tensor ofHidden = Tensor.of(0);
    Tensor ofAttention = Tensor.of(0);
    for (int i = 0; i < student.size(); i++) {
      Signals own = ScopedSignals.under("layer" + (i + 1), signals);
      Loss hint = new HintLoss(student.get(i), teacher.get(i), connector);
      Loss map = AttentionMapLoss.of(student.get(i) + SCORES, teacher.get(i) + SCORES);
      ofHidden = ofHidden.add(hint.compute(own).total().mul(2));
      ofAttention = ofAttention.add(map.compute(own).total());
    }
    return LossTerms.total(ofHidden.add(ofAttention))
        .and("hidden", ofHidden)
        .and("attention", ofAttention);
  }
}
