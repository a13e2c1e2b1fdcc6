package org.distill4j.spark.example;

import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.model.Models;
import org.distill4j.core.rounds.TrainingCode;
import org.distill4j.loss.Loss;
import org.distill4j.model.Model;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Optimizer;

/**
 * The student: a network of two layers that learns from the teacher and from labels.
 *
 * @param hidden the width of its hidden layer
 * @param temperature the temperature of the soft targets
 * @param alpha the weight of the soft term
 * @param rate the learning rate
 */
public record DigitsStudent(int hidden, double temperature, double alpha, double rate)
    implements TrainingCode {
  @Override
  public Model model() {
    return Models.mlp(784, hidden, 10);
  }

  @Override
  public Loss loss() {
    return DistillationLoss.of(temperature, alpha);
  }

  @Override
  public Optimizer optimizer() {
    return Adam.of(rate);
  }
}
