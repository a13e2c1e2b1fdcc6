package org.distill4j.examples.multitask;

import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.loss.WeightedLosses;
import org.distill4j.core.model.Models;
import org.distill4j.data.Dataset;
import org.distill4j.loss.Loss;
import org.distill4j.model.Layer;
import org.distill4j.model.Model;
import org.distill4j.tensor.TensorSpec;

/** The teacher: one trunk and a head for each task, trained on all of them at once. */
final class MultiTaskTeacher {
  private MultiTaskTeacher() {}

  static Model model() {
    Map<String, Layer> heads = new LinkedHashMap<>();
    for (DigitTask task : DigitTask.values()) {
      heads.put(task.head(), Dense.of(256, task.classes()));
    }
    Sequential trunk =
        Sequential.of(Dense.of(784, 512), Activation.RELU, Dense.of(512, 256), Activation.RELU);
    return Models.heads(TensorSpec.floats(784), trunk, heads);
  }

  /** The sum of the heads' cross-entropies; each is reported under its head's name. */
  static Loss loss() {
    return WeightedLosses.of(DigitTask.DIGIT.head(), crossEntropy(DigitTask.DIGIT), 1)
        .and(DigitTask.PARITY.head(), crossEntropy(DigitTask.PARITY), 1)
        .and(DigitTask.LARGE.head(), crossEntropy(DigitTask.LARGE), 1);
  }

  private static Loss crossEntropy(DigitTask task) {
    return new CrossEntropyLoss(task.head(), task.head());
  }

  static Dataset labelled(Dataset digits) {
    Dataset data = digits;
    for (DigitTask task : DigitTask.values()) {
      data = task.beside(data);
    }
    return data;
  }
}
