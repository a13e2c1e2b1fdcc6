package org.distill4j.spark.example;

import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.LearnedPositions;
import org.distill4j.core.layer.MeanPool;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.layer.TransformerBlock;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.model.Models;
import org.distill4j.core.rounds.TrainingCode;
import org.distill4j.loss.Loss;
import org.distill4j.model.Model;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Optimizer;

/**
 * The teacher of texts: a transformer of one block that learns from labels.
 *
 * @param words the size of the vocabulary
 * @param length the most tokens of a text
 * @param width the width of its vectors
 * @param rate the learning rate
 */
public record TextsTeacher(int words, int length, int width, double rate) implements TrainingCode {
  private static final int HEADS = 4;

  @Override
  public Model model() {
    return Models.of(
        TextsStudent.inputs(),
        Sequential.of(
            Embedding.of(words, width),
            LearnedPositions.of(length, width),
            TransformerBlock.of(width, HEADS).withPadding(TextsStudent.MASK),
            MeanPool.masked(TextsStudent.MASK),
            Dense.of(width, 2)));
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
