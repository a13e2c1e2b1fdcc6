package org.distill4j.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.distill4j.core.metric.ClassifierBatches.labels;
import static org.distill4j.core.metric.ClassifierBatches.logits;
import static org.distill4j.core.metric.ClassifierBatches.probabilities;
import static org.distill4j.core.metric.ClassifierBatches.row;
import static org.distill4j.core.metric.ClassifierBatches.value;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.Metric;
import org.distill4j.train.Metric.Goal;
import org.distill4j.train.Metric.Needs;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The metrics of classifiers")
class MetricsTest {
  /** Logits are float32, so logarithms of probabilities are rounded in the seventh digit. */
  private static final Offset<Double> ROUNDING = within(1e-6);

  private static final Predictions MODEL =
      probabilities(row(0.5, 0.25, 0.25), row(0.125, 0.75, 0.125), row(0.2, 0.3, 0.5));

  @Nested
  @DisplayName("by label")
  class ByLabel {
    @Test
    @DisplayName("accuracy is the share of examples whose top class is the label")
    void accuracy() {
      assertThat(value(Metrics.accuracy(), labels(0, 1, 0), MODEL)).isEqualTo(2.0 / 3);
    }

    @Test
    @DisplayName("errors is the number of the others")
    void errors() {
      assertThat(value(Metrics.errors(), labels(0, 1, 0), MODEL)).isEqualTo(1);
      assertThat(value(Metrics.errors(), labels(1, 0, 0), MODEL)).isEqualTo(3);
    }

    @Test
    @DisplayName("cross-entropy is the mean of −log p(label)")
    void crossEntropy() {
      double wanted = -(Math.log(0.5) + Math.log(0.125) + Math.log(0.3)) / 3;

      assertThat(value(Metrics.crossEntropy(), labels(0, 2, 1), MODEL)).isCloseTo(wanted, ROUNDING);
    }

    @Test
    @DisplayName("cross-entropy stays finite and right for extreme logits")
    void extreme() {
      Predictions sure = logits(row(10_000, -10_000));

      assertThat(value(Metrics.crossEntropy(), labels(0), sure)).isZero();
      assertThat(value(Metrics.crossEntropy(), labels(1), sure)).isEqualTo(20_000);
    }

    @Test
    @DisplayName("examples without a label do not count")
    void unlabelled() {
      Batch batch = labels(0, -1, 0);

      assertThat(value(Metrics.accuracy(), batch, MODEL)).isEqualTo(0.5);
      assertThat(value(Metrics.errors(), batch, MODEL)).isEqualTo(1);
      assertThat(value(Metrics.crossEntropy(), batch, MODEL))
          .isCloseTo(-(Math.log(0.5) + Math.log(0.2)) / 2, ROUNDING);
    }

    @Test
    @DisplayName("the top class at a tie is the first")
    void tie() {
      assertThat(value(Metrics.accuracy(), labels(0, 1), logits(row(1, 1), row(1, 1))))
          .isEqualTo(0.5);
    }

    @Test
    @DisplayName("batches of different sizes weigh by their examples")
    void severalBatches() {
      Metric.Accumulator sum = Metrics.accuracy().start();
      sum.add(labels(0, 1, 2), MODEL, List.of());
      sum.add(labels(1), logits(row(2, 1)), List.of());

      assertThat(sum.value()).isEqualTo(0.75);
    }
  }

  @Nested
  @DisplayName("by teacher")
  class ByTeacher {
    @Test
    @DisplayName("agreement is the share of examples with the same top class, labelled or not")
    void agreement() {
      Predictions teacher = logits(row(9, 0, 0), row(9, 0, 0), row(0, 0, 9));

      assertThat(value(Metrics.agreement(), labels(1, -1, -1), MODEL, teacher)).isEqualTo(2.0 / 3);
    }

    @Test
    @DisplayName("divergence is exactly 0 for equal logits, and 0 up to rounding for shifted ones")
    void noDivergence() {
      Predictions same = logits(row(1, 2, 3), row(-4, 0.5, 1e4), row(0, 0, 0));
      Predictions shifted = logits(row(11, 12, 13), row(6, 10.5, 10_010), row(-5, -5, -5));

      assertThat(value(Metrics.klToTeacher(), labels(0, 0, 0), same, same)).isZero();
      assertThat(value(Metrics.klToTeacher(), labels(0, 0, 0), same, shifted))
          .isCloseTo(0, within(1e-12));
    }

    @Test
    @DisplayName("divergence is KL(teacher ‖ model), not the other way round")
    void divergence() {
      Predictions model = probabilities(row(0.5, 0.5));
      Predictions teacher = probabilities(row(0.75, 0.25));
      double wanted = 0.75 * Math.log(0.75 / 0.5) + 0.25 * Math.log(0.25 / 0.5);
      double reverse = 0.5 * Math.log(0.5 / 0.75) + 0.5 * Math.log(0.5 / 0.25);

      assertThat(value(Metrics.klToTeacher(), labels(0), model, teacher))
          .isCloseTo(wanted, ROUNDING)
          .isNotCloseTo(reverse, ROUNDING);
    }

    @Test
    @DisplayName("divergence counts nothing for classes that the teacher excludes")
    void excludedClass() {
      Predictions model = probabilities(row(0.5, 0.5));
      Predictions sure = logits(row(0, Double.NEGATIVE_INFINITY));

      assertThat(value(Metrics.klToTeacher(), labels(0), model, sure))
          .isCloseTo(Math.log(2), ROUNDING);
    }

    @Test
    @DisplayName("several teachers are taken together by their probabilities, not by their logits")
    void severalTeachers() {
      Predictions model = probabilities(row(0.2, 0.8));
      Predictions sure = probabilities(row(0.998, 0.002));
      Predictions unsure = probabilities(row(0.3, 0.7));
      double first = (0.998 + 0.3) / 2;
      double wanted = first * Math.log(first / 0.2) + (1 - first) * Math.log((1 - first) / 0.8);

      assertThat(value(Metrics.klToTeacher(), labels(0), model, sure, unsure))
          .isCloseTo(wanted, ROUNDING);
    }

    @Test
    @DisplayName("three equal teachers are as good as one")
    void equalTeachers() {
      Predictions teacher = probabilities(row(0.6, 0.2, 0.2), row(0.3, 0.3, 0.4), row(1, 0, 0));

      double one = value(Metrics.klToTeacher(), labels(0, 0, 0), MODEL, teacher);

      assertThat(value(Metrics.klToTeacher(), labels(0, 0, 0), MODEL, teacher, teacher, teacher))
          .isCloseTo(one, within(1e-12));
    }
  }

  @Nested
  @DisplayName("are NaN")
  class NotDefined {
    @ParameterizedTest(name = "{0}")
    @MethodSource("org.distill4j.core.metric.MetricsTest#all")
    @DisplayName("over no examples")
    void nothing(Metric metric) {
      assertThat(metric.start().value()).isNaN();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.distill4j.core.metric.MetricsTest#byLabel")
    @DisplayName("over no labelled examples")
    void noLabels(Metric metric) {
      assertThat(value(metric, labels(-1, -1, -1), MODEL)).isNaN();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.distill4j.core.metric.MetricsTest#all")
    @DisplayName("if a counted example has a logit that is not a number, wherever it is")
    void notANumber(Metric metric) {
      double nan = Double.NaN;

      assertThat(value(metric, labels(0, 0), logits(row(1, 0), row(nan, 0)), ones())).isNaN();
      assertThat(value(metric, labels(0, 0), logits(row(1, 0), row(0, nan)), ones())).isNaN();
      assertThat(
              value(
                  metric,
                  labels(0, 0),
                  logits(row(1, 0), row(0, Double.POSITIVE_INFINITY)),
                  ones()))
          .isNaN();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.distill4j.core.metric.MetricsTest#byTeacher")
    @DisplayName("if a teacher's logit is not a number")
    void teacherNotANumber(Metric metric) {
      Predictions model = logits(row(1, 0), row(1, 0));

      assertThat(value(metric, labels(0, 0), model, logits(row(1, 0), row(0, Double.NaN)))).isNaN();
    }

    private Predictions ones() {
      return logits(row(1, 0), row(1, 0));
    }
  }

  @Nested
  @DisplayName("say")
  class Describing {
    @Test
    @DisplayName("their names")
    void names() {
      assertThat(all().map(Metric::name))
          .containsExactly(
              "accuracy", "errors", "crossEntropy", "calibrationError", "agreement", "klToTeacher");
    }

    @Test
    @DisplayName("which way is better")
    void goals() {
      assertThat(all().filter(metric -> metric.goal() == Goal.MAXIMIZE).map(Metric::name))
          .containsExactly("accuracy", "agreement");
    }

    @Test
    @DisplayName("whether they read teachers")
    void needs() {
      assertThat(byLabel().map(Metric::needs)).containsOnly(Needs.STUDENT);
      assertThat(byTeacher().map(Metric::needs)).containsOnly(Needs.STUDENT_AND_TEACHERS);
    }
  }

  @Nested
  @DisplayName("refuse")
  class Refusing {
    @ParameterizedTest(name = "{0}")
    @MethodSource("org.distill4j.core.metric.MetricsTest#byTeacher")
    @DisplayName("to compare without a teacher")
    void noTeacher(Metric metric) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> value(metric, labels(0, 0, 0), MODEL))
          .withMessage(
              "The metric "
                  + metric.name()
                  + " was given no teachers, expected at least one.\n"
                  + "Maybe leave it out, or name the teacher that the model is compared with.");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.distill4j.core.metric.MetricsTest#byTeacher")
    @DisplayName("to compare with a teacher of another number of classes")
    void otherClasses(Metric metric) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> value(metric, labels(0), logits(row(1, 0, 0)), logits(row(1, 0))))
          .withMessage(
              "The metric "
                  + metric.name()
                  + " compares a model of 3 classes with a teacher of 2, expected the same"
                  + " number.\nMaybe leave it out.");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {-2, 3, Integer.MAX_VALUE})
    @DisplayName("labels that are no class, and name the example")
    void label(int label) {
      for (Metric metric : byLabel().toList()) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> value(metric, labels(0, label, 0), MODEL))
            .withMessage(
                "Labels \"labels\" hold "
                    + label
                    + " for example 101, expected an integer in [-1, 3).\n"
                    + (label < 0
                        ? "Maybe it means no label, which is -1 here. IgnoredLabels reads it so."
                        : "Maybe the labels count from 1, or the model has too few outputs. If it"
                            + " means no label, IgnoredLabels reads it so."));
      }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.distill4j.core.metric.MetricsTest#byLabel")
    @DisplayName("labels that are not one class for each example")
    void labelShape(Metric metric) {
      HostTensor oneHot = HostTensor.ofFloats(Shape.of(1, 3), 1, 0, 0);
      Batch batch = ClassifierBatches.batch(1, Map.of(Batch.LABELS, oneHot));

      assertThatIllegalArgumentException()
          .isThrownBy(() -> value(metric, batch, logits(row(1, 0, 0))))
          .withMessage(
              "Labels \"labels\" are FLOAT32(1, 3) for 1 examples, expected one INT32 class"
                  + " each.\nMaybe the metric is one for classifiers.");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.distill4j.core.metric.MetricsTest#all")
    @DisplayName("logits that have no classes")
    void logitsShape(Metric metric) {
      Predictions model = Predictions.logits(HostTensor.ofFloats(Shape.of(1), 1));

      assertThatIllegalArgumentException()
          .isThrownBy(() -> value(metric, labels(0), model, logits(row(1, 0, 0))))
          .withMessage(
              "Output \"logits\" of the model is FLOAT32(1) for 1 examples, expected FLOAT32"
                  + " (batch, classes) or (batch, …, classes) of at least 2 classes.\n"
                  + "Maybe the metric is one for classifiers; those of SigmoidMetrics are for"
                  + " single logits.");
    }

    @Test
    @DisplayName("predictions for another number of examples, the teacher's too")
    void otherRows() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> value(Metrics.accuracy(), labels(0, 1), MODEL))
          .withMessageStartingWith(
              "Output \"logits\" of the model is FLOAT32(3, 3) for 2 examples");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> value(Metrics.agreement(), labels(0, 1, 2), MODEL, logits(row(1, 0, 0))))
          .withMessageStartingWith(
              "Output \"logits\" of the teacher is FLOAT32(1, 3) for 3 examples");
    }

    @Test
    @DisplayName("batches without labels")
    void noLabels() {
      Batch batch = ClassifierBatches.batch(3, Map.of());

      assertThatIllegalArgumentException()
          .isThrownBy(() -> value(Metrics.accuracy(), batch, MODEL))
          .withMessage(
              "There are no labels named \"labels\", expected one of [].\n"
                  + "Maybe the data set has no labels, or they have another name.");
    }
  }

  static Stream<Metric> all() {
    return Stream.concat(byLabel(), byTeacher());
  }

  static Stream<Metric> byLabel() {
    return Stream.of(
        Metrics.accuracy(), Metrics.errors(), Metrics.crossEntropy(), Metrics.calibrationError());
  }

  static Stream<Metric> byTeacher() {
    return Stream.of(Metrics.agreement(), Metrics.klToTeacher());
  }
}
