package org.distill4j.cli.config;

import java.util.List;
import org.distill4j.cli.kind.JavaExpression;
import org.distill4j.cli.kind.Key;
import org.distill4j.cli.kind.KeyValues;
import org.distill4j.cli.kind.Kind;
import org.distill4j.cli.kind.KindGroup;
import org.distill4j.cli.kind.KindGroups;
import org.distill4j.cli.kind.KindRegistry;
import org.distill4j.cli.kind.Section;
import org.distill4j.cli.kind.ValueTypes;
import org.distill4j.core.data.Mixture;
import org.distill4j.core.loss.AttentionLoss;
import org.distill4j.core.loss.AttentionMapLoss;
import org.distill4j.core.loss.ContrastiveLoss;
import org.distill4j.core.loss.CoralLoss;
import org.distill4j.core.loss.CosineLoss;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.loss.DecoupledLoss;
import org.distill4j.core.loss.DistLoss;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.loss.GaussianDistillationLoss;
import org.distill4j.core.loss.HintLoss;
import org.distill4j.core.loss.JensenShannonLoss;
import org.distill4j.core.loss.ListwiseLoss;
import org.distill4j.core.loss.LogitMseLoss;
import org.distill4j.core.loss.MarginMseLoss;
import org.distill4j.core.loss.MiniLmLoss;
import org.distill4j.core.loss.MmdLoss;
import org.distill4j.core.loss.PairwiseCosineLoss;
import org.distill4j.core.loss.ProbabilisticTransferLoss;
import org.distill4j.core.loss.RegressionLoss;
import org.distill4j.core.loss.RelationalLoss;
import org.distill4j.core.loss.ReverseKlLoss;
import org.distill4j.core.loss.SigmoidDistillationLoss;
import org.distill4j.core.loss.SigmoidDistillationLoss.Task;
import org.distill4j.core.loss.SimilarityLoss;
import org.distill4j.core.loss.SoftTargetLoss;
import org.distill4j.core.loss.StandardizedLogits;
import org.distill4j.core.loss.TinyBertLoss;
import org.distill4j.loss.Weighting;
import org.distill4j.model.Layer;
import org.distill4j.optim.Schedule;

/** The losses of {@code org.distill4j.core.loss}. */
final class LossKinds {
  private LossKinds() {}

  private static final Key<String> OUTPUT =
      Key.of("output", ValueTypes.TEXT, "logits", "the output that holds the logits");
  private static final Key<String> LABELS =
      Key.of("labels", ValueTypes.TEXT, "labels", "which labels");
  private static final Key<Schedule> TEMPERATURE =
      Key.of("temperature", KindGroups.SCHEDULES, 1, "T, above 0");
  private static final Key<String> STUDENT =
      Key.required("student", ValueTypes.TEXT, "path of the student's layer, as summary prints it");
  private static final Key<String> TEACHER =
      Key.required("teacher", ValueTypes.TEXT, "output of the teacher, one of its taps say");
  private static final Key<String> DOMAINS =
      Key.of(
          "domains", ValueTypes.TEXT, Mixture.DOMAIN, "labels: 0 for the source, 1 for the target");

  private static final Key<Layer> THROUGH =
      Key.free("through", KindGroups.LAYERS, "what gives the student's the shape");
  private static final Key<TinyBertLoss> BLOCKS =
      Key.required(
          "blocks",
          ValueTypes.some(
              "blocks",
              "{student: layer0, teacher: layer1}",
              Section.of("block", STUDENT, TEACHER),
              LossKinds::blocks),
          "for each block of the student, one of the teacher, both by their paths");
  private static final Key<String> ATTENTION =
      Key.required("student", ValueTypes.TEXT, "path of the student's attention");
  private static final Key<String> TAUGHT =
      Key.required(
          "teacher", ValueTypes.TEXT, "path of the teacher's attention, whose parts are taps");

  private static final Key<Schedule> ALPHA =
      Key.of("alpha", KindGroups.SCHEDULES, 0.5, "weight of the soft term, in [0, 1]");
  private static final Key<double[]> CLASS_WEIGHTS =
      Key.free("class-weights", ValueTypes.NUMBERS, "the weight of each class among the labels");
  private static final Key<Weighting> WEIGHTS =
      Key.free(
          "weights",
          ValueTypes.mapped(ValueTypes.TEXT, name -> JavaExpression.call(Weighting::by, name)),
          "labels or an input that hold the weight of each example or position, a mask say");
  private static final Key<Task> TASK =
      Key.of(
          "task",
          KindGroup.of(
              "task",
              Kind.constant("binary", "One of two classes by one logit", Task.BINARY),
              Kind.constant("multi-label", "Many labels, a logit each", Task.MULTI_LABEL)),
          "binary",
          "what the logits are of");

  /** Adds the losses. */
  static void addTo(KindRegistry registry) {
    registry.add(
        KindGroups.LOSSES,
        Kind.of(
                "distillation",
                "alpha·T²·KL(teacher ‖ student) + (1 − alpha)·CE(labels); alpha weighs"
                    + " the SOFT term",
                DistillationLoss::new,
                TEMPERATURE,
                ALPHA,
                OUTPUT,
                LABELS)
            .with(CLASS_WEIGHTS, DistillationLoss::withClassWeights)
            .with(WEIGHTS, DistillationLoss::weighted),
        Kind.of(
                "sigmoid",
                "The same where each logit says by itself whether something holds",
                SigmoidDistillationLoss::new,
                TASK,
                TEMPERATURE,
                ALPHA,
                OUTPUT,
                LABELS)
            .with(CLASS_WEIGHTS, SigmoidDistillationLoss::withClassWeights)
            .with(WEIGHTS, SigmoidDistillationLoss::weighted),
        Kind.of(
                "regression",
                "alpha·(student − teacher)² + (1 − alpha)·(student − label)²",
                RegressionLoss::new,
                ALPHA,
                OUTPUT,
                LABELS)
            .with(
                Key.free("huber", ValueTypes.NUMBER, "where squares become lines, above 0"),
                RegressionLoss::withHuber)
            .with(WEIGHTS, RegressionLoss::weighted),
        Kind.of(
                "gaussian",
                "alpha·KL of normal distributions + (1 − alpha)·−log p(label)",
                GaussianDistillationLoss::new,
                ALPHA,
                Key.of("mean", ValueTypes.TEXT, "mean", "the output of means"),
                Key.of(
                    "log-variance", ValueTypes.TEXT, "logVariance", "the output of log-variances"),
                LABELS)
            .with(WEIGHTS, GaussianDistillationLoss::weighted),
        Kind.of(
                "cross-entropy",
                "−log p(label), of labelled examples; needs no teacher",
                CrossEntropyLoss::new,
                OUTPUT,
                LABELS)
            .with(
                Key.free("smoothing", ValueTypes.NUMBER, "share spread over all classes"),
                CrossEntropyLoss::withLabelSmoothing)
            .with(CLASS_WEIGHTS, CrossEntropyLoss::withClassWeights)
            .with(WEIGHTS, CrossEntropyLoss::weighted),
        Kind.of(
                "soft-target",
                "T²·KL(teacher ‖ student) alone",
                SoftTargetLoss::new,
                TEMPERATURE,
                OUTPUT)
            .with(WEIGHTS, SoftTargetLoss::weighted),
        Kind.of(
                "reverse-kl",
                "T²·KL(student ‖ teacher) (Gu et al. 2024)",
                ReverseKlLoss::new,
                TEMPERATURE,
                OUTPUT)
            .with(WEIGHTS, ReverseKlLoss::weighted),
        Kind.of(
                "jensen-shannon",
                "Between both divergences, bounded (Agarwal et al. 2024)",
                JensenShannonLoss::new,
                Key.of("beta", ValueTypes.NUMBER, 0.5, "the teacher's share, in (0, 1)"),
                TEMPERATURE,
                OUTPUT)
            .with(WEIGHTS, JensenShannonLoss::weighted),
        Kind.of(
                "logit-mse",
                "½·‖student − teacher‖² of logits (Ba and Caruana 2014)",
                LogitMseLoss::new,
                OUTPUT)
            .with(WEIGHTS, LogitMseLoss::weighted),
        Kind.of(
                "decoupled",
                "alpha·target's part + beta·other classes' part (Zhao et al. 2022)",
                DecoupledLoss::new,
                Key.of("alpha", ValueTypes.NUMBER, 1, "weight of the target's part"),
                Key.of("beta", ValueTypes.NUMBER, 8, "weight of the other classes' part"),
                TEMPERATURE,
                OUTPUT,
                LABELS)
            .with(WEIGHTS, DecoupledLoss::weighted),
        Kind.of(
            "dist",
            "Correlation within examples and within classes (Huang et al. 2022)",
            DistLoss::new,
            Key.of("beta", ValueTypes.NUMBER, 1, "weight of the correlation within examples"),
            Key.of("gamma", ValueTypes.NUMBER, 1, "weight of the correlation within classes"),
            TEMPERATURE,
            OUTPUT),
        Kind.of(
            "standardized",
            "Another loss on logits of mean 0 and deviation 1 (Sun et al. 2024)",
            StandardizedLogits::new,
            Key.required("loss", KindGroups.LOSSES, "the loss that sees them"),
            OUTPUT),
        Kind.of(
                "hint",
                "½·mean (student's features − teacher's)² (Romero et al. 2015)",
                HintLoss::of,
                STUDENT,
                TEACHER)
            .with(THROUGH, HintLoss::through),
        Kind.of(
                "cosine",
                "1 less the cosine of student's vectors and teacher's (Sanh et al. 2019)",
                CosineLoss::of,
                STUDENT,
                TEACHER)
            .with(THROUGH, CosineLoss::through),
        Kind.of(
            "pairwise-cosine",
            "Difference of cosines between examples of a batch",
            PairwiseCosineLoss::new,
            STUDENT,
            TEACHER),
        Kind.of(
            "margin-mse",
            "Margins between a query's first candidate and others (Hofstätter et al. 2020)",
            MarginMseLoss::new,
            OUTPUT),
        Kind.of(
            "listwise",
            "T²·KL over a query's candidates (Cao et al. 2007)",
            ListwiseLoss::new,
            TEMPERATURE,
            OUTPUT),
        Kind.of(
            "attention-map",
            "Difference of the scores of an attention's heads (Jiao et al. 2020)",
            AttentionMapLoss::new,
            STUDENT,
            TEACHER),
        Kind.built(
                "tiny-bert",
                "Hidden states and attention, block by block (Jiao et al. 2020)",
                values -> values.get(BLOCKS),
                BLOCKS)
            .with(THROUGH, TinyBertLoss::through),
        Kind.of(
            "mini-lm",
            "The attention and the relation of values (Wang et al. 2020)",
            MiniLmLoss::v1,
            ATTENTION,
            TAUGHT),
        Kind.of(
            "mini-lm-v2",
            "Relations of queries, keys and values (Wang et al. 2021)",
            MiniLmLoss::v2,
            ATTENTION,
            TAUGHT,
            Key.required("heads", ValueTypes.INTEGER, "relation heads, a divisor of both widths")),
        Kind.of(
            "attention",
            "Difference of maps of attention (Zagoruyko and Komodakis 2017)",
            AttentionLoss::new,
            STUDENT,
            TEACHER),
        Kind.of(
            "similarity",
            "Difference of similarities in a batch (Tung and Mori 2019)",
            SimilarityLoss::new,
            STUDENT,
            TEACHER),
        Kind.of(
            "probabilistic-transfer",
            "KL of the probabilities of neighbours (Passalis and Tefas 2018)",
            ProbabilisticTransferLoss::new,
            STUDENT,
            TEACHER),
        Kind.of(
            "relational",
            "Huber of distances and angles between examples (Park et al. 2019)",
            RelationalLoss::new,
            Key.of("distance", ValueTypes.NUMBER, 1, "weight of the distances"),
            Key.of("angle", ValueTypes.NUMBER, 2, "weight of the angles"),
            STUDENT,
            TEACHER),
        Kind.of(
            "contrastive",
            "InfoNCE of projected features (Tian et al. 2020)",
            ContrastiveLoss::new,
            STUDENT,
            TEACHER,
            Key.of("width", ValueTypes.INTEGER, 128, "width of the projections"),
            Key.of("temperature", ValueTypes.NUMBER, 0.1, "what divides similarities, above 0")),
        Kind.of(
            "coral",
            "Difference of the covariances of two domains (Sun and Saenko 2016)",
            CoralLoss::new,
            STUDENT,
            DOMAINS),
        Kind.of(
            "mmd",
            "Squared mean discrepancy of two domains (Gretton et al. 2012)",
            MmdLoss::new,
            STUDENT,
            DOMAINS));
  }

  private static JavaExpression<TinyBertLoss> blocks(List<JavaExpression<KeyValues>> pairs) {
    KeyValues first = pairs.get(0).value();
    JavaExpression<TinyBertLoss> all =
        JavaExpression.call(TinyBertLoss::of, first.get(STUDENT), first.get(TEACHER));
    for (JavaExpression<KeyValues> pair : pairs.subList(1, pairs.size())) {
      KeyValues block = pair.value();
      all = all.then(TinyBertLoss::and, block.get(STUDENT), block.get(TEACHER));
    }
    return all;
  }
}
