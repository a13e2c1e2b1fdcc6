package org.distill4j.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.distill4j.data.Batch;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Weighting;
import org.distill4j.model.Initializer;
import org.distill4j.model.Layer;
import org.distill4j.model.LayerModel;
import org.distill4j.model.Mode;
import org.distill4j.model.Predictions;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Schedule;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A feed reader")
class FeedReaderTest {
  private static final TensorSpec CLASS = new TensorSpec(DType.INT32, Shape.scalar());
  private static final Progress START = new Progress(0, 10);

  private static final Loss CROSS_ENTROPY =
      signals -> {
        Tensor labels = signals.classLabels("labels", 3);
        Tensor logits = signals.student().logits();
        Tensor each = logits.logSoftmax(1).mul(labels.oneHot(3)).sum(1).negate();
        return LossTerms.total(signals.mean(each, Weighting.labelled("labels")))
            .and("mean", signals.meanOverBatch(logits.sum(1)));
      };

  private static Recording step(Layer layer, Loss loss, int batchSize) {
    return Recorder.step(
        new LayerModel(TensorSpec.floats(3), layer),
        loss,
        new StepSignature(Map.of("labels", CLASS), List.of(Map.of("logits", TensorSpec.floats(3)))),
        batchSize);
  }

  private static Batch batch(int... labels) {
    float[] values = new float[labels.length * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    HostTensor inputs = HostTensor.ofFloats(Shape.of(labels.length, 3), values);
    HostTensor classes = HostTensor.ofInts(Shape.of(labels.length), labels);
    long[] ids = LongStream.range(100, 100 + labels.length).toArray();
    return new Batch(ids, inputs, Map.of("labels", classes));
  }

  private static StepInput input(Batch batch) {
    return StepInput.of(batch, List.of(Predictions.logits(batch.input())), START);
  }

  @Nested
  @DisplayName("collects")
  class Collecting {
    private final Recording recording = step((scope, x) -> x.relu(), CROSS_ENTROPY, 2);

    @Test
    @DisplayName("inputs, teacher outputs and labels in the order of the program's feeds")
    void feeds() {
      Batch batch = batch(2, 0);
      assertThat(recording.reader(0).read(input(batch), 0))
          .containsExactly(batch.input(), batch.input(), batch.labels("labels"));
    }

    @Test
    @DisplayName("the whole batch's counts for each part of a split one")
    void counts() {
      Batch batch = batch(2, -1, 0, -1, 1);
      List<Predictions> teacher = List.of(Predictions.logits(batch.input()));
      StepInput split = StepInput.split(batch, teacher, START, 2);
      assertThat(split.microBatches()).hasSize(3);
      assertThat(recording.scalars())
          .containsExactly(
              new ScalarSource.TotalWeight(Weighting.labelled("labels")), new ScalarSource.Rows());
      assertThat(recording.reader(0).scalars(split)).containsExactly(3, 5);
      assertThat(recording.reader(0).scalars(split.only(1))).containsExactly(3, 5);
    }

    @Test
    @DisplayName("a count of 1 where no row is labelled, so that nothing is divided by zero")
    void unlabelled() {
      assertThat(recording.reader(0).scalars(input(batch(-1, -1)))).containsExactly(1, 2);
    }

    @Test
    @DisplayName("the sum of weights that an input of the student holds, or labels of that name")
    void weights() {
      Loss loss =
          signals -> {
            Tensor input = signals.input("input");
            return LossTerms.total(signals.mean(input, Weighting.by("input")));
          };
      StepInput split =
          StepInput.split(batch(2, 0), List.of(Predictions.logits(batch(2, 0).input())), START, 1);
      // The inputs are 0 to 5.
      assertThat(step((scope, x) -> x, loss, 1).reader(0).scalars(split)).containsExactly(15);
    }

    @Test
    @DisplayName("no input that the student has not")
    void unknownInput() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> step((scope, x) -> x, s -> LossTerms.total(s.input("mask").sum()), 1))
          .withMessage(
              "The loss asked for the student's input \"mask\", expected one of [input].\n"
                  + "Maybe the model names it otherwise.");
    }

    @Test
    @DisplayName("schedules' values at the step")
    void schedules() {
      Recording scheduled =
          step(
              (scope, x) -> x,
              signals -> LossTerms.total(signals.scheduled(Schedule.linear(0, 1))),
              1);
      StepInput later = StepInput.of(batch(0), List.of(), new Progress(5, 10));
      assertThat(scheduled.reader(0).scalars(later)).containsExactly(0.5);
    }

    @Test
    @DisplayName("inputs alone for a program that takes nothing else")
    void inputs() {
      LayerModel model = new LayerModel(TensorSpec.floats(3), (scope, x) -> x.relu());
      Recording forward = Recorder.forward(model, Mode.EVALUATION, 2);
      Batch batch = batch(0, 0);
      assertThat(forward.reader(0).read(batch.inputs())).containsExactly(batch.input());
      assertThatIllegalArgumentException()
          .isThrownBy(() -> forward.reader(0).read(batch(0).inputs()))
          .withMessage(
              "The input batch is FLOAT32(1, 3), expected FLOAT32(2, 3).\n"
                  + "Maybe the data set belongs to another model.");
    }
  }

  @Nested
  @DisplayName("draws random numbers")
  class Drawing {
    private final Layer noise = (scope, x) -> x.add(scope.uniform("noise", Shape.of(3)));

    private float[] draw(StepInput input, int microBatch, long seed) {
      int rows = input.microBatches().get(microBatch).batch().size();
      Recording recording = step(noise, CROSS_ENTROPY, rows);
      List<Feed.Source> sources = recording.feeds().stream().map(Feed::source).toList();
      int index = sources.indexOf(new Feed.Uniform("noise"));
      return recording.reader(seed).read(input, microBatch).get(index).toFloatArray();
    }

    @Test
    @DisplayName("in [0, 1), about evenly")
    void range() {
      float[] values = draw(input(batch(new int[3000])), 0, 5);
      double sum = 0;
      for (float value : values) {
        assertThat(value).isGreaterThanOrEqualTo(0).isLessThan(1);
        sum += value;
      }
      assertThat(sum / values.length).isBetween(0.49, 0.51);
    }

    @Test
    @DisplayName("that do not depend on how the batch is split")
    void split() {
      Batch batch = batch(0, 1, 2, 0, 1);
      List<Predictions> teacher = List.of(Predictions.logits(batch.input()));
      float[] whole = draw(input(batch), 0, 5);
      StepInput split = StepInput.split(batch, teacher, START, 2);
      assertThat(draw(split, 0, 5)).containsExactly(Arrays.copyOfRange(whole, 0, 6));
      assertThat(draw(split, 1, 5)).containsExactly(Arrays.copyOfRange(whole, 6, 12));
      assertThat(draw(split, 2, 5)).containsExactly(Arrays.copyOfRange(whole, 12, 15));
    }

    @Test
    @DisplayName("that change with the seed and the step, and repeat without")
    void fresh() {
      Batch batch = batch(0, 1);
      StepInput first = input(batch);
      StepInput second =
          StepInput.of(batch, first.microBatches().get(0).teachers(), new Progress(1, 10));
      assertThat(draw(first, 0, 5)).containsExactly(draw(first, 0, 5));
      assertThat(draw(first, 0, 5)).doesNotContain(draw(second, 0, 5));
      assertThat(draw(first, 0, 5)).doesNotContain(draw(first, 0, 6));
    }
  }

  @Nested
  @DisplayName("refuses")
  class Refusing {
    private void refused(Recording recording, StepInput input, String message) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> recording.reader(0).read(input, 0))
          .withMessage(message);
    }

    @Test
    @DisplayName("labels out of range, naming the row and the example")
    void labels() {
      Recording recording = step((scope, x) -> x, CROSS_ENTROPY, 2);
      String message = "expected an integer in [-1, 3).\nMaybe ";
      refused(
          recording,
          input(batch(0, 3)),
          "Labels \"labels\" holds 3 in row 1 (example 101), "
              + message
              + "the labels count from 1, or the model has too few outputs."
              + " If it means no label, IgnoredLabels reads it so.");
      refused(
          recording,
          input(batch(-2, 0)),
          "Labels \"labels\" holds -2 in row 0 (example 100), "
              + message
              + "it means no label, which is -1 here. IgnoredLabels reads it so.");
    }

    @Test
    @DisplayName("shapes other than the program's")
    void shapes() {
      Recording recording = step((scope, x) -> x, CROSS_ENTROPY, 2);
      Batch batch = batch(0, 1);
      HostTensor wide = HostTensor.ofFloats(Shape.of(2, 4), new float[8]);
      refused(
          recording,
          StepInput.of(batch, List.of(Predictions.logits(wide)), START),
          "Output \"logits\" of teacher 0 is FLOAT32(2, 4), expected FLOAT32(2, 3).\n"
              + "Maybe the data set belongs to another model.");
    }

    @Test
    @DisplayName("a step without a teacher that the program has")
    void teachers() {
      refused(
          step((scope, x) -> x, CROSS_ENTROPY, 2),
          StepInput.of(batch(0, 1), List.of(), START),
          "The step was given the outputs of 0 teachers, expected more than 0.\n"
              + "Maybe a teacher was left out of the step.");
    }

    @Test
    @DisplayName("unlabelled rows whose labels are ids of a table")
    void labelsAsIds() {
      Recording recording =
          step(
              (scope, x) -> x,
              signals -> {
                Tensor labels = signals.classLabels("labels", 3);
                Tensor table =
                    signals.scope().parameter("table", Shape.of(3, 2), Initializer.constant(1));
                return LossTerms.total(signals.meanOverBatch(table.gatherRows(labels).sum(1)));
              },
              2);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> recording.reader(0).read(input(batch(0, -1)), 0))
          .withMessageStartingWith(
              "Labels \"labels\" holds -1 in row 1 (example 101), expected an integer in [0, 3).");
    }
  }
}
