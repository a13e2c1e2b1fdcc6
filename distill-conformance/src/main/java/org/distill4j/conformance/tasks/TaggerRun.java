package org.distill4j.conformance.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.LearnedPositions;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.layer.TransformerBlock;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.metric.Average;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.model.ModelInputs;
import org.distill4j.core.model.Models;
import org.distill4j.core.teacher.FunctionTeacher;
import org.distill4j.data.Batch;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/** A class for each token of sequences of mixed lengths: its id modulo 3. */
final class TaggerRun {
  private static final int SEQUENCES = 48;
  private static final int CLASSES = 3;
  private static final int IDS = 9;
  private static final int LONGEST = 12;

  private TaggerRun() {}

  static TaskRun of() {
    TokenSequences data = data();
    return new TaskRun(
        "a class for each token",
        student(data),
        data,
        teacher(),
        DistillationLoss.of(2, 0.5),
        List.of(Metrics.accuracy(), Metrics.f1(Average.MACRO), Metrics.agreement()),
        Map.of("accuracy", 0.95, "f1Macro", 0.95, "agreement", 0.95));
  }

  /** Each fourth token has no label. */
  private static TokenSequences data() {
    SplittableRandom random = new SplittableRandom(1);
    List<int[]> sequences = new ArrayList<>();
    List<int[]> tags = new ArrayList<>();
    for (int i = 0; i < SEQUENCES; i++) {
      int[] ids = random.ints(1 + random.nextInt(LONGEST), 1, IDS).toArray();
      int[] classes = new int[ids.length];
      for (int token = 0; token < ids.length; token++) {
        classes[token] = token % 4 == 3 ? -1 : ids[token] % CLASSES;
      }
      sequences.add(ids);
      tags.add(classes);
    }
    return TokenSequences.of(sequences).withTags(tags);
  }

  private static Model student(TokenSequences data) {
    return Models.of(
        new ModelInputs(data.inputs()),
        Sequential.of(
            Embedding.of(IDS, 8),
            LearnedPositions.of(LONGEST, 8),
            TransformerBlock.of(8, 2).withPadding(TokenSequences.MASK),
            Dense.of(8, CLASSES)));
  }

  private static Teacher teacher() {
    Shape shape = Shape.free(TokenSequences.LENGTH).append(Shape.of(CLASSES));
    TensorSpec logits = new TensorSpec(DType.FLOAT32, shape);
    return FunctionTeacher.of(Map.of(Outputs.LOGITS, logits), "modulo", TaggerRun::taught);
  }

  private static Predictions taught(Batch batch) {
    HostTensor ids = batch.input(TokenSequences.IDS);
    HostTensor logits = HostTensor.allocate(DType.FLOAT32, ids.shape().append(Shape.of(CLASSES)));
    for (int i = 0; i < ids.size(); i++) {
      logits.floats().put(i * CLASSES + ids.ints().get(i) % CLASSES, 6);
    }
    return Predictions.logits(logits);
  }
}
