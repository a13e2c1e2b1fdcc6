package org.distill4j.examples.letter;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.distill4j.core.teacher.FunctionTeacher;
import org.distill4j.core.teacher.ProbabilityTeacher;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.GiniIndex;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Extremely randomised trees (Geurts, Ernst and Wehenkel 2006) of Tribuo as a teacher. */
final class ForestTeacher {
  private static final String[] NAMES =
      IntStream.range(0, Letters.COLUMNS).mapToObj("c%02d"::formatted).toArray(String[]::new);

  private static final LabelFactory FACTORY = new LabelFactory();

  /** The number of columns that a split chooses from: their square root. */
  private static final float COLUMNS_A_SPLIT = 0.25f;

  private ForestTeacher() {}

  /** Trains trees; their probabilities come as logits. */
  static Teacher train(Dataset letters, int trees, long seed) {
    Batch all = letters.batch(IntStream.range(0, letters.size()).toArray());
    float[] values = all.input().toFloatArray();
    int[] labels = all.labels(Batch.LABELS).toIntArray();
    MutableDataset<Label> examples =
        new MutableDataset<>(new SimpleDataSourceProvenance("letters", FACTORY), FACTORY);
    for (int row = 0; row < labels.length; row++) {
      examples.add(example(values, row, new Label(Integer.toString(labels[row]))));
    }
    List<Model<Label>> forest =
        IntStream.range(0, trees)
            .parallel()
            .<Model<Label>>mapToObj(tree -> tree(seed * trees + tree).train(examples))
            .toList();
    return ProbabilityTeacher.softmax(
        FunctionTeacher.of(
            Map.of(Outputs.LOGITS, TensorSpec.floats(Letters.CLASSES)),
            "forest of " + trees + " trees, seed " + seed + ", on " + letters.fingerprint(),
            batch -> predict(forest, batch)));
  }

  /** Each tree sees all examples, and splits at random places of columns drawn at random. */
  private static CARTClassificationTrainer tree(long seed) {
    return new CARTClassificationTrainer(
        Integer.MAX_VALUE, 1, 0, COLUMNS_A_SPLIT, true, new GiniIndex(), seed);
  }

  /** The mean of the trees' probabilities. */
  private static Predictions predict(List<Model<Label>> forest, Batch batch) {
    float[] values = batch.input().toFloatArray();
    HostTensor probabilities =
        HostTensor.allocate(TensorSpec.floats(batch.size(), Letters.CLASSES));
    IntStream.range(0, batch.size())
        .parallel()
        .forEach(
            row -> {
              Example<Label> example = example(values, row, LabelFactory.UNKNOWN_LABEL);
              float[] mean = new float[Letters.CLASSES];
              for (Model<Label> tree : forest) {
                tree.predict(example)
                    .getOutputScores()
                    .forEach(
                        (name, label) ->
                            mean[Integer.parseInt(name)] +=
                                (float) (label.getScore() / forest.size()));
              }
              probabilities.floats().put(row * Letters.CLASSES, mean);
            });
    return Predictions.of(Map.of(Outputs.LOGITS, probabilities));
  }

  private static Example<Label> example(float[] values, int row, Label label) {
    double[] own =
        IntStream.range(0, Letters.COLUMNS)
            .mapToDouble(column -> values[row * Letters.COLUMNS + column])
            .toArray();
    return new ArrayExample<>(label, NAMES, own);
  }
}
