package org.distill4j.conformance.tasks;

import java.util.List;
import java.util.Map;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.loss.RegressionLoss;
import org.distill4j.core.loss.SigmoidDistillationLoss;
import org.distill4j.core.loss.SigmoidDistillationLoss.Task;
import org.distill4j.core.metric.Average;
import org.distill4j.core.metric.NumberMetrics;
import org.distill4j.core.metric.SigmoidMetrics;
import org.distill4j.core.model.Models;
import org.distill4j.loss.Loss;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/** Many labels, some of them unknown, and a number. */
final class VectorRuns {
  private static final int EXAMPLES = 64;

  private VectorRuns() {}

  private static float[] sums(float... x) {
    return new float[] {6 * (x[0] + x[1]), 6 * x[2], 6 * (x[3] - x[0])};
  }

  private static float[] number(float... x) {
    return new float[] {2 * x[0] - x[1] + x[2] * x[3]};
  }

  static TaskRun manyLabels() {
    HostTensor inputs = RuleTeachers.random(2, EXAMPLES, 4);
    int[] labels = new int[EXAMPLES * 3];
    for (int i = 0; i < labels.length; i++) {
      float logit = RuleTeachers.outputs(VectorRuns::sums, inputs, i / 3)[i % 3];
      labels[i] = i % 7 == 0 ? -1 : logit > 0 ? 1 : 0;
    }
    return new TaskRun(
        "many labels",
        Models.mlp(4, 8, 3),
        InMemoryDataset.of(inputs, HostTensor.ofInts(Shape.of(EXAMPLES, 3), labels)),
        RuleTeachers.teacher(VectorRuns::sums, 3),
        SigmoidDistillationLoss.multiLabel(2, 0.5),
        List.of(
            SigmoidMetrics.f1(Task.MULTI_LABEL, Average.MACRO),
            SigmoidMetrics.exactMatch(Task.MULTI_LABEL),
            SigmoidMetrics.auroc(Task.MULTI_LABEL)),
        Map.of("multiLabelF1Macro", 0.9, "multiLabelExactMatch", 0.8, "multiLabelAuroc", 0.95));
  }

  static TaskRun numbers() {
    return numbers("a number", RegressionLoss.of(0.5));
  }

  static TaskRun numbersByHuber() {
    return numbers("a number by Huber's distance", RegressionLoss.of(0.5).withHuber(0.5));
  }

  private static TaskRun numbers(String name, Loss loss) {
    HostTensor inputs = RuleTeachers.random(3, EXAMPLES, 4);
    float[] wanted = new float[EXAMPLES];
    for (int i = 0; i < EXAMPLES; i++) {
      wanted[i] = RuleTeachers.outputs(VectorRuns::number, inputs, i)[0];
    }
    return new TaskRun(
        name,
        Models.mlp(4, 12, 1),
        InMemoryDataset.of(inputs, HostTensor.ofFloats(Shape.of(EXAMPLES), wanted)),
        RuleTeachers.teacher(VectorRuns::number, 1),
        loss,
        List.of(NumberMetrics.rmse(), NumberMetrics.r2(), NumberMetrics.spearman()),
        Map.of("r2", 0.9, "spearman", 0.9));
  }
}
