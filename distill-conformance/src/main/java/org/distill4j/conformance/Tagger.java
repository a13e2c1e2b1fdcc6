package org.distill4j.conformance;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.LearnedPositions;
import org.distill4j.core.layer.MeanPool;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.layer.TransformerBlock;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.model.ModelInputs;
import org.distill4j.core.model.Models;
import org.distill4j.data.Batch;
import org.distill4j.loss.Weighting;
import org.distill4j.model.Layer;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Sgd;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/** A small transformer that classifies each token of sequences of mixed lengths. */
final class Tagger {
  static final String IDS = "ids";
  static final String MASK = "mask";
  static final int LONGEST = 9;

  private static final int CLASSES = 3;
  private static final int WIDTH = 8;
  private static final int VOCABULARY = 10;
  private static final int STEPS = 100;
  private static final TensorSpec TOKENS = TensorSpec.freeInts("length");
  private static final Sequential TRUNK =
      Sequential.of(
          Embedding.of(VOCABULARY, WIDTH),
          LearnedPositions.of(LONGEST, WIDTH),
          TransformerBlock.of(WIDTH, 2).withPadding(MASK));

  private Tagger() {}

  private static ModelInputs inputs() {
    return ModelInputs.of(IDS, TOKENS).and(MASK, TOKENS);
  }

  /** Logits (batch, length, classes). */
  static Model model() {
    return Models.of(inputs(), TRUNK.then(Dense.of(WIDTH, CLASSES)));
  }

  /** Logits (batch, classes) of the mean over the tokens. */
  static Model pooled() {
    Layer mean = MeanPool.masked(MASK);
    return Models.of(inputs(), TRUNK.then("mean", mean).then(Dense.of(WIDTH, CLASSES)));
  }

  /** Distilled over the tokens that have a label. */
  static TrainingProblem problem() {
    StepSignature signature =
        new StepSignature(
            Map.of(Batch.LABELS, TOKENS),
            List.of(
                Map.of(
                    Outputs.LOGITS,
                    new TensorSpec(
                        DType.FLOAT32, Shape.free("length").append(Shape.of(CLASSES))))));
    DistillationLoss loss = DistillationLoss.of(2, 0.6).weighted(Weighting.labelled(Batch.LABELS));
    return new TrainingProblem(
        TrainingProblems.spec(model(), loss, signature, Sgd.of(0.1)), step -> step(step, 6));
  }

  /**
   * Returns a step of six sequences, in micro-batches of at most some rows; its length depends on
   * it.
   */
  static StepInput step(int index, int rows) {
    int length = List.of(3, LONGEST, 4, 3).get(index % 4);
    long seed = 500L + 10L * index;
    HostTensor logits = SeededValues.between(-4, 4, seed + 3, 6, length, CLASSES);
    return StepInput.split(
        batch(seed, length), List.of(Predictions.logits(logits)), new Progress(index, STEPS), rows);
  }

  /** Sequence i has min(i + 1, length) tokens; the others are padding and have no label. */
  static Batch batch(long seed, int length) {
    HostTensor ids = SeededValues.ints(0, VOCABULARY, seed, 6, length);
    HostTensor labels = SeededValues.ints(-1, CLASSES, seed + 1, 6, length);
    HostTensor mask = HostTensor.allocate(TensorSpec.ints(6, length));
    for (int row = 0; row < 6; row++) {
      for (int token = 0; token < length; token++) {
        int place = row * length + token;
        if (token <= row) {
          mask.ints().put(place, 1);
        } else {
          ids.ints().put(place, 0);
          labels.ints().put(place, -1);
        }
      }
    }
    return new Batch(
        LongStream.range(0, 6).toArray(),
        Map.of(IDS, ids, MASK, mask),
        Map.of(Batch.LABELS, labels));
  }
}
