package org.distill4j.loss;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A loss and its named parts, all scalars; "total" comes first and is the value that is
 * differentiated.
 */
public final class LossTerms {
  /** The name of the differentiated sum. */
  public static final String TOTAL = "total";

  private final Tensor total;
  private final Map<String, Tensor> terms;

  private LossTerms(Tensor total, Map<String, Tensor> terms) {
    this.total = total;
    this.terms = Collections.unmodifiableMap(terms);
  }

  /**
   * Returns a loss without further terms.
   *
   * @param total the loss, a scalar
   * @return the terms
   * @throws IllegalArgumentException if it is not a scalar
   */
  public static LossTerms total(Tensor total) {
    return new LossTerms(total, Map.of()).and(TOTAL, total);
  }

  /**
   * Returns these terms with one more to report; the total stays the same.
   *
   * @param name the term's name
   * @param term its value, a scalar
   * @return all of them
   * @throws IllegalArgumentException if it is not a scalar or the name is taken
   */
  public LossTerms and(String name, Tensor term) {
    if (!term.shape().equals(Shape.scalar()) || term.type() != DType.FLOAT32) {
      throw new IllegalArgumentException(
          "Loss term "
              + name
              + " is "
              + new TensorSpec(term.type(), term.shape())
              + ", expected a FLOAT32 scalar.\n"
              + "Maybe use signals.meanOverBatch on the loss per example.");
    }
    Map<String, Tensor> more = new LinkedHashMap<>(terms);
    if (more.put(name, term) != null) {
      throw new IllegalArgumentException(
          "Loss term " + name + " was given twice, expected each name once.\nMaybe rename one.");
    }
    return new LossTerms(total, more);
  }

  /** {@return the differentiated sum} */
  public Tensor total() {
    return total;
  }

  /** {@return a read-only view of all terms, the total first} */
  public Map<String, Tensor> asMap() {
    return terms;
  }
}
