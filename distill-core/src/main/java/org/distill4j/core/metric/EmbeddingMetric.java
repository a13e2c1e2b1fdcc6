package org.distill4j.core.metric;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.Metric;

/**
 * A metric computed from the cosines of all pairs of embeddings.
 *
 * @param metric its name without the output's
 * @param student the name of the model's output
 * @param teacher the name of the teachers' output
 * @param number the number
 */
record EmbeddingMetric(
    String metric, String student, String teacher, ToDoubleFunction<PairCosines> number)
    implements Metric {
  @Override
  public String name() {
    return MetricInput.of(student, Batch.LABELS).name(metric);
  }

  @Override
  public Goal goal() {
    return Goal.MAXIMIZE;
  }

  @Override
  public Needs needs() {
    return Needs.STUDENT_AND_TEACHERS;
  }

  @Override
  public Accumulator start() {
    PairCosines cosines = new PairCosines();
    return new Accumulator() {
      @Override
      public void add(Batch batch, Predictions outputs, List<Predictions> teachers) {
        TeacherMean.requireSome(name(), teachers);
        cosines.add(
            vectors(outputs.get(student), student),
            teachers.stream().map(wanted -> vectors(wanted.get(teacher), teacher)).toList());
      }

      @Override
      public double value() {
        return cosines.areNumbers() ? number.applyAsDouble(cosines) : Double.NaN;
      }
    };
  }

  private HostTensor vectors(HostTensor values, String output) {
    if (values.type() != DType.FLOAT32 || values.shape().rank() != 2) {
      throw new IllegalArgumentException(
          "The metric "
              + name()
              + " compares the output \""
              + output
              + "\" of "
              + values.spec()
              + ", expected FLOAT32 (batch, width).\nMaybe a pooling over positions is missing.");
    }
    return values;
  }
}
