package org.distill4j.core.loss;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.distill4j.core.function.KlDivergence;
import org.distill4j.core.layer.MultiHeadAttention;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.loss.Weighting;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * Relations within an attention: the relations between queries, keys and values of a text's
 * positions are the same in a block of the student as in one of the teacher, whatever their widths.
 * A relation of A and B, both (batch, heads, length, width), is the distribution softmax(A · Bᵀ /
 * √width) of each position and head over all positions:
 *
 * <pre>
 * Σ over relations of mean( KL( teacher's relation ‖ student's relation ) )
 * </pre>
 *
 * <p>averaged over heads and over the positions of the whole batch, without padding, to which no
 * position relates either.
 *
 * <ul>
 *   <li>{@link #v1} (Wang et al. 2020, "MiniLM", eq. 4 to 6): queries to keys, which are the
 *       attention itself, and values to values. Student and teacher have the same number of heads.
 *   <li>{@link #v2} (Wang et al. 2021, "MiniLMv2", eq. 4 to 6): queries to queries, keys to keys
 *       and values to values, of heads laid end to end and split again into as many relation heads,
 *       so that the numbers of heads may differ.
 * </ul>
 *
 * <p>The paths are those of attentions, of which "queries", "keys" and "values" are tapped. The
 * papers take the last block of the student, and of the teacher the last or, of a large one, one in
 * the upper half. The terms reported are "total" and each relation, "queryKey" or "valueValue" say.
 *
 * @param student the path of the student's attention, for example "layer1.attention"
 * @param teacher the path of the teacher's, whose {@code TappedModel} gives its queries, keys and
 *     values
 * @param relations what is related to what, at least one
 * @param heads the number of relation heads; empty for the heads as they are
 */
public record MiniLmLoss(
    String student, String teacher, List<Relation> relations, OptionalInt heads) implements Loss {
  private static final Tensor NEVER = Tensor.of(-1e30);

  /** The two sides of a relation. */
  public enum Relation {
    /** Queries to keys, which is the attention. */
    QUERY_KEY("queryKey", MultiHeadAttention.QUERIES, MultiHeadAttention.KEYS),
    /** Queries to queries. */
    QUERY_QUERY("queryQuery", MultiHeadAttention.QUERIES, MultiHeadAttention.QUERIES),
    /** Keys to keys. */
    KEY_KEY("keyKey", MultiHeadAttention.KEYS, MultiHeadAttention.KEYS),
    /** Values to values. */
    VALUE_VALUE("valueValue", MultiHeadAttention.VALUES, MultiHeadAttention.VALUES);

    private final String term;
    private final String from;
    private final String to;

    Relation(String term, String from, String to) {
      this.term = term;
      this.from = from;
      this.to = to;
    }
  }

  /**
   * Takes a copy and checks the numbers.
   *
   * @throws IllegalArgumentException if there are no relations, or heads below 1
   */
  public MiniLmLoss {
    relations = List.copyOf(relations);
    if (relations.isEmpty() || heads.orElse(1) < 1) {
      throw new IllegalArgumentException(
          "The relations are "
              + relations
              + " of "
              + heads.orElse(1)
              + " heads, expected at least one of each.\nMaybe MiniLmLoss.v2 was meant.");
    }
  }

  /**
   * Returns MiniLM: the attention and the relation of values, head by head.
   *
   * @param student the path of the student's attention
   * @param teacher the path of the teacher's attention
   * @return the loss
   */
  public static MiniLmLoss v1(String student, String teacher) {
    List<Relation> relations = List.of(Relation.QUERY_KEY, Relation.VALUE_VALUE);
    return new MiniLmLoss(student, teacher, relations, OptionalInt.empty());
  }

  /**
   * Returns MiniLMv2: the relations of queries, of keys and of values.
   *
   * @param student the path of the student's attention
   * @param teacher the path of the teacher's attention
   * @param heads the number of relation heads, a divisor of both widths; 48 for a teacher of 768 in
   *     the paper
   * @return the loss
   * @throws IllegalArgumentException if the heads are below 1
   */
  public static MiniLmLoss v2(String student, String teacher, int heads) {
    List<Relation> relations =
        List.of(Relation.QUERY_QUERY, Relation.KEY_KEY, Relation.VALUE_VALUE);
    return new MiniLmLoss(student, teacher, relations, OptionalInt.of(heads));
  }

  @Override
  public LossTerms compute(Signals signals) {
    List<Tensor> each = relations.stream().map(relation -> apart(signals, relation)).toList();
    LossTerms terms = LossTerms.total(each.stream().reduce(Tensor::add).orElseThrow());
    for (int i = 0; i < each.size(); i++) {
      terms = terms.and(relations.get(i).term, each.get(i));
    }
    return terms;
  }

  private Tensor apart(Signals signals, Relation relation) {
    Tensor given = related(signals, student(signals, relation.from), student(signals, relation.to));
    Tensor wanted =
        related(signals, teacher(signals, relation.from), teacher(signals, relation.to));
    Shape shape = given.shape();
    requireSame(shape, wanted.shape());
    int positions = shape.dim(3);
    Tensor divergence =
        KlDivergence.of(wanted.reshape(-1, positions), given.reshape(-1, positions));
    Tensor perPosition = divergence.reshape(shape.dim(0), shape.dim(1), shape.dim(2)).mean(1);
    return signals.mean(perPosition, Weighting.none());
  }

  private Tensor student(Signals signals, String part) {
    String path = student + "." + part;
    return regrouped(path, HeadValues.require("student", path, Features.student(signals, path)));
  }

  private Tensor teacher(Signals signals, String part) {
    String path = teacher + "." + part;
    return regrouped(path, HeadValues.require("teacher", path, Features.teacher(signals, path)));
  }

  /** Joins the heads end to end and splits them again. */
  private Tensor regrouped(String path, Tensor value) {
    Shape shape = value.shape();
    int width = shape.dim(1) * shape.dim(3);
    int wanted = heads.orElse(shape.dim(1));
    if (width % wanted != 0) {
      throw new IllegalArgumentException(
          "The values of \""
              + path
              + "\" are "
              + width
              + " wide, expected a multiple of the "
              + wanted
              + " relation heads.\nMaybe take a common divisor of both widths.");
    }
    return wanted == shape.dim(1)
        ? value
        : value
            .transpose(0, 2, 1, 3)
            .reshape(shape.dim(0), shape.dim(2), wanted, width / wanted)
            .transpose(0, 2, 1, 3);
  }

  /** Returns the logarithms of the relation of each position to all. */
  private static Tensor related(Signals signals, Tensor from, Tensor to) {
    Tensor scores = from.mul(1 / Math.sqrt(from.shape().dim(3))).matmul(to.transpose());
    Optional<Tensor> mask = HeadValues.mask(signals, to, 2);
    return mask.map(known -> known.expandDims(1).expandDims(1).greater(Tensor.of(0)))
        .map(known -> known.where(scores, NEVER))
        .orElse(scores)
        .logSoftmax(-1);
  }

  private void requireSame(Shape given, Shape wanted) {
    if (!given.equals(wanted)) {
      throw new IllegalArgumentException(
          "The relations of the student's \""
              + student
              + "\" have shape "
              + given
              + " and those of the teacher's \""
              + teacher
              + "\" "
              + wanted
              + ", expected the same heads and positions.\n"
              + "Maybe MiniLmLoss.v2, which splits both into as many relation heads, was meant.");
    }
  }
}
