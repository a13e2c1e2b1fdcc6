package org.distill4j.cli.config;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.distill4j.core.loss.SigmoidDistillationLoss.Task;
import org.distill4j.core.metric.Average;
import org.distill4j.core.metric.EmbeddingMetrics;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.metric.NumberMetrics;
import org.distill4j.core.metric.SigmoidMetrics;
import org.distill4j.data.Batch;
import org.distill4j.model.Outputs;

/** What is measured on validation examples. */
final class MetricKinds {
  private MetricKinds() {}

  private static final Key CLASS =
      Key.free("class", ValueTypes.INTEGER, "the class that is measured, from 0; all if left out");

  private static final Key AVERAGE =
      Key.of(
          "average",
          KindGroup.of(
              "average",
              Kind.constant("macro", "Each class counts the same", Average.MACRO),
              Kind.constant("micro", "Each example counts the same", Average.MICRO),
              Kind.constant("weighted", "Classes count by their examples", Average.WEIGHTED)),
          "macro",
          "how classes become one number");

  private static final Key OUTPUT = Key.of("output", ValueTypes.TEXT, "logits", "the output");
  private static final Key LABELS = Key.of("labels", ValueTypes.TEXT, "labels", "the labels");

  private static final Key WEIGHTS =
      Key.free("weights", ValueTypes.TEXT, "labels or an input that hold the weights, a mask say");

  private static final List<Key> MEASURED = List.of(WEIGHTS, OUTPUT, LABELS);

  private static final Key EMBEDDING =
      Key.of("output", ValueTypes.TEXT, "embedding", "the output that holds embeddings");
  private static final Key OF_TEACHER =
      Key.free("teacher-output", ValueTypes.TEXT, "that of the teacher, if it has another name");
  private static final Key BINS = Key.of("bins", ValueTypes.INTEGER, 15, "bins of equal width");
  private static final Key K = Key.of("k", ValueTypes.INTEGER, 5, "how many");

  static final KindGroup ALL =
      KindGroup.of(
          "metric",
          plain("accuracy", "Share of right top classes", "accuracy"),
          plain("errors", "Number of wrong top classes", "errors"),
          plain("cross-entropy", "Mean of −log p(label), in nats", "crossEntropy"),
          plain("log-loss", "The same as cross-entropy", "crossEntropy"),
          plain("agreement", "Share of top classes that are the teacher's", "agreement"),
          plain("kl-to-teacher", "Mean of KL(teacher ‖ student), in nats", "klToTeacher"),
          binary("accuracy", "Share of right answers by one logit", "accuracy"),
          binary("cross-entropy", "Mean of −log p(label) by one logit", "crossEntropy"),
          binary("auroc", "Area under the ROC curve by one logit", "auroc"),
          binary("average-precision", "Average precision by one logit", "averagePrecision"),
          binaryCount("precision", "Share of answers of 1 that are right"),
          binaryCount("recall", "Share of labels of 1 that are found"),
          binaryCount("f1", "2 · precision · recall / (precision + recall) of labels of 1"),
          manyLabels("accuracy", "Share of labels that are right", "accuracy"),
          manyLabels("exact-match", "Share of examples all of whose labels are", "exactMatch"),
          manyLabels("cross-entropy", "Mean of −log p(label) over labels", "crossEntropy"),
          manyLabels("auroc", "Mean area under the ROC curve of labels", "auroc"),
          manyLabels("average-precision", "Mean average precision of labels", "averagePrecision"),
          manyLabelsAveraged("precision", "Share of labels said to hold that do"),
          manyLabelsAveraged("recall", "Share of labels that hold that are found"),
          manyLabelsAveraged("f1", "2 · precision · recall / (precision + recall) of labels"),
          measured(
              "calibration-error",
              "Expected calibration error (Guo et al. 2017)",
              values ->
                  JavaExpression.call(Metrics.class, "calibrationError", List.of(values.get(BINS))),
              BINS),
          measured(
              "top-k-accuracy",
              "Share of labels among the k largest logits",
              values -> JavaExpression.call(Metrics.class, "topKAccuracy", List.of(values.get(K))),
              K),
          averaged("precision", "Share of top classes of a class that are right"),
          averaged("recall", "Share of examples of a class that are found"),
          averaged("f1", "2 · precision · recall / (precision + recall)"),
          plain("balanced-accuracy", "Mean recall of the classes", "balancedAccuracy"),
          ofClass("iou", "Intersection over union, of a class or their mean", "iou"),
          ofClass("auroc", "Area under the ROC curve, of a class or their mean", "auroc"),
          ofClass(
              "average-precision",
              "Average precision, of a class or their mean",
              "averagePrecision"),
          number("rmse", "Root of the mean squared error of numbers", "rmse"),
          number("mae", "Mean absolute error of numbers", "mae"),
          number("r2", "Coefficient of determination of numbers", "r2"),
          number("spearman", "Rank correlation of numbers", "spearman"),
          number("cosine", "Mean cosine between an output and labels", "cosine"),
          Kind.made(
              "cosine-to-teacher",
              "Mean cosine between an output and the teacher's",
              values ->
                  weighted(
                      values,
                      JavaExpression.call(
                          NumberMetrics.class, "cosineToTeacher", List.of(values.get(OUTPUT)))),
              OUTPUT,
              WEIGHTS),
          embeddings(
              "pair-spearman",
              "Rank correlation of the similarities of pairs with the teacher's",
              "pairSpearman"),
          embeddings(
              "neighbour-overlap",
              "Share of nearest neighbours that are the teacher's too",
              "neighbourOverlap",
              Key.of("k", ValueTypes.INTEGER, 10, "how many neighbours")));

  private static Kind embeddings(String name, String doc, String method, Key... more) {
    Key[] keys =
        Stream.concat(Stream.of(EMBEDDING, OF_TEACHER), Stream.of(more)).toArray(Key[]::new);
    return Kind.of(name, doc, EmbeddingMetrics.class, method, keys);
  }

  /** A metric that weighs what it counts, of any output and labels. */
  private static Kind measured(
      String name, String doc, Function<KeyValues, JavaExpression> made, Key... own) {
    Key[] keys = Stream.concat(Stream.of(own), MEASURED.stream()).toArray(Key[]::new);
    return Kind.made(
        name, doc, values -> weighted(values, ofHead(values, made.apply(values))), keys);
  }

  private static JavaExpression ofHead(KeyValues values, JavaExpression metric) {
    JavaExpression output = values.get(OUTPUT);
    JavaExpression labels = values.get(LABELS);
    boolean usual = output.value().equals(Outputs.LOGITS) && labels.value().equals(Batch.LABELS);
    return usual
        ? metric
        : JavaExpression.call(Metrics.class, "forHead", List.of(metric, output, labels));
  }

  private static JavaExpression weighted(KeyValues values, JavaExpression metric) {
    return values
        .find(WEIGHTS)
        .map(by -> JavaExpression.call(Metrics.class, "weighted", List.of(metric, by)))
        .orElse(metric);
  }

  private static Kind binary(String name, String doc, String method) {
    return sigmoid("binary-" + name, doc, Task.BINARY, method);
  }

  private static Kind manyLabels(String name, String doc, String method) {
    return sigmoid("multi-label-" + name, doc, Task.MULTI_LABEL, method);
  }

  private static Kind sigmoid(String name, String doc, Task task, String method) {
    return measured(
        name,
        doc,
        values ->
            JavaExpression.call(
                SigmoidMetrics.class, method, List.of(JavaExpression.constant(task))));
  }

  private static Kind binaryCount(String name, String doc) {
    List<JavaExpression> arguments =
        List.of(JavaExpression.constant(Task.BINARY), JavaExpression.constant(Average.MACRO));
    return measured(
        "binary-" + name,
        doc,
        values -> JavaExpression.call(SigmoidMetrics.class, name, arguments));
  }

  private static Kind manyLabelsAveraged(String name, String doc) {
    return measured(
        "multi-label-" + name,
        doc,
        values ->
            JavaExpression.call(
                SigmoidMetrics.class,
                name,
                List.of(JavaExpression.constant(Task.MULTI_LABEL), values.get(AVERAGE))),
        AVERAGE);
  }

  private static Kind plain(String name, String doc, String method) {
    return measured(name, doc, values -> JavaExpression.call(Metrics.class, method, List.of()));
  }

  private static Kind number(String name, String doc, String method) {
    return Kind.made(
        name,
        doc,
        values ->
            weighted(
                values,
                JavaExpression.call(
                    NumberMetrics.class, method, List.of(values.get(OUTPUT), values.get(LABELS)))),
        OUTPUT,
        LABELS,
        WEIGHTS);
  }

  private static Kind averaged(String name, String doc) {
    return measured(
        name,
        doc,
        values ->
            JavaExpression.call(
                Metrics.class,
                name,
                List.of(values.find(CLASS).orElseGet(() -> values.get(AVERAGE)))),
        AVERAGE,
        CLASS);
  }

  private static Kind ofClass(String name, String doc, String method) {
    return measured(
        name,
        doc,
        values ->
            JavaExpression.call(
                Metrics.class, method, values.find(CLASS).map(List::of).orElse(List.of())),
        CLASS);
  }
}
