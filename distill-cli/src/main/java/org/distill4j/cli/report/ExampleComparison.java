package org.distill4j.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.distill4j.core.data.ExampleBytes;
import org.distill4j.core.metric.LogitRows;
import org.distill4j.core.model.SaliencyModel;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A comparison of student and teacher example by example.
 *
 * @param data the examples
 * @param student the student against the labels
 * @param teacher the teacher against the labels; empty without one
 * @param disagreements where the two differ most, the most first
 * @param saliency how much the student's answer depends on each input of these examples, by place;
 *     empty if that was not computed
 */
public record ExampleComparison(
    Dataset data,
    ClassifierResults student,
    Optional<ClassifierResults> teacher,
    List<Disagreement> disagreements,
    Map<Integer, HostTensor> saliency) {
  private static final int BATCH = 256;
  private static final int SHOWN = 24;

  /** Takes a copy. */
  public ExampleComparison {
    disagreements = List.copyOf(disagreements);
    saliency = Map.copyOf(saliency);
  }

  /**
   * Compares.
   *
   * @param student the student
   * @param teacher the teacher; empty without one
   * @param data the examples
   * @return the comparison; empty if the student is no classifier
   */
  public static Optional<ExampleComparison> compare(
      Predictor student, Optional<Teacher> teacher, Dataset data) {
    Predictions one = student.predict(data.batch(0).inputs());
    if (!isClassifier(one, data)) {
      return Optional.empty();
    }
    Run run = new Run(student, teacher.map(t -> t.forData(data)), data);
    return Optional.of(run.all(one.logits().shape().dim(1)));
  }

  /**
   * Returns whether there are logits of at least two classes, and no labels or one class of each.
   */
  private static boolean isClassifier(Predictions one, Dataset data) {
    TensorSpec labels = data.labels().getOrDefault(Batch.LABELS, TensorSpec.ints());
    return one.asMap().containsKey(Outputs.LOGITS)
        && one.logits().shape().rank() == 2
        && one.logits().shape().dim(1) > 1
        && labels.equals(TensorSpec.ints());
  }

  /**
   * Adds the saliency of the disagreements, where examples are pictures.
   *
   * @param student gives the student's saliency, {@code SaliencyModel.SALIENCY}
   * @return the comparison with it
   */
  public ExampleComparison withSaliency(Predictor student) {
    Map<Integer, HostTensor> found = new HashMap<>();
    for (Disagreement each : disagreements) {
      HostTensor input = data.batch(each.index()).input();
      if (ExamplePicture.draw(input).isPresent()) {
        found.put(each.index(), sizes(student.predict(input).get(SaliencyModel.SALIENCY)));
      }
    }
    return new ExampleComparison(data, this.student, teacher, disagreements, found);
  }

  private static HostTensor sizes(HostTensor gradient) {
    float[] sizes = gradient.toFloatArray();
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Math.abs(sizes[i]);
    }
    return HostTensor.ofFloats(gradient.shape(), sizes);
  }

  /** Makes one pass over the examples. */
  private static final class Run {
    private final Predictor student;
    private final Optional<Teacher> teacher;
    private final Dataset data;
    private final PriorityQueue<Disagreement> most =
        new PriorityQueue<>(Comparator.comparingDouble(Disagreement::divergence));

    private Run(Predictor student, Optional<Teacher> teacher, Dataset data) {
      this.student = student;
      this.teacher = teacher;
      this.data = data;
    }

    private ExampleComparison all(int classes) {
      ClassifierResults results = new ClassifierResults(classes);
      Optional<ClassifierResults> taught = teacher.map(any -> new ClassifierResults(classes));
      int rows = ExampleBytes.rows(data, BATCH);
      for (int from = 0; from < data.size(); from += rows) {
        int to = Math.min(from + rows, data.size());
        Batch batch = data.batch(IntStream.range(from, to).toArray());
        double[][] own = logs("student", student.predict(batch.inputs()), batch);
        Optional<double[][]> wanted =
            teacher.map(each -> logs("teacher", each.predict(batch), batch));
        for (int row = 0; row < batch.size(); row++) {
          int at = row;
          int label = label(batch, row);
          results.add(label, own[row]);
          Optional<double[]> theirs = wanted.map(each -> each[at]);
          taught.ifPresent(judged -> judged.add(label, theirs.orElseThrow()));
          int index = from + row;
          theirs.ifPresent(t -> offer(Disagreement.of(index, label, own[at], t)));
        }
      }
      List<Disagreement> sorted = new ArrayList<>(most);
      sorted.sort(Comparator.comparingDouble(Disagreement::divergence).reversed());
      return new ExampleComparison(data, results, taught, sorted, Map.of());
    }

    private static double[][] logs(String whose, Predictions results, Batch batch) {
      return LogitRows.logSoftmax(whose, results, Outputs.LOGITS, batch);
    }

    private void offer(Disagreement disagreement) {
      if (disagreement.student() != disagreement.teacher()) {
        most.add(disagreement);
        if (most.size() > SHOWN) {
          most.remove();
        }
      }
    }

    private static int label(Batch batch, int row) {
      return Optional.ofNullable(batch.labels().get(Batch.LABELS))
          .filter(labels -> labels.type() == DType.INT32 && labels.shape().rank() == 1)
          .map(labels -> labels.ints().get(row))
          .orElse(-1);
    }
  }
}
