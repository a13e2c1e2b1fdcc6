package org.distill4j.examples.letter;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.core.compression.MagnitudePruning;
import org.distill4j.core.compression.MaskedModel;
import org.distill4j.core.compression.Quantization;
import org.distill4j.core.compression.QuantizedModel;
import org.distill4j.core.compression.UnitPruning;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.model.Models;
import org.distill4j.data.Dataset;
import org.distill4j.examples.trial.Study;
import org.distill4j.examples.trial.StudyColumn;
import org.distill4j.examples.trial.StudyEngine;
import org.distill4j.examples.trial.StudyResults;
import org.distill4j.loss.Loss;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Schedule;
import org.distill4j.optim.Sgd;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.Shape;
import org.distill4j.train.TrainingPlan;

/**
 * How small a student can get: its weights are rounded to fewer and fewer bits, without training
 * and with it, on labels alone and against the teacher; and single weights or whole units are left
 * out.
 */
final class BitsStudy implements Study<Letters> {
  static final StudyColumn ACCURACY = LetterStudy.ACCURACY;
  static final StudyColumn CROSS_ENTROPY = LetterStudy.CROSS_ENTROPY;
  static final StudyColumn BYTES = new StudyColumn("bytes", "size", StudyColumn.Unit.KILOBYTES);

  static final String TEACHER = "teacher";
  static final String FLOAT = "float32";
  static final String LONGER = "float32, trained on";
  static final String LABELS = "float32, on labels";
  static final List<Integer> BITS = List.of(8, 6, 5, 4, 3, 2);
  static final List<Double> SHARES = List.of(0.5, 0.75, 0.9);

  private static final int BATCH = 64;
  private static final int ROUNDS = 4;
  private static final double RATE = 4e-3;

  private final int width;
  private final int labelled;
  private final int epochs;
  private final int epochsAfter;

  BitsStudy(int width, int labelled, int epochs, int epochsAfter) {
    this.width = width;
    this.labelled = labelled;
    this.epochs = epochs;
    this.epochsAfter = epochsAfter;
  }

  static String untrained(int bits) {
    return bits + " bits, without training";
  }

  static String onLabels(int bits) {
    return bits + " bits, on labels";
  }

  static String distilled(int bits) {
    return bits + " bits, distilled";
  }

  static String masked(double share) {
    return String.format(Locale.ROOT, "%.0f %% of weights off, distilled", 100 * share);
  }

  static String withoutUnits(double share) {
    return String.format(Locale.ROOT, "%.0f %% of units out, distilled", 100 * share);
  }

  static String narrow(double share) {
    return String.format(Locale.ROOT, "%.0f %% of units from the start", 100 * (1 - share));
  }

  @Override
  public StudyResults run(StudyEngine bench, Letters letters, long... seeds) {
    StudyResults results = new StudyResults(ACCURACY, CROSS_ENTROPY, BYTES).comparedWith(LONGER);
    for (long seed : seeds) {
      new Run(bench, letters, results, seed).run();
    }
    return results;
  }

  private Sequential layers(int units) {
    return Sequential.of(
        Dense.of(Letters.COLUMNS, units), Activation.RELU, Dense.of(units, Letters.CLASSES));
  }

  private static Model model(Sequential layers) {
    return Models.of(Shape.of(Letters.COLUMNS), layers);
  }

  /** The study from one seed. */
  private final class Run {
    private final StudyEngine bench;
    private final StudyResults results;
    private final long seed;
    private final Dataset learn;
    private final Dataset test;

    Run(StudyEngine bench, Letters letters, StudyResults results, long seed) {
      this.bench = bench;
      this.results = results;
      this.seed = seed;
      this.learn = letters.learn(labelled, seed);
      this.test = letters.test();
    }

    void run() {
      Model large = Models.mlp(Letters.COLUMNS, 8 * width, Letters.CLASSES);
      Weights taught =
          bench.train(TEACHER, plan(large, epochs, RATE).loss(CrossEntropyLoss.ofLabels()));
      add(TEACHER, large, taught, 4.0 * taught.size());
      Teacher teacher = CachedTeacher.inMemory(bench.teacher(large, taught), learn);
      Sequential layers = layers(width);
      Weights student = distil(FLOAT, model(layers), teacher, epochs);
      add(FLOAT, model(layers), student, 4.0 * student.size());
      TrainingPlan.Builder longer =
          after(model(layers), epochsAfter, student).teacher(teacher).loss(objective());
      Weights trainedOn = bench.train(LONGER, longer);
      add(LONGER, model(layers), trainedOn, 4.0 * trainedOn.size());
      TrainingPlan.Builder alone =
          plan(model(layers), epochs + epochsAfter, RATE).loss(CrossEntropyLoss.ofLabels());
      add(LABELS, model(layers), bench.train(LABELS, alone), 4.0 * trainedOn.size());
      BITS.forEach(bits -> roundAfter(bits, model(layers), trainedOn));
      BITS.forEach(bits -> round(bits, model(layers), student, teacher));
      SHARES.forEach(share -> mask(share, model(layers), student, teacher));
      SHARES.forEach(share -> leaveOut(share, layers, student, teacher));
    }

    private TrainingPlan.Builder plan(Model model, int passes, double rate) {
      return TrainingPlan.of(model, learn)
          .optimizer(Adam.of(Schedule.cosine(rate, 0)))
          .epochs(passes)
          .batchSize(BATCH)
          .seed(seed);
    }

    private Loss objective() {
      return DistillationLoss.of(1, 0.9);
    }

    private Weights distil(String name, Model model, Teacher teacher, int passes) {
      return bench.train(name, plan(model, passes, RATE).teacher(teacher).loss(objective()));
    }

    private TrainingPlan.Builder after(Model model, int passes, Weights start) {
      return plan(model, passes, RATE).initialWeights(start);
    }

    /** What was trained as long as the others is rounded in the end. */
    private void roundAfter(int bits, Model model, Weights trained) {
      QuantizedModel observed =
          new QuantizedModel(model, new Quantization(bits, 8, Quantization.Scales.OBSERVED));
      // Nothing but the ranges of activations changes at the rate 0.
      TrainingPlan.Builder ranges =
          after(observed, 1, observed.starting(trained))
              .loss(CrossEntropyLoss.ofLabels())
              .optimizer(Sgd.of(0));
      Weights rounded = bench.train(untrained(bits), ranges);
      add(untrained(bits), observed, rounded, bytes(trained, bits));
    }

    private void round(int bits, Model model, Weights student, Teacher teacher) {
      QuantizedModel learned = new QuantizedModel(model, Quantization.learned(bits, 8));
      Weights begin = learned.starting(student);
      double bytes = bytes(student, bits);
      TrainingPlan.Builder labels =
          after(learned, epochsAfter, begin).loss(CrossEntropyLoss.ofLabels());
      add(onLabels(bits), learned, bench.train(onLabels(bits), labels), bytes);
      TrainingPlan.Builder taught =
          after(learned, epochsAfter, begin).teacher(teacher).loss(objective());
      add(distilled(bits), learned, bench.train(distilled(bits), taught), bytes);
    }

    private void mask(double share, Model model, Weights student, Teacher teacher) {
      MaskedModel masked = new MaskedModel(model);
      MagnitudePruning pruning = MagnitudePruning.of(share, ROUNDS);
      Weights weights = masked.starting(student);
      int passes = Math.max(1, epochsAfter / ROUNDS);
      for (int round = 1; round <= ROUNDS; round++) {
        Weights fewer = pruning.prune(weights, pruning.sparsityAfter(round));
        weights =
            bench.train(
                masked(share), after(masked, passes, fewer).teacher(teacher).loss(objective()));
      }
      add(masked(share), masked, weights, sparseBytes(masked.plain(weights)));
    }

    private void leaveOut(double share, Sequential layers, Weights student, Teacher teacher) {
      UnitPruning.Pruned pruned = UnitPruning.prune(layers, student, share);
      Model smaller = model(pruned.layers());
      Weights weights =
          bench.train(
              withoutUnits(share),
              after(smaller, epochsAfter, pruned.weights()).teacher(teacher).loss(objective()));
      add(withoutUnits(share), smaller, weights, 4.0 * weights.size());
      Weights fresh = distil(narrow(share), smaller, teacher, epochs + epochsAfter);
      add(narrow(share), smaller, fresh, 4.0 * fresh.size());
    }

    private void add(String name, Model model, Weights weights, double bytes) {
      Map<String, Double> values =
          new HashMap<>(
              bench.measure(
                  model, weights, test, List.of(), Metrics.accuracy(), Metrics.crossEntropy()));
      values.put(BYTES.name(), bytes);
      results.add(name, seed, values);
    }
  }

  /** Weights of so many bits, with a scale of four bytes for each channel; biases are float32. */
  private static double bytes(Weights weights, int bits) {
    double bytes = 0;
    for (String name : weights.names()) {
      long size = weights.get(name).size();
      boolean rounded = weights.get(name).shape().rank() == 2;
      bytes +=
          rounded
              ? Math.ceil(size * bits / 8.0) + 4.0 * weights.get(name).shape().dim(1)
              : 4.0 * size;
    }
    return bytes;
  }

  /** A bit for each weight, and four bytes for each that is not 0. */
  private static double sparseBytes(Weights weights) {
    double bytes = 0;
    for (String name : weights.names()) {
      long count = 0;
      float[] values = weights.get(name).toFloatArray();
      for (float value : values) {
        count += value == 0 ? 0 : 1;
      }
      boolean sparse = weights.get(name).shape().rank() == 2;
      bytes += sparse ? Math.ceil(values.length / 8.0) + 4.0 * count : 4.0 * values.length;
    }
    return bytes;
  }
}
