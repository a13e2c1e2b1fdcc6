package org.distill4j.cli.config;

import java.util.function.Function;
import java.util.stream.Stream;
import org.distill4j.cli.kind.JavaExpression;
import org.distill4j.cli.kind.Key;
import org.distill4j.cli.kind.KeyValues;
import org.distill4j.cli.kind.Kind;
import org.distill4j.cli.kind.KindGroup;
import org.distill4j.cli.kind.KindGroups;
import org.distill4j.cli.kind.KindRegistry;
import org.distill4j.cli.kind.MethodReference;
import org.distill4j.cli.kind.ValueTypes;
import org.distill4j.core.loss.SigmoidDistillationLoss.Task;
import org.distill4j.core.metric.Average;
import org.distill4j.core.metric.EmbeddingMetrics;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.metric.NumberMetrics;
import org.distill4j.core.metric.SigmoidMetrics;
import org.distill4j.data.Batch;
import org.distill4j.model.Outputs;
import org.distill4j.train.Metric;

/** What is measured on validation examples. */
final class MetricKinds {
  private MetricKinds() {}

  private static final Key<Integer> CLASS =
      Key.free("class", ValueTypes.INTEGER, "the class that is measured, from 0; all if left out");

  private static final Key<Average> AVERAGE =
      Key.of(
          "average",
          KindGroup.of(
              "average",
              Kind.constant("macro", "Each class counts the same", Average.MACRO),
              Kind.constant("micro", "Each example counts the same", Average.MICRO),
              Kind.constant("weighted", "Classes count by their examples", Average.WEIGHTED)),
          "macro",
          "how classes become one number");

  private static final Key<String> OUTPUT =
      Key.of("output", ValueTypes.TEXT, "logits", "the output");
  private static final Key<String> LABELS =
      Key.of("labels", ValueTypes.TEXT, "labels", "the labels");

  private static final Key<String> WEIGHTS =
      Key.free("weights", ValueTypes.TEXT, "labels or an input that hold the weights, a mask say");

  private static final Key<String> EMBEDDING =
      Key.of("output", ValueTypes.TEXT, "embedding", "the output that holds embeddings");
  private static final Key<String> OF_TEACHER =
      Key.free("teacher-output", ValueTypes.TEXT, "that of the teacher, if it has another name");
  private static final Key<Integer> BINS =
      Key.of("bins", ValueTypes.INTEGER, 15, "bins of equal width");
  private static final Key<Integer> K = Key.of("k", ValueTypes.INTEGER, 5, "how many");
  private static final Key<Integer> NEIGHBOURS =
      Key.of("k", ValueTypes.INTEGER, 10, "how many neighbours");

  /** Adds the metrics. */
  static void addTo(KindRegistry registry) {
    registry.add(
        KindGroups.METRICS,
        plain("accuracy", "Share of right top classes", Metrics::accuracy),
        plain("errors", "Number of wrong top classes", Metrics::errors),
        plain("cross-entropy", "Mean of −log p(label), in nats", Metrics::crossEntropy),
        plain("log-loss", "The same as cross-entropy", Metrics::crossEntropy),
        plain("agreement", "Share of top classes that are the teacher's", Metrics::agreement),
        plain("kl-to-teacher", "Mean of KL(teacher ‖ student), in nats", Metrics::klToTeacher),
        binary("accuracy", "Share of right answers by one logit", SigmoidMetrics::accuracy),
        binary("cross-entropy", "Mean of −log p(label) by one logit", SigmoidMetrics::crossEntropy),
        binary("auroc", "Area under the ROC curve by one logit", SigmoidMetrics::auroc),
        binary(
            "average-precision",
            "Average precision by one logit",
            SigmoidMetrics::averagePrecision),
        binaryCount("precision", "Share of answers of 1 that are right", SigmoidMetrics::precision),
        binaryCount("recall", "Share of labels of 1 that are found", SigmoidMetrics::recall),
        binaryCount(
            "f1",
            "2 · precision · recall / (precision + recall) of labels of 1",
            SigmoidMetrics::f1),
        manyLabels("accuracy", "Share of labels that are right", SigmoidMetrics::accuracy),
        manyLabels(
            "exact-match", "Share of examples all of whose labels are", SigmoidMetrics::exactMatch),
        manyLabels(
            "cross-entropy", "Mean of −log p(label) over labels", SigmoidMetrics::crossEntropy),
        manyLabels("auroc", "Mean area under the ROC curve of labels", SigmoidMetrics::auroc),
        manyLabels(
            "average-precision",
            "Mean average precision of labels",
            SigmoidMetrics::averagePrecision),
        manyLabelsAveraged(
            "precision", "Share of predicted labels that hold", SigmoidMetrics::precision),
        manyLabelsAveraged(
            "recall", "Share of labels that hold that are found", SigmoidMetrics::recall),
        manyLabelsAveraged(
            "f1", "2 · precision · recall / (precision + recall) of labels", SigmoidMetrics::f1),
        measured(
            "calibration-error",
            "Expected calibration error (Guo et al. 2017)",
            values -> JavaExpression.call(Metrics::calibrationError, values.get(BINS)),
            BINS),
        measured(
            "top-k-accuracy",
            "Share of labels among the k largest logits",
            values -> JavaExpression.call(Metrics::topKAccuracy, values.get(K)),
            K),
        averaged(
            "precision",
            "Share of top classes of a class that are right",
            Metrics::precision,
            Metrics::precision),
        averaged(
            "recall",
            "Share of examples of a class that are found",
            Metrics::recall,
            Metrics::recall),
        averaged("f1", "2 · precision · recall / (precision + recall)", Metrics::f1, Metrics::f1),
        plain("balanced-accuracy", "Mean recall of the classes", Metrics::balancedAccuracy),
        ofClass(
            "iou", "Intersection over union, of a class or their mean", Metrics::iou, Metrics::iou),
        ofClass(
            "auroc",
            "Area under the ROC curve, of a class or their mean",
            Metrics::auroc,
            Metrics::auroc),
        ofClass(
            "average-precision",
            "Average precision, of a class or their mean",
            Metrics::averagePrecision,
            Metrics::averagePrecision),
        number("rmse", "Root of the mean squared error of numbers", NumberMetrics::rmse),
        number("mae", "Mean absolute error of numbers", NumberMetrics::mae),
        number("r2", "Coefficient of determination of numbers", NumberMetrics::r2),
        number("spearman", "Rank correlation of numbers", NumberMetrics::spearman),
        number("cosine", "Mean cosine between an output and labels", NumberMetrics::cosine),
        Kind.built(
            "cosine-to-teacher",
            "Mean cosine between an output and the teacher's",
            values ->
                weighted(
                    values,
                    JavaExpression.call(NumberMetrics::cosineToTeacher, values.get(OUTPUT))),
            OUTPUT,
            WEIGHTS),
        Kind.built(
            "pair-spearman",
            "Rank correlation of the similarities of pairs with the teacher's",
            MetricKinds::pairSpearman,
            EMBEDDING,
            OF_TEACHER),
        Kind.built(
            "neighbour-overlap",
            "Share of nearest neighbours that are the teacher's too",
            MetricKinds::neighbourOverlap,
            EMBEDDING,
            OF_TEACHER,
            NEIGHBOURS));
  }

  private static JavaExpression<Metric> pairSpearman(KeyValues values) {
    JavaExpression<String> output = values.get(EMBEDDING);
    return values
        .find(OF_TEACHER)
        .map(teacher -> JavaExpression.call(EmbeddingMetrics::pairSpearman, output, teacher))
        .orElseGet(() -> JavaExpression.call(EmbeddingMetrics::pairSpearman, output));
  }

  private static JavaExpression<Metric> neighbourOverlap(KeyValues values) {
    JavaExpression<String> output = values.get(EMBEDDING);
    JavaExpression<Integer> k = values.get(NEIGHBOURS);
    return values
        .find(OF_TEACHER)
        .map(teacher -> JavaExpression.call(EmbeddingMetrics::neighbourOverlap, output, teacher, k))
        .orElseGet(() -> JavaExpression.call(EmbeddingMetrics::neighbourOverlap, output, k));
  }

  /** A metric that weighs what it counts, of any output and labels. */
  private static Kind<Metric> measured(
      String name, String doc, Function<KeyValues, JavaExpression<Metric>> made, Key<?>... own) {
    Key<?>[] keys =
        Stream.concat(Stream.of(own), Stream.of(WEIGHTS, OUTPUT, LABELS)).toArray(Key<?>[]::new);
    return Kind.built(
        name, doc, values -> weighted(values, ofHead(values, made.apply(values))), keys);
  }

  private static JavaExpression<Metric> ofHead(KeyValues values, JavaExpression<Metric> metric) {
    JavaExpression<String> output = values.get(OUTPUT);
    JavaExpression<String> labels = values.get(LABELS);
    boolean usual = output.value().equals(Outputs.LOGITS) && labels.value().equals(Batch.LABELS);
    return usual ? metric : JavaExpression.call(Metrics::forHead, metric, output, labels);
  }

  private static JavaExpression<Metric> weighted(KeyValues values, JavaExpression<Metric> metric) {
    return metric.with(Metrics::weighted, values.find(WEIGHTS));
  }

  private static Kind<Metric> plain(String name, String doc, MethodReference.Zero<Metric> method) {
    return measured(name, doc, values -> JavaExpression.call(method));
  }

  private static Kind<Metric> binary(
      String name, String doc, MethodReference.One<Task, Metric> method) {
    return sigmoid("binary-" + name, doc, Task.BINARY, method);
  }

  private static Kind<Metric> manyLabels(
      String name, String doc, MethodReference.One<Task, Metric> method) {
    return sigmoid("multi-label-" + name, doc, Task.MULTI_LABEL, method);
  }

  private static Kind<Metric> sigmoid(
      String name, String doc, Task task, MethodReference.One<Task, Metric> method) {
    return measured(
        name, doc, values -> JavaExpression.call(method, JavaExpression.constant(task)));
  }

  private static Kind<Metric> binaryCount(
      String name, String doc, MethodReference.Two<Task, Average, Metric> method) {
    return measured(
        "binary-" + name,
        doc,
        values ->
            JavaExpression.call(
                method,
                JavaExpression.constant(Task.BINARY),
                JavaExpression.constant(Average.MACRO)));
  }

  private static Kind<Metric> manyLabelsAveraged(
      String name, String doc, MethodReference.Two<Task, Average, Metric> method) {
    return measured(
        "multi-label-" + name,
        doc,
        values ->
            JavaExpression.call(
                method, JavaExpression.constant(Task.MULTI_LABEL), values.get(AVERAGE)),
        AVERAGE);
  }

  private static Kind<Metric> number(
      String name, String doc, MethodReference.Two<String, String, Metric> method) {
    return Kind.built(
        name,
        doc,
        values ->
            weighted(values, JavaExpression.call(method, values.get(OUTPUT), values.get(LABELS))),
        OUTPUT,
        LABELS,
        WEIGHTS);
  }

  private static Kind<Metric> averaged(
      String name,
      String doc,
      MethodReference.One<Average, Metric> method,
      MethodReference.One<Integer, Metric> ofClass) {
    return measured(
        name,
        doc,
        values ->
            values
                .find(CLASS)
                .map(index -> JavaExpression.call(ofClass, index))
                .orElseGet(() -> JavaExpression.call(method, values.get(AVERAGE))),
        AVERAGE,
        CLASS);
  }

  private static Kind<Metric> ofClass(
      String name,
      String doc,
      MethodReference.Zero<Metric> method,
      MethodReference.One<Integer, Metric> ofClass) {
    return measured(
        name,
        doc,
        values ->
            values
                .find(CLASS)
                .map(index -> JavaExpression.call(ofClass, index))
                .orElseGet(() -> JavaExpression.call(method)),
        CLASS);
  }
}
