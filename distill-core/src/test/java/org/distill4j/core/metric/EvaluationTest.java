package org.distill4j.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.teacher.FunctionTeacher;
import org.distill4j.data.Dataset;
import org.distill4j.model.InputNames;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An evaluation")
class EvaluationTest {
  private final List<Integer> asked = new ArrayList<>();
  private final Predictor echo =
      new Predictor() {
        @Override
        public Predictions predict(Map<String, HostTensor> inputs) {
          asked.add(InputNames.only(inputs).shape().dim(0));
          return Predictions.logits(InputNames.only(inputs));
        }

        @Override
        public void close() {}
      };

  @Test
  @DisplayName("goes over all examples once, in batches of 256 and a shorter one")
  void batches() {
    Map<String, Double> values =
        Evaluation.evaluate(
            echo, data(600), List.of(), List.of(Metrics.accuracy(), Metrics.errors()));

    assertThat(asked).containsExactly(256, 256, 88);
    assertThat(values).containsExactly(entry("accuracy", 0.75), entry("errors", 150.0));
  }

  @Test
  @DisplayName("asks teachers only if a metric reads their outputs")
  void teachers() {
    List<Integer> taught = new ArrayList<>();
    Teacher teacher =
        FunctionTeacher.of(
            Map.of(),
            "echo",
            batch -> {
              taught.add(batch.size());
              return Predictions.logits(batch.input());
            });

    Evaluation.evaluate(echo, data(8), List.of(teacher), List.of(Metrics.accuracy()));
    assertThat(taught).isEmpty();

    assertThat(Evaluation.evaluate(echo, data(8), List.of(teacher), List.of(Metrics.agreement())))
        .containsExactly(entry("agreement", 1.0));
    assertThat(taught).containsExactly(8);
  }

  @Test
  @DisplayName("of nothing runs nothing")
  void noMetrics() {
    assertThat(Evaluation.evaluate(echo, data(8), List.of(), List.of())).isEmpty();
    assertThat(asked).isEmpty();
  }

  /** Inputs that are logits of class 0 or 1 by turns, a quarter of them labelled wrong. */
  private static Dataset data(int examples) {
    float[] logits = new float[2 * examples];
    int[] labels = new int[examples];
    for (int i = 0; i < examples; i++) {
      logits[2 * i + i % 2] = 1;
      labels[i] = i % 4 == 0 ? 1 - i % 2 : i % 2;
    }
    return InMemoryDataset.of(
        HostTensor.ofFloats(Shape.of(examples, 2), logits),
        HostTensor.ofInts(Shape.of(examples), labels));
  }
}
