package org.distill4j.examples.multitask;

import static org.assertj.core.api.Assertions.assertThat;

import org.distill4j.core.data.Labels;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.examples.mnist.Mnist;
import org.distill4j.examples.trial.SmallStudies;
import org.distill4j.examples.trial.StudyResults;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The study of one task out of many, on a few digits,")
class MultiTaskStudyTest {
  private static double accuracy(StudyResults trials, String model) {
    return trials.values(model, MultiTaskStudy.ACCURACY).get(0);
  }

  @Test
  @DisplayName("shows that few labels and a teacher are better than few labels alone")
  void fewLabels() {
    StudyResults trials = SmallStudies.run(new MultiTaskStudy(DigitTask.DIGIT, 20));

    assertThat(accuracy(trials, "distilled, 1 % of labels"))
        .isGreaterThan(accuracy(trials, "alone, 1 % of labels"));
    assertThat(accuracy(trials, "teacher's digit head")).isGreaterThan(0.5);
    assertThat(trials.values("alone, 100 % of labels", MultiTaskStudy.AGREEMENT)).hasSize(1);
    assertThat(trials.values("distilled, 100 % of labels", MultiTaskStudy.CROSS_ENTROPY))
        .hasSize(1);
  }

  @Test
  @DisplayName("derives the labels of each task from the digits")
  void tasks() {
    Mnist digits = Mnist.embedded();
    Dataset all = MultiTaskTeacher.labelled(digits.test());
    int[] digit = Labels.read(all, Batch.LABELS);
    int[] odd = Labels.read(all, "parity");
    int[] large = Labels.read(all, "large");

    assertThat(Labels.read(all, "digit")).isEqualTo(digit);
    for (int i = 0; i < digit.length; i++) {
      assertThat(odd[i]).isEqualTo(digit[i] % 2);
      assertThat(large[i]).isEqualTo(digit[i] >= 5 ? 1 : 0);
    }
    assertThat(Labels.read(DigitTask.PARITY.alone(digits.test()), Batch.LABELS)).isEqualTo(odd);
  }
}
