package org.distill4j.spark;

import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.model.Models;
import org.distill4j.core.rounds.TrainingCode;
import org.distill4j.loss.Loss;
import org.distill4j.model.Model;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Optimizer;

/** The student of these tests. */
public record SmallStudent(int hidden, double rate) implements TrainingCode {
  @Override
  public Model model() {
    return Models.mlp(SparkRows.INPUTS, hidden, SparkRows.CLASSES);
  }

  @Override
  public Loss loss() {
    return DistillationLoss.of(2, 0.7);
  }

  @Override
  public Optimizer optimizer() {
    return Adam.of(rate);
  }
}
