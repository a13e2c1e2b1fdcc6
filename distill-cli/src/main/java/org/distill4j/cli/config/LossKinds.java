package org.distill4j.cli.config;

import static org.distill4j.cli.kind.Expression.call;
import static org.distill4j.cli.kind.Key.free;
import static org.distill4j.cli.kind.Key.required;
import static org.distill4j.cli.kind.ValueTypes.INTEGER;
import static org.distill4j.cli.kind.ValueTypes.NUMBER;
import static org.distill4j.cli.kind.ValueTypes.TEXT;

import java.util.List;
import org.distill4j.cli.kind.Expression;
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
      Key.of("output", TEXT, "logits", "the output that holds the logits");
  private static final Key<String> LABELS = Key.of("labels", TEXT, "labels", "which labels");
  private static final Key<Schedule> TEMPERATURE =
      Key.of("temperature", KindGroups.SCHEDULES, 1, "T, above 0");
  private static final Key<String> STUDENT =
      required("student", TEXT, "path of the student's layer, as summary prints it");
  private static final Key<String> TEACHER =
      required("teacher", TEXT, "output of the teacher, one of its taps say");
  private static final Key<String> DOMAINS =
      Key.of("domains", TEXT, Mixture.DOMAIN, "labels: 0 for the source, 1 for the target");

  private static final Key<Layer> THROUGH =
      free("through", KindGroups.LAYERS, "what gives the student's the shape");
  private static final Key<TinyBertLoss> BLOCKS =
      required(
          "blocks",
          ValueTypes.some(
              "blocks",
              "{student: layer0, teacher: layer1}",
              Section.of("block", STUDENT, TEACHER),
              LossKinds::blocks),
          "for each block of the student, one of the teacher, both by their paths");
  private static final Key<String> ATTENTION =
      required("student", TEXT, "path of the student's attention");
  private static final Key<String> TAUGHT =
      required("teacher", TEXT, "path of the teacher's attention, whose parts are taps");

  private static final Key<Schedule> ALPHA =
      Key.of("alpha", KindGroups.SCHEDULES, 0.5, "weight of the soft term, in [0, 1]");
  private static final Key<double[]> CLASS_WEIGHTS =
      free("class-weights", ValueTypes.NUMBERS, "the weight of each class among the labels");
  private static final Key<Weighting> WEIGHTS =
      free(
          "weights",
          ValueTypes.mapped(TEXT, name -> call(Weighting::by, name)),
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
            call(DistillationLoss::new, TEMPERATURE, ALPHA, OUTPUT, LABELS)
                .with(DistillationLoss::withClassWeights, CLASS_WEIGHTS)
                .with(DistillationLoss::weighted, WEIGHTS)),
        Kind.of(
            "sigmoid",
            "The same where each logit says by itself whether something holds",
            call(SigmoidDistillationLoss::new, TASK, TEMPERATURE, ALPHA, OUTPUT, LABELS)
                .with(SigmoidDistillationLoss::withClassWeights, CLASS_WEIGHTS)
                .with(SigmoidDistillationLoss::weighted, WEIGHTS)),
        Kind.of(
            "regression",
            "alpha·(student − teacher)² + (1 − alpha)·(student − label)²",
            call(RegressionLoss::new, ALPHA, OUTPUT, LABELS)
                .with(
                    RegressionLoss::withHuber,
                    free("huber", NUMBER, "where squares become lines, above 0"))
                .with(RegressionLoss::weighted, WEIGHTS)),
        Kind.of(
            "gaussian",
            "alpha·KL of normal distributions + (1 − alpha)·−log p(label)",
            call(
                    GaussianDistillationLoss::new,
                    ALPHA,
                    Key.of("mean", TEXT, "mean", "the output of means"),
                    Key.of("log-variance", TEXT, "logVariance", "the output of log-variances"),
                    LABELS)
                .with(GaussianDistillationLoss::weighted, WEIGHTS)),
        Kind.of(
            "cross-entropy",
            "−log p(label), of labelled examples; needs no teacher",
            call(CrossEntropyLoss::new, OUTPUT, LABELS)
                .with(
                    CrossEntropyLoss::withLabelSmoothing,
                    free("smoothing", NUMBER, "share spread over all classes"))
                .with(CrossEntropyLoss::withClassWeights, CLASS_WEIGHTS)
                .with(CrossEntropyLoss::weighted, WEIGHTS)),
        Kind.of(
            "soft-target",
            "T²·KL(teacher ‖ student) alone",
            call(SoftTargetLoss::new, TEMPERATURE, OUTPUT).with(SoftTargetLoss::weighted, WEIGHTS)),
        Kind.of(
            "reverse-kl",
            "T²·KL(student ‖ teacher) (Gu et al. 2024)",
            call(ReverseKlLoss::new, TEMPERATURE, OUTPUT).with(ReverseKlLoss::weighted, WEIGHTS)),
        Kind.of(
            "jensen-shannon",
            "Between both divergences, bounded (Agarwal et al. 2024)",
            call(
                    JensenShannonLoss::new,
                    Key.of("beta", NUMBER, 0.5, "the teacher's share, in (0, 1)"),
                    TEMPERATURE,
                    OUTPUT)
                .with(JensenShannonLoss::weighted, WEIGHTS)),
        Kind.of(
            "logit-mse",
            "½·‖student − teacher‖² of logits (Ba and Caruana 2014)",
            call(LogitMseLoss::new, OUTPUT).with(LogitMseLoss::weighted, WEIGHTS)),
        Kind.of(
            "decoupled",
            "alpha·target's part + beta·other classes' part (Zhao et al. 2022)",
            call(
                    DecoupledLoss::new,
                    Key.of("alpha", NUMBER, 1, "weight of the target's part"),
                    Key.of("beta", NUMBER, 8, "weight of the other classes' part"),
                    TEMPERATURE,
                    OUTPUT,
                    LABELS)
                .with(DecoupledLoss::weighted, WEIGHTS)),
        Kind.of(
            "dist",
            "Correlation within examples and within classes (Huang et al. 2022)",
            call(
                DistLoss::new,
                Key.of("beta", NUMBER, 1, "weight of the correlation within examples"),
                Key.of("gamma", NUMBER, 1, "weight of the correlation within classes"),
                TEMPERATURE,
                OUTPUT)),
        Kind.of(
            "standardized",
            "Another loss on logits of mean 0 and deviation 1 (Sun et al. 2024)",
            call(
                StandardizedLogits::new,
                required("loss", KindGroups.LOSSES, "the loss that sees them"),
                OUTPUT)),
        Kind.of(
            "hint",
            "½·mean (student's features − teacher's)² (Romero et al. 2015)",
            call(HintLoss::of, STUDENT, TEACHER).with(HintLoss::through, THROUGH)),
        Kind.of(
            "cosine",
            "1 less the cosine of student's vectors and teacher's (Sanh et al. 2019)",
            call(CosineLoss::of, STUDENT, TEACHER).with(CosineLoss::through, THROUGH)),
        Kind.of(
            "pairwise-cosine",
            "Difference of cosines between examples of a batch",
            call(PairwiseCosineLoss::new, STUDENT, TEACHER)),
        Kind.of(
            "margin-mse",
            "Margins between a query's first candidate and others (Hofstätter et al. 2020)",
            call(MarginMseLoss::new, OUTPUT)),
        Kind.of(
            "listwise",
            "T²·KL over a query's candidates (Cao et al. 2007)",
            call(ListwiseLoss::new, TEMPERATURE, OUTPUT)),
        Kind.of(
            "attention-map",
            "Difference of the scores of an attention's heads (Jiao et al. 2020)",
            call(AttentionMapLoss::new, STUDENT, TEACHER)),
        Kind.of(
            "tiny-bert",
            "Hidden states and attention, block by block (Jiao et al. 2020)",
            Expression.of(BLOCKS).with(TinyBertLoss::through, THROUGH)),
        Kind.of(
            "mini-lm",
            "The attention and the relation of values (Wang et al. 2020)",
            call(MiniLmLoss::v1, ATTENTION, TAUGHT)),
        Kind.of(
            "mini-lm-v2",
            "Relations of queries, keys and values (Wang et al. 2021)",
            call(
                MiniLmLoss::v2,
                ATTENTION,
                TAUGHT,
                required("heads", INTEGER, "relation heads, a divisor of both widths"))),
        Kind.of(
            "attention",
            "Difference of maps of attention (Zagoruyko and Komodakis 2017)",
            call(AttentionLoss::new, STUDENT, TEACHER)),
        Kind.of(
            "similarity",
            "Difference of similarities in a batch (Tung and Mori 2019)",
            call(SimilarityLoss::new, STUDENT, TEACHER)),
        Kind.of(
            "probabilistic-transfer",
            "KL of the probabilities of neighbours (Passalis and Tefas 2018)",
            call(ProbabilisticTransferLoss::new, STUDENT, TEACHER)),
        Kind.of(
            "relational",
            "Huber of distances and angles between examples (Park et al. 2019)",
            call(
                RelationalLoss::new,
                Key.of("distance", NUMBER, 1, "weight of the distances"),
                Key.of("angle", NUMBER, 2, "weight of the angles"),
                STUDENT,
                TEACHER)),
        Kind.of(
            "contrastive",
            "InfoNCE of projected features (Tian et al. 2020)",
            call(
                ContrastiveLoss::new,
                STUDENT,
                TEACHER,
                Key.of("width", INTEGER, 128, "width of the projections"),
                Key.of("temperature", NUMBER, 0.1, "what divides similarities, above 0"))),
        Kind.of(
            "coral",
            "Difference of the covariances of two domains (Sun and Saenko 2016)",
            call(CoralLoss::new, STUDENT, DOMAINS)),
        Kind.of(
            "mmd",
            "Squared mean discrepancy of two domains (Gretton et al. 2012)",
            call(MmdLoss::new, STUDENT, DOMAINS)));
  }

  private static Expression<TinyBertLoss> blocks(List<Expression<KeyValues>> pairs) {
    KeyValues first = pairs.get(0).value();
    Expression<TinyBertLoss> all = call(TinyBertLoss::of, first.get(STUDENT), first.get(TEACHER));
    for (Expression<KeyValues> pair : pairs.subList(1, pairs.size())) {
      KeyValues block = pair.value();
      all = call(TinyBertLoss::and, all, block.get(STUDENT), block.get(TEACHER));
    }
    return all;
  }
}
