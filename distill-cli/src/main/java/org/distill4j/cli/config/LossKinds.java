package org.distill4j.cli.config;

import java.util.List;
import java.util.Optional;
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
import org.distill4j.loss.Loss;
import org.distill4j.loss.Weighting;

/** The losses of {@code org.distill4j.core.loss}. */
final class LossKinds {
  private LossKinds() {}

  private static final ValueType ANY = ValueTypes.later(() -> all());
  private static final Key OUTPUT =
      Key.of("output", ValueTypes.TEXT, "logits", "the output that holds the logits");
  private static final Key LABELS = Key.of("labels", ValueTypes.TEXT, "labels", "which labels");
  private static final Key TEMPERATURE = Key.of("temperature", ScheduleKinds.ALL, 1, "T, above 0");
  private static final Key STUDENT =
      Key.required("student", ValueTypes.TEXT, "path of the student's layer, as summary prints it");
  private static final Key TEACHER =
      Key.required("teacher", ValueTypes.TEXT, "output of the teacher, one of its taps say");
  private static final Key DOMAINS =
      Key.of(
          "domains", ValueTypes.TEXT, Mixture.DOMAIN, "labels: 0 for the source, 1 for the target");

  private static final Key THROUGH =
      Key.free("through", LayerKinds.all(), "what gives the student's the shape");
  private static final Key BLOCKS =
      Key.required(
          "blocks",
          ValueTypes.checked(
              ValueTypes.list(Section.of("block", STUDENT, TEACHER), LossKinds::blocks),
              LossKinds::requireBlocks),
          "for each block of the student, one of the teacher, both by their paths");
  private static final Key ATTENTION =
      Key.required("student", ValueTypes.TEXT, "path of the student's attention");
  private static final Key TAUGHT =
      Key.required(
          "teacher", ValueTypes.TEXT, "path of the teacher's attention, whose parts are taps");

  private static final Key ALPHA =
      Key.of("alpha", ScheduleKinds.ALL, 0.5, "weight of the soft term, in [0, 1]");
  private static final Key CLASS_WEIGHTS =
      Key.free(
          "class-weights",
          ValueTypes.list(
              ValueTypes.NUMBER, weights -> JavaExpression.array(double.class, weights)),
          "the weight of each class among the labels");
  private static final Key WEIGHTS =
      Key.free(
          "weights",
          ValueTypes.mapped(
              ValueTypes.TEXT, name -> JavaExpression.call(Weighting.class, "by", List.of(name))),
          "labels or an input that hold the weight of each example or position, a mask say");
  private static final Key TASK =
      Key.of(
          "task",
          KindGroup.of(
              "task",
              Kind.constant("binary", "One of two classes by one logit", Task.BINARY),
              Kind.constant("multi-label", "Many labels, a logit each", Task.MULTI_LABEL)),
          "binary",
          "what the logits are of");

  static final KindGroup ALL =
      KindGroup.of(
              "loss",
              weighted(
                  Kind.created(
                          "distillation",
                          "alpha·T²·KL(teacher ‖ student) + (1 − alpha)·CE(labels); alpha weighs"
                              + " the SOFT term",
                          DistillationLoss.class,
                          TEMPERATURE,
                          ALPHA,
                          OUTPUT,
                          LABELS)
                      .with("withClassWeights", CLASS_WEIGHTS)),
              weighted(
                  Kind.created(
                          "sigmoid",
                          "The same where each logit says by itself whether something holds",
                          SigmoidDistillationLoss.class,
                          TASK,
                          TEMPERATURE,
                          ALPHA,
                          OUTPUT,
                          LABELS)
                      .with("withClassWeights", CLASS_WEIGHTS)),
              weighted(
                  Kind.created(
                          "regression",
                          "alpha·(student − teacher)² + (1 − alpha)·(student − label)²",
                          RegressionLoss.class,
                          ALPHA,
                          OUTPUT,
                          LABELS)
                      .with(
                          "withHuber",
                          Key.free(
                              "huber", ValueTypes.NUMBER, "where squares become lines, above 0"))),
              weighted(
                  Kind.created(
                      "gaussian",
                      "alpha·KL of normal distributions + (1 − alpha)·−log p(label)",
                      GaussianDistillationLoss.class,
                      ALPHA,
                      Key.of("mean", ValueTypes.TEXT, "mean", "the output of means"),
                      Key.of(
                          "log-variance",
                          ValueTypes.TEXT,
                          "logVariance",
                          "the output of log-variances"),
                      LABELS)),
              weighted(
                  Kind.created(
                          "cross-entropy",
                          "−log p(label), of labelled examples; needs no teacher",
                          CrossEntropyLoss.class,
                          OUTPUT,
                          LABELS)
                      .with(
                          "withLabelSmoothing",
                          Key.free("smoothing", ValueTypes.NUMBER, "share spread over all classes"))
                      .with("withClassWeights", CLASS_WEIGHTS)),
              weighted(
                  Kind.created(
                      "soft-target",
                      "T²·KL(teacher ‖ student) alone",
                      SoftTargetLoss.class,
                      TEMPERATURE,
                      OUTPUT)),
              weighted(
                  Kind.created(
                      "reverse-kl",
                      "T²·KL(student ‖ teacher) (Gu et al. 2024)",
                      ReverseKlLoss.class,
                      TEMPERATURE,
                      OUTPUT)),
              weighted(
                  Kind.created(
                      "jensen-shannon",
                      "Between both divergences, bounded (Agarwal et al. 2024)",
                      JensenShannonLoss.class,
                      Key.of("beta", ValueTypes.NUMBER, 0.5, "the teacher's share, in (0, 1)"),
                      TEMPERATURE,
                      OUTPUT)),
              weighted(
                  Kind.created(
                      "logit-mse",
                      "½·‖student − teacher‖² of logits (Ba and Caruana 2014)",
                      LogitMseLoss.class,
                      OUTPUT)),
              weighted(
                  Kind.created(
                      "decoupled",
                      "alpha·target's part + beta·other classes' part (Zhao et al. 2022)",
                      DecoupledLoss.class,
                      Key.of("alpha", ValueTypes.NUMBER, 1, "weight of the target's part"),
                      Key.of("beta", ValueTypes.NUMBER, 8, "weight of the other classes' part"),
                      TEMPERATURE,
                      OUTPUT,
                      LABELS)),
              Kind.created(
                  "dist",
                  "Correlation within examples and within classes (Huang et al. 2022)",
                  DistLoss.class,
                  Key.of("beta", ValueTypes.NUMBER, 1, "weight of the correlation within examples"),
                  Key.of("gamma", ValueTypes.NUMBER, 1, "weight of the correlation within classes"),
                  TEMPERATURE,
                  OUTPUT),
              Kind.created(
                  "standardized",
                  "Another loss on logits of mean 0 and deviation 1 (Sun et al. 2024)",
                  StandardizedLogits.class,
                  Key.required("loss", ANY, "the loss that sees them"),
                  OUTPUT),
              Kind.of(
                      "hint",
                      "½·mean (student's features − teacher's)² (Romero et al. 2015)",
                      HintLoss.class,
                      "of",
                      STUDENT,
                      TEACHER)
                  .with("through", THROUGH),
              Kind.of(
                      "cosine",
                      "1 less the cosine of student's vectors and teacher's (Sanh et al. 2019)",
                      CosineLoss.class,
                      "of",
                      STUDENT,
                      TEACHER)
                  .with("through", THROUGH),
              features(
                  "pairwise-cosine",
                  "Difference of cosines between examples of a batch",
                  PairwiseCosineLoss.class),
              Kind.created(
                  "margin-mse",
                  "Margins between a query's first candidate and others (Hofstätter et al. 2020)",
                  MarginMseLoss.class,
                  OUTPUT),
              Kind.created(
                  "listwise",
                  "T²·KL over a query's candidates (Cao et al. 2007)",
                  ListwiseLoss.class,
                  TEMPERATURE,
                  OUTPUT),
              features(
                  "attention-map",
                  "Difference of the scores of an attention's heads (Jiao et al. 2020)",
                  AttentionMapLoss.class),
              Kind.made(
                      "tiny-bert",
                      "Hidden states and attention, block by block (Jiao et al. 2020)",
                      values -> values.get(BLOCKS),
                      BLOCKS)
                  .with("through", THROUGH),
              Kind.of(
                  "mini-lm",
                  "The attention and the relation of values (Wang et al. 2020)",
                  MiniLmLoss.class,
                  "v1",
                  ATTENTION,
                  TAUGHT),
              Kind.of(
                  "mini-lm-v2",
                  "Relations of queries, keys and values (Wang et al. 2021)",
                  MiniLmLoss.class,
                  "v2",
                  ATTENTION,
                  TAUGHT,
                  Key.required(
                      "heads", ValueTypes.INTEGER, "relation heads, a divisor of both widths")),
              features(
                  "attention",
                  "Difference of maps of attention (Zagoruyko and Komodakis 2017)",
                  AttentionLoss.class),
              features(
                  "similarity",
                  "Difference of similarities in a batch (Tung and Mori 2019)",
                  SimilarityLoss.class),
              features(
                  "probabilistic-transfer",
                  "KL of the probabilities of neighbours (Passalis and Tefas 2018)",
                  ProbabilisticTransferLoss.class),
              Kind.created(
                  "relational",
                  "Huber of distances and angles between examples (Park et al. 2019)",
                  RelationalLoss.class,
                  Key.of("distance", ValueTypes.NUMBER, 1, "weight of the distances"),
                  Key.of("angle", ValueTypes.NUMBER, 2, "weight of the angles"),
                  STUDENT,
                  TEACHER),
              Kind.created(
                  "contrastive",
                  "InfoNCE of projected features (Tian et al. 2020)",
                  ContrastiveLoss.class,
                  STUDENT,
                  TEACHER,
                  Key.of("width", ValueTypes.INTEGER, 128, "width of the projections"),
                  Key.of(
                      "temperature", ValueTypes.NUMBER, 0.1, "what divides similarities, above 0")),
              Kind.created(
                  "coral",
                  "Difference of the covariances of two domains (Sun and Saenko 2016)",
                  CoralLoss.class,
                  STUDENT,
                  DOMAINS),
              Kind.created(
                  "mmd",
                  "Squared mean discrepancy of two domains (Gretton et al. 2012)",
                  MmdLoss.class,
                  STUDENT,
                  DOMAINS))
          .or(new LossList(ANY));

  static KindGroup all() {
    return ALL;
  }

  private static JavaExpression blocks(List<JavaExpression> pairs) {
    Optional<JavaExpression> all = Optional.empty();
    for (JavaExpression pair : pairs) {
      KeyValues block = pair.as(KeyValues.class);
      JavaExpression student = block.get(STUDENT);
      JavaExpression teacher = block.get(TEACHER);
      all =
          Optional.of(
              all.map(before -> before.then("and", student, teacher))
                  .orElseGet(
                      () ->
                          JavaExpression.call(
                              TinyBertLoss.class, "of", List.of(student, teacher))));
    }
    return all.orElseGet(() -> JavaExpression.literal("", ""));
  }

  private static void requireBlocks(Object loss) {
    if (!(loss instanceof TinyBertLoss)) {
      throw new IllegalArgumentException(
          "The list of blocks is empty, expected at least one.\n"
              + "Maybe - {student: layer0, teacher: layer1}.");
    }
  }

  private static Kind weighted(Kind loss) {
    return loss.with("weighted", WEIGHTS);
  }

  private static Kind features(String name, String doc, Class<? extends Loss> owner) {
    return Kind.created(name, doc, owner, STUDENT, TEACHER);
  }
}
