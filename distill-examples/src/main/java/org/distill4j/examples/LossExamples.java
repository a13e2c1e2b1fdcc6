package org.distill4j.examples;

import org.distill4j.backend.Session;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.loss.CosineLoss;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.loss.HintLoss;
import org.distill4j.core.loss.MiniLmLoss;
import org.distill4j.core.loss.PairwiseCosineLoss;
import org.distill4j.core.loss.SimilarityLoss;
import org.distill4j.core.loss.SoftTargetLoss;
import org.distill4j.core.loss.StandardizedLogits;
import org.distill4j.core.loss.TinyBertLoss;
import org.distill4j.core.loss.WeightedLosses;
import org.distill4j.core.model.TappedModel;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.data.Dataset;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Weighting;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Schedule;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.Tensor;
import org.distill4j.train.TrainingPlan;

/** The code of docs/losses.md, which a test keeps equal to the page. */
final class LossExamples {
  private LossExamples() {}

  static Loss sum() {
    return WeightedLosses.of("kd", DistillationLoss.of(5, 0.7), 1)
        .and("similarity", SimilarityLoss.of("relu1", "relu2"), Schedule.linear(10, 0));
  }

  static Loss standardized() {
    return WeightedLosses.of("soft", StandardizedLogits.of(SoftTargetLoss.of(2)), 9)
        .and("hard", CrossEntropyLoss.ofLabels().withLabelSmoothing(0.1), 1);
  }

  static Loss weighted() {
    return DistillationLoss.of(4, 0.7)
        .withClassWeights(1, 19)
        .weighted(Weighting.by("attention_mask"));
  }

  static TrainingPlan hint(
      Session session, Model large, Weights taught, Model student, Dataset data) {
    Teacher teacher = ModelTeacher.of(session, TappedModel.of(large, "relu2"), taught);
    Loss loss =
        WeightedLosses.of("kd", DistillationLoss.of(5, 0.7), 1)
            .and("hint", HintLoss.of("relu1", "relu2").through(Dense.of(128, 256)), 0.5);
    return TrainingPlan.of(student, data)
        .teacher(teacher)
        .loss(loss)
        .optimizer(Adam.of(1e-3))
        .build();
  }

  static Loss encoders() {
    return WeightedLosses.of(
            "embedding", CosineLoss.of("embedding", "embedding").through(Dense.of(312, 384)), 1)
        .and("pairs", PairwiseCosineLoss.of("embedding", "embedding"), 5)
        .and(
            "blocks",
            TinyBertLoss.of("layer0", "layer2").and("layer1", "layer5").through(Dense.of(312, 384)),
            1)
        .and("relations", MiniLmLoss.v2("layer1.attention", "layer5.attention", 12), 1);
  }

  static Loss custom() {
    return signals -> {
      Tensor student = signals.student().logits();
      Tensor teacher = signals.teacher().logits();
      Tensor apart = student.softmax(1).sub(teacher.softmax(1)).abs().sum(1).mul(0.5);
      Tensor variation = signals.meanOverBatch(apart);
      return LossTerms.total(variation).and("variation", variation);
    };
  }
}
