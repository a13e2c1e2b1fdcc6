package org.distill4j.spark.example;

import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.MeanPool;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.model.ModelInputs;
import org.distill4j.core.model.Models;
import org.distill4j.core.rounds.TrainingCode;
import org.distill4j.loss.Loss;
import org.distill4j.model.Model;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Optimizer;
import org.distill4j.tensor.TensorSpec;

/**
 * The student of texts: the mean of its tokens' embeddings, and a layer of two classes.
 *
 * @param words the size of the vocabulary
 * @param width the width of an embedding
 * @param rate the learning rate
 */
public record TextsStudent(int words, int width, double rate) implements TrainingCode {
  static final String MASK = TokenSequences.MASK;

  static ModelInputs inputs() {
    return ModelInputs.of(TokenSequences.IDS, TensorSpec.freeInts("length"))
        .and(MASK, TensorSpec.freeInts("length"));
  }

  @Override
  public Model model() {
    return Models.of(
        inputs(),
        Sequential.of(Embedding.of(words, width), MeanPool.masked(MASK), Dense.of(width, 2)));
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
