package org.distill4j.core.metric;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.distill4j.core.data.ExampleBytes;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.teacher.Teacher;
import org.distill4j.train.Metric;

/** Measures a model on a data set, in batches and in the data set's order. */
public final class Evaluation {
  private static final int BATCH = 256;

  private Evaluation() {}

  /**
   * Measures a model.
   *
   * @param model the model
   * @param data the examples
   * @param teachers what the model is compared with; may be empty if no metric needs them
   * @param metrics what is measured
   * @return the metrics' values by name, in order
   * @throws IllegalArgumentException if an input or a label is not a finite number
   */
  public static Map<String, Double> evaluate(
      Predictor model, Dataset data, List<Teacher> teachers, List<Metric> metrics) {
    return evaluate(batch -> model.predict(batch.inputs()), data, teachers, metrics);
  }

  /**
   * Measures a teacher.
   *
   * @param teacher the teacher
   * @param data the examples
   * @param metrics what is measured, by metrics that compare with no teacher
   * @return the metrics' values by name, in order
   * @throws IllegalArgumentException if an input or a label is not a finite number
   */
  public static Map<String, Double> evaluate(Teacher teacher, Dataset data, List<Metric> metrics) {
    return evaluate(teacher.forData(data)::predict, data, List.of(), metrics);
  }

  private static Map<String, Double> evaluate(
      Function<Batch, Predictions> model,
      Dataset data,
      List<Teacher> teachers,
      List<Metric> metrics) {
    boolean compared =
        metrics.stream().anyMatch(metric -> metric.needs() == Metric.Needs.STUDENT_AND_TEACHERS);
    List<Teacher> asked =
        compared ? teachers.stream().map(teacher -> teacher.forData(data)).toList() : List.of();
    List<Metric.Accumulator> sums = metrics.stream().map(Metric::start).toList();
    HostAllocator memory = HostAllocator.recycling();
    int examples = metrics.isEmpty() ? 0 : data.size();
    int rows = ExampleBytes.rows(data, BATCH);
    int[] order = order(data);
    for (int from = 0; from < examples; from += rows) {
      int length = Math.min(rows, examples - from);
      Batch batch =
          data.batch(memory, Arrays.copyOfRange(order, from, from + length))
              .withPadding(data.padding());
      batch.requireFinite();
      Predictions outputs = model.apply(batch);
      List<Predictions> wanted = asked.stream().map(teacher -> teacher.predict(batch)).toList();
      sums.forEach(sum -> sum.add(batch, outputs, wanted));
    }
    Map<String, Double> values = new LinkedHashMap<>();
    for (int i = 0; i < metrics.size(); i++) {
      values.put(metrics.get(i).name(), sums.get(i).value());
    }
    return values;
  }

  /** Examples of similar length come together, so that little of a batch is padding. */
  private static int[] order(Dataset data) {
    IntStream all = IntStream.range(0, data.size());
    return data.hasFreeAxes()
        ? all.boxed()
            .sorted(Comparator.comparingInt(data::length))
            .mapToInt(Integer::intValue)
            .toArray()
        : all.toArray();
  }
}
