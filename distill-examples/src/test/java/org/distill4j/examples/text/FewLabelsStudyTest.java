package org.distill4j.examples.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.distill4j.examples.text.FewLabelsStudy.ACCURACY;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.model.SentenceModel;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.examples.trial.SmallStudies;
import org.distill4j.examples.trial.StudyResults;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The study of few labels")
class FewLabelsStudyTest {
  private static final int WORDS = 400;
  private static final int LENGTH = 3;

  /** Words of odd numbers are of class 1; the encoder knows that, and the student has to learn. */
  private static Dataset texts(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] ids = new int[count * LENGTH];
    int[] mask = new int[count * LENGTH];
    float[] embeddings = new float[count * 2];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = random.nextInt(2);
      embeddings[2 * i + labels[i]] = 1;
      for (int j = 0; j < LENGTH; j++) {
        ids[i * LENGTH + j] = 2 * random.nextInt(WORDS / 2) + labels[i];
        mask[i * LENGTH + j] = 1;
      }
    }
    Map<String, HostTensor> inputs = new LinkedHashMap<>();
    inputs.put(TokenSequences.IDS, HostTensor.ofInts(Shape.of(count, LENGTH), ids));
    inputs.put(TokenSequences.MASK, HostTensor.ofInts(Shape.of(count, LENGTH), mask));
    inputs.put(SentenceModel.EMBEDDING, HostTensor.ofFloats(Shape.of(count, 2), embeddings));
    return InMemoryDataset.of(
        inputs, Map.of(Batch.LABELS, HostTensor.ofInts(Shape.of(count), labels)));
  }

  @Test
  @DisplayName("measures each way of learning; the head's answers to all texts help the student")
  void run() {
    LabelledTexts texts = new LabelledTexts(texts(640, 1), texts(64, 2), texts(256, 3), WORDS);
    StudyResults trials = SmallStudies.on(bench -> new FewLabelsStudy(16, 10).run(bench, texts, 0));

    assertThat(trials.values(FewLabelsStudy.HEAD, ACCURACY)).containsExactly(1.0);
    double alone = trials.values(FewLabelsStudy.ALONE, ACCURACY).get(0);
    assertThat(trials.values(FewLabelsStudy.SOFT, ACCURACY).get(0)).isGreaterThan(alone + 0.1);
    assertThat(trials.values(FewLabelsStudy.HARD, ACCURACY).get(0)).isGreaterThan(alone + 0.1);
    assertThat(trials.values(FewLabelsStudy.ALL, ACCURACY)).hasSize(1);
    assertThat(trials.table()).contains(FewLabelsStudy.ALONE, "seed by seed");
  }
}
