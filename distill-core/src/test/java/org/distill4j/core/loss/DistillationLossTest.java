package org.distill4j.core.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.distill4j.core.loss.RecordedLosses.logits;

import java.util.List;
import java.util.Map;
import org.distill4j.core.loss.RecordedLosses.Student;
import org.distill4j.data.Batch;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Schedule;
import org.distill4j.program.MicroBatch;
import org.distill4j.program.Recording;
import org.distill4j.program.ScalarSource;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The distillation objective")
class DistillationLossTest {
  private static final Student STUDENT = Student.of("logits", 3);

  @Nested
  @DisplayName("as a value")
  class AsValue {
    @Test
    @DisplayName("gives back the very schedules it was made with")
    void components() {
      Schedule temperature = Schedule.cosine(8, 2);
      Schedule alpha = Schedule.linear(1, 0);

      DistillationLoss loss = new DistillationLoss(temperature, alpha, "logits", "labels");

      assertThat(loss.temperature()).isSameAs(temperature);
      assertThat(loss.alpha()).isSameAs(alpha);
    }

    @Test
    @DisplayName("equals one of the same configuration")
    void equality() {
      assertThat(DistillationLoss.of(4, 0.7))
          .isEqualTo(DistillationLoss.of(Schedule.constant(4), Schedule.constant(0.7)))
          .hasSameHashCodeAs(DistillationLoss.of(4, 0.7))
          .isNotEqualTo(DistillationLoss.of(4, 0.6))
          .isNotEqualTo(DistillationLoss.of(4, 0.7).forHead("coarse", "labels"));
    }

    @Test
    @DisplayName("reads as its configuration")
    void text() {
      assertThat(DistillationLoss.of(4, 0.7))
          .hasToString(
              "DistillationLoss[temperature=Constant[value=4.0], alpha=Constant[value=0.7],"
                  + " output=logits, labels=labels, classWeights=[],"
                  + " weighting=Weighting[factors=[]]]");
    }
  }

  @Nested
  @DisplayName("refuses")
  class Refusing {
    @ParameterizedTest(name = "{0}")
    @ValueSource(doubles = {0, -1, -0.0})
    @DisplayName("a temperature that is not above 0")
    void temperature(double temperature) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> DistillationLoss.of(temperature, 0.5))
          .withMessage(
              "The temperature is "
                  + temperature
                  + " at step 1, expected a finite number above 0.\n"
                  + "Maybe temperature and alpha are in the other order.");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    @DisplayName("a schedule of a temperature that is not finite")
    void notFinite(double temperature) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> DistillationLoss.of(progress -> temperature, Schedule.constant(0)))
          .withMessageStartingWith("The temperature is " + temperature + " at step 1, expected");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(doubles = {-0.1, 1.000001, 4, Double.NaN})
    @DisplayName("an alpha outside [0, 1]")
    void alpha(double alpha) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> DistillationLoss.of(Schedule.constant(4), progress -> alpha))
          .withMessage(
              "The alpha (the weight of the soft term) is "
                  + alpha
                  + " at step 1, expected a number in [0, 1].\n"
                  + "Maybe temperature and alpha are in the other order.");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(doubles = {0, 1})
    @DisplayName("neither 0 nor 1 as alpha")
    void alphaEdges(double alpha) {
      assertThat(DistillationLoss.of(1e-3, alpha).alpha().at(new Progress(7, 9))).isEqualTo(alpha);
    }

    @Test
    @DisplayName("a temperature that leaves its range later, in the step in which it does")
    void later() {
      Schedule falling = progress -> 2.0 - progress.step();
      Recording recording =
          RecordedLosses.step(
              DistillationLoss.of(falling, Schedule.constant(0.5)), STUDENT, List.of(logits(3)));

      assertThat(recording.reader(0).scalars(step(1))).contains(1.0);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> recording.reader(0).scalars(step(2)))
          .withMessage(
              "The temperature is 0.0 at step 3, expected a finite number above 0.\n"
                  + "Maybe the schedule was made for fewer steps than the training has.");
    }

    @Test
    @DisplayName("a teacher of another number of classes, before anything runs")
    void classes() {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> RecordedLosses.step(DistillationLoss.of(4, 0.7), STUDENT, List.of(logits(5))))
          .withMessage(
              "The student has 3 classes and the teacher 5, expected the same number.\n"
                  + "Maybe the teacher was trained for another task; select its classes before.");
    }

    @Test
    @DisplayName("no teacher, and several")
    void teachers() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RecordedLosses.step(DistillationLoss.of(4, 0.7), STUDENT, List.of()))
          .withMessageStartingWith(
              "The loss asked for the only teacher and there are 0, expected 1.");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  RecordedLosses.step(
                      DistillationLoss.of(4, 0.7), STUDENT, List.of(logits(3), logits(3))))
          .withMessage(
              "The loss asked for the only teacher and there are 2, expected 1.\n"
                  + "Maybe the plan has no teacher, or several that need an ensemble.");
    }

    @Test
    @DisplayName("a student or teacher without the head it was made for, and says whose is missing")
    void heads() {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  RecordedLosses.step(
                      DistillationLoss.of(4, 0.7),
                      STUDENT,
                      List.of(Map.of("scores", TensorSpec.floats(3)))))
          .withMessage(
              "The teacher has no output \"logits\", expected one of [scores].\n"
                  + "Maybe its head has another name.");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  RecordedLosses.step(
                      DistillationLoss.of(4, 0.7), Student.of("scores", 3), List.of(logits(3))))
          .withMessageStartingWith(
              "The student has no output \"logits\", expected one of [scores].");
    }

    @Test
    @DisplayName("logits of one class or other positions, and says whose they are")
    void rank() {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  RecordedLosses.step(DistillationLoss.of(4, 0.7), STUDENT, List.of(logits(3, 1))))
          .withMessage(
              "Output \"logits\" of the teacher has shape (4, 3, 1), expected (batch, classes) or"
                  + " (batch, …, classes) of at least 2 classes, as the softmax of one is always"
                  + " 1.\nMaybe a flatten or a pooling is missing, or it is one of two classes by a"
                  + " single logit, for which SigmoidDistillationLoss is.");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  RecordedLosses.step(
                      DistillationLoss.of(4, 0.7),
                      Student.of("logits", 3, 2),
                      List.of(logits(3, 2))))
          .withMessage(
              "Labels \"labels\" have shape (4), expected one class for each row of logits, (4,"
                  + " 3).\nMaybe several labels may hold at once, for which"
                  + " SigmoidDistillationLoss is, or the labels are of another output.");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  RecordedLosses.step(DistillationLoss.of(4, 0.7), STUDENT, List.of(logits(2, 3))))
          .withMessage(
              "The student's outputs have shape (4, 3) and the teacher's (4, 2, 3), expected the"
                  + " same positions.\nMaybe one pools over positions and the other does not.");
    }

    @Test
    @DisplayName("labels that the data do not have")
    void labels() {
      DistillationLoss loss = DistillationLoss.of(4, 0.7).forHead("logits", "fine");

      assertThatIllegalArgumentException()
          .isThrownBy(() -> RecordedLosses.step(loss, STUDENT, List.of(logits(3))))
          .withMessage(
              "The loss asked for labels \"fine\", expected one of [labels].\n"
                  + "Maybe the data set has no labels, or they have another name.");
    }
  }

  @Nested
  @DisplayName("recorded")
  class AsProgram {
    @Test
    @DisplayName("reports total, soft and hard, in that order")
    void terms() {
      Recording recording =
          RecordedLosses.step(DistillationLoss.of(4, 0.7), STUDENT, List.of(logits(3)));

      assertThat(recording.outputs().keySet()).containsExactly("total", "soft", "hard");
    }

    @Test
    @DisplayName("takes T and α as numbers of each step, so that a schedule recompiles nothing")
    void scalars() {
      Recording recording =
          RecordedLosses.step(
              DistillationLoss.of(Schedule.linear(8, 4), Schedule.linear(1, 0)),
              STUDENT,
              List.of(logits(3)));

      double[] values = recording.reader(0).scalars(step(5));

      assertThat(recording.scalars())
          .filteredOn(ScalarSource.Scheduled.class::isInstance)
          .hasSize(2);
      assertThat(values).contains(6.0, 0.5);
    }
  }

  @Nested
  @DisplayName("as plain cross-entropy")
  class CrossEntropy {
    @Test
    @DisplayName("reports total and hard, and needs no teacher")
    void terms() {
      Recording recording = RecordedLosses.step(CrossEntropyLoss.ofLabels(), STUDENT, List.of());

      assertThat(recording.outputs().keySet()).containsExactly("total", "hard");
    }

    @Test
    @DisplayName("refuses a student without the head or with logits of one class")
    void heads() {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  RecordedLosses.step(
                      CrossEntropyLoss.ofLabels(), Student.of("scores", 3), List.of()))
          .withMessageStartingWith(
              "The student has no output \"logits\", expected one of [scores].");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  RecordedLosses.step(
                      CrossEntropyLoss.ofLabels(), Student.of("logits", 1), List.of()))
          .withMessageStartingWith("Output \"logits\" of the student has shape (4, 1)");
    }
  }

  /** The step that comes after some others, of ten. */
  private static StepInput step(long before) {
    Batch batch =
        new Batch(
            new long[1],
            HostTensor.ofFloats(Shape.of(1, 3), 1, 2, 3),
            Map.of(Batch.LABELS, HostTensor.ofInts(Shape.of(1), 0)));
    return new StepInput(List.of(new MicroBatch(batch, List.of())), new Progress(before, 10));
  }
}
