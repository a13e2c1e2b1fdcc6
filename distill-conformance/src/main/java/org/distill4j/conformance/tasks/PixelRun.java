package org.distill4j.conformance.tasks;

import java.util.List;
import java.util.Map;
import org.distill4j.core.data.IgnoredLabels;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.ChannelsLast;
import org.distill4j.core.layer.Conv2d;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.model.Models;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.loss.Weighting;
import org.distill4j.model.Model;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/** A class for each pixel, with unlabelled borders, and weighted pictures. */
final class PixelRun {
  private static final int EXAMPLES = 64;
  private static final int SIDE = 5;

  private PixelRun() {}

  static TaskRun of() {
    return new TaskRun(
        "a class for each pixel",
        student(),
        data(),
        RuleTeachers.teacher(PixelRun::pixels, SIDE, SIDE, 2),
        DistillationLoss.of(2, 0.5).withClassWeights(1, 2).weighted(Weighting.by("weight")),
        List.of(Metrics.iou(), Metrics.agreement(), Metrics.weighted(Metrics.accuracy(), "weight")),
        Map.of("iou", 0.9, "agreement", 0.9, "accuracy.weight", 0.9));
  }

  /** A pixel is of the class 1 where it and the one right of it add up to more than 0. */
  private static float[] pixels(float... image) {
    float[] logits = new float[2 * image.length];
    for (int i = 0; i < image.length; i++) {
      float next = i % SIDE == SIDE - 1 ? 0 : image[i + 1];
      logits[2 * i + 1] = 6 * (image[i] + next);
    }
    return logits;
  }

  private static Model student() {
    return Models.of(
        Shape.of(1, SIDE, SIDE),
        Sequential.of(
            Conv2d.of(1, 4, 3).withPadding(1),
            Activation.RELU,
            Conv2d.of(4, 2, 1),
            new ChannelsLast()));
  }

  private static Dataset data() {
    HostTensor images = RuleTeachers.random(1, EXAMPLES, 1, SIDE, SIDE);
    int[] labels = new int[EXAMPLES * SIDE * SIDE];
    float[] weights = new float[EXAMPLES];
    for (int example = 0; example < EXAMPLES; example++) {
      float[] logits = RuleTeachers.outputs(PixelRun::pixels, images, example);
      weights[example] = 1 + example % 3;
      for (int i = 0; i < SIDE * SIDE; i++) {
        int label = logits[2 * i + 1] > 0 ? 1 : 0;
        labels[example * SIDE * SIDE + i] = i % SIDE == 0 ? 255 : label;
      }
    }
    HostTensor classes = HostTensor.ofInts(Shape.of(EXAMPLES, SIDE, SIDE), labels);
    HostTensor weight = HostTensor.ofFloats(Shape.of(EXAMPLES), weights);
    return IgnoredLabels.of(
        InMemoryDataset.of(images, Map.of(Batch.LABELS, classes, "weight", weight)),
        Batch.LABELS,
        255);
  }
}
