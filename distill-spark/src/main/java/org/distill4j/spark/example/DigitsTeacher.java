package org.distill4j.spark.example;

import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.model.Models;
import org.distill4j.core.rounds.TrainingCode;
import org.distill4j.loss.Loss;
import org.distill4j.model.Model;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Optimizer;

/**
 * The teacher: a network of three layers that learns from labels.
 *
 * @param first the width of its first hidden layer
 * @param second the width of its second hidden layer
 * @param rate the learning rate
 */
public record DigitsTeacher(int first, int second, double rate) implements TrainingCode {
  @Override
  public Model model() {
    return Models.mlp(784, first, second, 10);
  }

  @Override
  public Loss loss() {
    return CrossEntropyLoss.ofLabels();
  }

  @Override
  public Optimizer optimizer() {
    return Adam.of(rate);
  }
}
