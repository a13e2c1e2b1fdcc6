package org.distill4j.cli.config;

import static org.distill4j.cli.kind.Expression.call;
import static org.distill4j.cli.kind.Expression.given;
import static org.distill4j.cli.kind.Key.free;
import static org.distill4j.cli.kind.ValueTypes.INTEGER;
import static org.distill4j.cli.kind.ValueTypes.TEXT;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.cli.kind.Expression;
import org.distill4j.cli.kind.Key;
import org.distill4j.cli.kind.KeyValues;
import org.distill4j.cli.kind.Kind;
import org.distill4j.cli.kind.KindGroup;
import org.distill4j.cli.kind.KindGroups;
import org.distill4j.cli.kind.KindRegistry;
import org.distill4j.cli.kind.MethodReference;
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
      free("class", INTEGER, "the class that is measured, from 0; all if left out");

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

  private static final Key<String> OUTPUT = Key.of("output", TEXT, "logits", "the output");
  private static final Key<String> LABELS = Key.of("labels", TEXT, "labels", "the labels");

  private static final Key<String> WEIGHTS =
      free("weights", TEXT, "labels or an input that hold the weights, a mask say");

  private static final Key<String> EMBEDDING =
      Key.of("output", TEXT, "embedding", "the output that holds embeddings");
  private static final Key<String> OF_TEACHER =
      free("teacher-output", TEXT, "that of the teacher, if it has another name");
  private static final Key<Integer> BINS = Key.of("bins", INTEGER, 15, "bins of equal width");
  private static final Key<Integer> K = Key.of("k", INTEGER, 5, "how many");
  private static final Key<Integer> NEIGHBOURS = Key.of("k", INTEGER, 10, "how many neighbours");

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
            call(Metrics::calibrationError, BINS)),
        measured(
            "top-k-accuracy",
            "Share of labels among the k largest logits",
            call(Metrics::topKAccuracy, K)),
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
        Kind.of(
            "cosine-to-teacher",
            "Mean cosine between an output and the teacher's",
            call(NumberMetrics::cosineToTeacher, OUTPUT).with(Metrics::weighted, WEIGHTS)),
        Kind.of(
            "pair-spearman",
            "Rank correlation of the similarities of pairs with the teacher's",
            given(
                OF_TEACHER,
                call(EmbeddingMetrics::pairSpearman, EMBEDDING, OF_TEACHER),
                call(EmbeddingMetrics::pairSpearman, EMBEDDING))),
        Kind.of(
            "neighbour-overlap",
            "Share of nearest neighbours that are the teacher's too",
            given(
                OF_TEACHER,
                call(EmbeddingMetrics::neighbourOverlap, EMBEDDING, OF_TEACHER, NEIGHBOURS),
                call(EmbeddingMetrics::neighbourOverlap, EMBEDDING, NEIGHBOURS)),
            EMBEDDING,
            OF_TEACHER));
  }

  /** A metric that weighs what it counts, of any output and labels. */
  private static Kind<Metric> measured(String name, String doc, Expression<Metric> metric) {
    List<Key<?>> keys = new ArrayList<>(metric.keys());
    keys.addAll(List.of(WEIGHTS, OUTPUT, LABELS));
    return Kind.built(
        name,
        doc,
        values -> ofHead(values, metric.in(values)).with(Metrics::weighted, values.find(WEIGHTS)),
        keys.toArray(Key<?>[]::new));
  }

  private static Expression<Metric> ofHead(KeyValues values, Expression<Metric> metric) {
    Expression<String> output = values.get(OUTPUT);
    Expression<String> labels = values.get(LABELS);
    boolean usual = output.value().equals(Outputs.LOGITS) && labels.value().equals(Batch.LABELS);
    return usual ? metric : call(Metrics::forHead, metric, output, labels);
  }

  private static Kind<Metric> plain(String name, String doc, MethodReference.Zero<Metric> method) {
    return measured(name, doc, call(method));
  }

  private static Kind<Metric> binary(
      String name, String doc, MethodReference.One<Task, Metric> method) {
    return measured("binary-" + name, doc, call(method, Expression.constant(Task.BINARY)));
  }

  private static Kind<Metric> manyLabels(
      String name, String doc, MethodReference.One<Task, Metric> method) {
    return measured(
        "multi-label-" + name, doc, call(method, Expression.constant(Task.MULTI_LABEL)));
  }

  private static Kind<Metric> binaryCount(
      String name, String doc, MethodReference.Two<Task, Average, Metric> method) {
    return measured(
        "binary-" + name,
        doc,
        call(method, Expression.constant(Task.BINARY), Expression.constant(Average.MACRO)));
  }

  private static Kind<Metric> manyLabelsAveraged(
      String name, String doc, MethodReference.Two<Task, Average, Metric> method) {
    return measured(
        "multi-label-" + name, doc, call(method, Expression.constant(Task.MULTI_LABEL), AVERAGE));
  }

  private static Kind<Metric> number(
      String name, String doc, MethodReference.Two<String, String, Metric> method) {
    return Kind.of(name, doc, call(method, OUTPUT, LABELS).with(Metrics::weighted, WEIGHTS));
  }

  private static Kind<Metric> averaged(
      String name,
      String doc,
      MethodReference.One<Average, Metric> method,
      MethodReference.One<Integer, Metric> ofClass) {
    return measured(name, doc, given(CLASS, call(ofClass, CLASS), call(method, AVERAGE)));
  }

  private static Kind<Metric> ofClass(
      String name,
      String doc,
      MethodReference.Zero<Metric> method,
      MethodReference.One<Integer, Metric> ofClass) {
    return measured(name, doc, given(CLASS, call(ofClass, CLASS), call(method)));
  }
}
