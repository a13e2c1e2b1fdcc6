package org.distill4j.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.loss.Weighting;
import org.distill4j.model.LayerModel;
import org.distill4j.optim.Schedule;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Signals")
class SignalsTest {
  private static final TensorSpec CLASS = new TensorSpec(DType.INT32, Shape.scalar());
  private static final Map<String, TensorSpec> TEACHER = Map.of("logits", TensorSpec.floats(3));

  private static Recording record(StepSignature signature, Loss loss) {
    return Recorder.step(
        new LayerModel(TensorSpec.floats(3), (scope, x) -> x.relu()), loss, signature, 2);
  }

  private static StepSignature labels(TensorSpec spec) {
    return new StepSignature(Map.of("labels", spec), List.of());
  }

  private static StepSignature teachers(int count) {
    return new StepSignature(Map.of(), List.of(TEACHER, TEACHER).subList(0, count));
  }

  private static LossTerms mean(Signals signals, Tensor perExample) {
    return LossTerms.total(signals.meanOverBatch(perExample));
  }

  @Nested
  @DisplayName("give the teachers' outputs")
  class Teachers {
    @Test
    @DisplayName("as inputs of the step")
    void outputs() {
      Recording recording =
          record(
              teachers(2),
              signals ->
                  mean(
                      signals,
                      signals.teachers().get(1).logits().sub(signals.student().logits()).sum(1)));
      assertThat(recording.feeds())
          .extracting(Feed::source)
          .containsExactly(
              new Feed.Input("input", 1),
              new Feed.TeacherOutput(0, "logits"),
              new Feed.TeacherOutput(1, "logits"));
    }

    @Test
    @DisplayName("and the only teacher if there is one")
    void only() {
      record(teachers(1), signals -> mean(signals, signals.teacher().logits().sum(1)));
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> record(teachers(2), signals -> mean(signals, signals.teacher().logits())))
          .withMessage(
              "The loss asked for the only teacher and there are 2, expected 1.\n"
                  + "Maybe the plan has no teacher, or several that need an ensemble.");
    }
  }

  @Nested
  @DisplayName("give labels")
  class Labels {
    @Test
    @DisplayName("of classes, one input however often they are asked for")
    void classes() {
      Recording recording =
          record(
              labels(CLASS),
              signals -> {
                Tensor labels = signals.classLabels("labels", 3);
                assertThat(signals.classLabels("labels", 3)).isSameAs(labels);
                assertThat(signals.labels("labels")).isSameAs(labels);
                return LossTerms.total(
                    signals.mean(labels.oneHot(3).sum(1), Weighting.labelled("labels")));
              });
      assertThat(recording.feeds())
          .extracting(Feed::source)
          .containsExactly(new Feed.Input("input", 1), new Feed.ClassLabels("labels", 3));
      assertThat(recording.scalars())
          .containsExactly(new ScalarSource.TotalWeight(Weighting.labelled("labels")));
    }

    @Test
    @DisplayName("of any shape as they are")
    void targets() {
      Recording recording =
          record(
              labels(TensorSpec.floats(4)),
              signals -> mean(signals, signals.labels("labels").sum(1)));
      assertThat(recording.feeds().get(1))
          .isEqualTo(new Feed(new Feed.Labels("labels"), TensorSpec.floats(2, 4)));
    }

    @Test
    @DisplayName("of classes only where they are classes")
    void notClasses() {
      String message =
          "Labels \"labels\" are FLOAT32(3) for each example, expected INT32 classes.\n"
              + "Maybe several labels may hold at once, for which SigmoidDistillationLoss is,"
              + " or convert them when the data are read.";
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  record(
                      labels(TensorSpec.floats(3)),
                      signals -> mean(signals, signals.classLabels("labels", 3))))
          .withMessage(message);
    }

    @Test
    @DisplayName("that there are")
    void unknown() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> record(labels(CLASS), signals -> mean(signals, signals.labels("ages"))))
          .withMessage(
              "The loss asked for labels \"ages\", expected one of [labels].\n"
                  + "Maybe the data set has no labels, or they have another name.");
    }
  }

  @Nested
  @DisplayName("average")
  class Means {
    @Test
    @DisplayName("one number for each example")
    void shape() {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> record(teachers(0), signals -> mean(signals, signals.student().logits())))
          .withMessage(
              "A mean over the batch was asked of shape (2, 3), expected one number for each"
                  + " example, (2).\nMaybe sum over the classes first.");
    }

    @Test
    @DisplayName("by the whole batch's count, one input however often")
    void count() {
      Recording recording =
          record(
              teachers(0),
              signals -> {
                Tensor rows = signals.student().logits().sum(1);
                return mean(signals, rows).and("again", signals.meanOverBatch(rows));
              });
      assertThat(recording.scalars()).containsExactly(new ScalarSource.Rows());
    }
  }

  @Test
  @DisplayName("give scheduled numbers, one input for equal schedules")
  void schedules() {
    Recording recording =
        record(
            teachers(0),
            signals -> {
              Tensor one = signals.scheduled(Schedule.linear(0, 1));
              assertThat(signals.scheduled(Schedule.linear(0, 1))).isSameAs(one);
              return LossTerms.total(one.mul(signals.scheduled(Schedule.constant(2))));
            });
    assertThat(recording.scalars())
        .containsExactly(
            new ScalarSource.Scheduled(Schedule.linear(0, 1)),
            new ScalarSource.Scheduled(Schedule.constant(2)));
  }

  @Nested
  @DisplayName("lead to terms")
  class Terms {
    @Test
    @DisplayName("that are scalars")
    void scalars() {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> record(teachers(0), signals -> LossTerms.total(signals.student().logits())))
          .withMessage(
              "Loss term total is FLOAT32(2, 3), expected a FLOAT32 scalar.\n"
                  + "Maybe use signals.meanOverBatch on the loss per example.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> LossTerms.total(Tensor.of(1).toInt()))
          .withMessageStartingWith("Loss term total is INT32(), expected a FLOAT32 scalar.");
    }

    @Test
    @DisplayName("of different names, the total first")
    void names() {
      Tensor one = Tensor.of(1);
      LossTerms terms = LossTerms.total(one).and("soft", Tensor.of(2));
      assertThat(terms.total()).isSameAs(one);
      assertThat(terms.asMap().keySet()).containsExactly("total", "soft");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> terms.and("soft", one))
          .withMessage(
              "Loss term soft was given twice, expected each name once.\nMaybe rename one.");
    }
  }

  @Nested
  @DisplayName("know which axes are positions")
  class AxesOfPositions {
    private static final TensorSpec MASK = TensorSpec.freeInts("length");

    private static Recording record(int length, Loss loss) {
      StepSignature signature =
          new StepSignature(Map.of(), List.of(), Map.of("mask", MASK), Optional.of("mask"));
      LayerModel model =
          new LayerModel(
              new TensorSpec(DType.FLOAT32, Shape.free("length").append(Shape.of(6))),
              (scope, x) -> {
                requireEven(x.shape().dim(1));
                return x.add(scope.tap("pooled", x.mean(1)).expandDims(1));
              });
      return Recorder.step(model, loss, signature, new BatchShape(2, Map.of("length", length)));
    }

    private static void requireEven(int length) {
      if (length % 2 == 1) {
        throw new IllegalArgumentException("odd");
      }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 6, 8})
    @DisplayName("also where features are as many as tokens")
    void sameLength(int length) {
      record(
          length,
          signals -> {
            Tensor tokens = signals.student().logits();
            assertThat(signals.mask(tokens)).isPresent();
            assertThat(signals.mask(signals.tap("pooled"))).isEmpty();
            return LossTerms.total(signals.mean(tokens, Weighting.none()));
          });
    }

    @Test
    @DisplayName("so that numbers of examples are not weighed by a mask of tokens")
    void numbers() {
      Recording pooled =
          record(
              6, signals -> LossTerms.total(signals.mean(signals.tap("pooled"), Weighting.none())));
      assertThat(pooled.scalars()).containsExactly(new ScalarSource.Rows());
      Recording tokens =
          record(
              6,
              signals ->
                  LossTerms.total(signals.mean(signals.student().logits(), Weighting.none())));
      assertThat(tokens.scalars())
          .containsExactly(new ScalarSource.TotalWeight(Weighting.by("mask")));
    }
  }
}
