package org.distill4j.spark;

import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.model.Models;
import org.distill4j.core.rounds.TrainingCode;
import org.distill4j.loss.Loss;
import org.distill4j.model.Model;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Optimizer;

/** A student without a teacher. */
public record LabelStudent(int hidden) implements TrainingCode {
  @Override
  public Model model() {
    return Models.mlp(SparkRows.INPUTS, hidden, SparkRows.CLASSES);
  }

  @Override
  public Loss loss() {
    return CrossEntropyLoss.ofLabels();
  }

  @Override
  public Optimizer optimizer() {
    return Adam.of(0.02);
  }
}
