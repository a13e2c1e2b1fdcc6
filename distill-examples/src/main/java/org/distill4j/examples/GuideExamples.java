package org.distill4j.examples;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Device;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.checkpoint.Checkpoints;
import org.distill4j.core.data.CsvTable;
import org.distill4j.core.data.ImageFolder;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.data.Jitter;
import org.distill4j.core.data.MissingNumbers;
import org.distill4j.core.data.Normalization;
import org.distill4j.core.data.NpyReader;
import org.distill4j.core.data.Split;
import org.distill4j.core.data.TableColumns;
import org.distill4j.core.data.TableEncoding;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.init.Initializers;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.CategoryEmbeddings;
import org.distill4j.core.layer.ChannelsLast;
import org.distill4j.core.layer.Conv2d;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Dropout;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.LayerNorm;
import org.distill4j.core.layer.LearnedPositions;
import org.distill4j.core.layer.Residual;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.layer.TransformerBlock;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.loss.RegressionLoss;
import org.distill4j.core.loss.SigmoidDistillationLoss;
import org.distill4j.core.loss.SigmoidDistillationLoss.Task;
import org.distill4j.core.metric.Average;
import org.distill4j.core.metric.Evaluation;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.metric.NumberMetrics;
import org.distill4j.core.metric.SigmoidMetrics;
import org.distill4j.core.model.ModelInputs;
import org.distill4j.core.model.Models;
import org.distill4j.core.recipe.DistillationRecipe;
import org.distill4j.core.recipe.Recipes;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.teacher.FunctionTeacher;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.core.tune.SearchSpace;
import org.distill4j.core.tune.SizeReport;
import org.distill4j.core.tune.SizeSearch;
import org.distill4j.core.tune.StudentSize;
import org.distill4j.core.tune.SuccessiveHalving;
import org.distill4j.core.tune.Tuner;
import org.distill4j.core.tune.TuningReport;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.data.Dataset;
import org.distill4j.loss.Loss;
import org.distill4j.loss.Weighting;
import org.distill4j.model.Layer;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.optim.AdamW;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.Schedule;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.EarlyStopping;
import org.distill4j.train.Metric;
import org.distill4j.train.StopSignal;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;

/** The code of docs/guide.md, which a test keeps equal to the page. */
final class GuideExamples {
  private GuideExamples() {}

  static Dataset arrays(float[] measured, int[] classes) {
    HostTensor inputs = HostTensor.ofFloats(Shape.of(classes.length, 4), measured);
    return InMemoryDataset.of(inputs, HostTensor.ofInts(Shape.of(classes.length), classes));
  }

  static List<Dataset> files(Path table, Path array, Path answers, Path pictures) {
    Dataset rows = CsvTable.of("species").withClasses("cat", "dog").read(table);
    Dataset samples =
        NpyReader.dataset(NpyReader.read(array), NpyReader.read(answers), Normalization.unit());
    Dataset photos =
        ImageFolder.resized(32, 32, ImageFolder.Colour.RGB)
            .read(pictures, Normalization.centered());
    return List.of(rows, samples, photos);
  }

  static List<Dataset> customers(Path training, Path validation, Path student) {
    CsvTable table = CsvTable.of("bought");
    TableColumns columns = TableColumns.of("city", "plan").withMissing(MissingNumbers.INDICATED);
    TableEncoding encoding = columns.learn(table, training);
    encoding.write(TableEncoding.beside(student));
    return List.of(encoding.encode(table, training), encoding.encode(table, validation));
  }

  static Model ofCustomers(TableEncoding encoding) {
    int width = encoding.numbers() + 4 * encoding.categories().length;
    return Models.of(
        Shape.of(encoding.width()),
        Sequential.of(
            CategoryEmbeddings.of(encoding.numbers(), 4, encoding.categories()),
            Dense.of(width, 16),
            Activation.RELU,
            Dense.of(16, 2)));
  }

  static Predictions serve(Predictor student, Path weights, Map<String, String> customer) {
    TableEncoding encoding = TableEncoding.read(TableEncoding.beside(weights));
    return student.predict(encoding.encode(List.of(customer)));
  }

  static Layer gated(int width) {
    return (scope, input) -> {
      Tensor gate = scope.run("gate", Dense.of(width, width), input).sigmoid();
      Tensor scale = scope.parameter("scale", Shape.of(width), Initializers.ones());
      return input.mul(gate).mul(scale);
    };
  }

  static Model student(int classes) {
    return Models.of(
        Shape.of(4),
        Sequential.of(
            Dense.of(4, 16),
            LayerNorm.of(16),
            Residual.of(Sequential.of(Dense.of(16, 16), Activation.GELU, Dropout.of(0.1))),
            gated(16),
            Dense.of(16, classes)));
  }

  static Teacher rule() {
    return FunctionTeacher.of(
        Map.of("logits", TensorSpec.floats(2)),
        "tall when the first value is above 1.8, version 1",
        batch -> {
          float[] logits = new float[2 * batch.size()];
          for (int row = 0; row < batch.size(); row++) {
            logits[2 * row + 1] = 10 * (batch.input().floats().get(4 * row) - 1.8f);
          }
          return Predictions.logits(HostTensor.ofFloats(Shape.of(batch.size(), 2), logits));
        });
  }

  static Map<Loss, Metric> tasks() {
    return Map.of(
        DistillationLoss.of(2, 0.5).withClassWeights(1, 19).weighted(Weighting.by("weight")),
        Metrics.iou(),
        SigmoidDistillationLoss.multiLabel(2, 0.5),
        SigmoidMetrics.f1(Task.MULTI_LABEL, Average.MACRO),
        RegressionLoss.of(0.5).withHuber(1),
        NumberMetrics.r2());
  }

  static Model tagger(int vocabulary, int longest, int tags) {
    return Models.of(
        ModelInputs.of("input_ids", TensorSpec.freeInts("length"))
            .and("attention_mask", TensorSpec.freeInts("length")),
        Sequential.of(
            Embedding.of(vocabulary, 32),
            LearnedPositions.of(longest, 32),
            TransformerBlock.of(32, 4).withPadding("attention_mask"),
            Dense.of(32, tags)));
  }

  static Dataset sentences(List<int[]> ids, List<int[]> tags) {
    return TokenSequences.of(ids).withTags(tags).truncated(128);
  }

  static Model segmenter() {
    return Models.of(
        Shape.of(3, 32, 32),
        Sequential.of(
            Conv2d.of(3, 8, 3).withPadding(1),
            Activation.RELU,
            Conv2d.of(8, 2, 1),
            new ChannelsLast()));
  }

  static TrainingPlan plan(
      Model student, Dataset training, Dataset validation, Teacher teacher, StopSignal stop) {
    return TrainingPlan.of(student, training)
        .teacher(teacher)
        .loss(DistillationLoss.of(4, 0.7))
        .optimizer(AdamW.of(Schedule.cosine(5e-3, 1e-5).warmup(20), 0.01))
        .clipping(Clipping.byNorm(1))
        .batchSize(64)
        .microBatchSize(32)
        .epochs(50)
        .validation(validation, Metrics.accuracy(), Metrics.agreement(), Metrics.klToTeacher())
        .earlyStopping(new EarlyStopping(10))
        .keep(TrainingPlan.Keep.BEST)
        .seed(7)
        .stop(stop)
        .listener(
            event -> {
              if (event instanceof TrainingEvent.EpochCompleted epoch) {
                System.out.println(epoch.report().metrics());
              }
            })
        .build();
  }

  static TrainingReport train(TrainingPlan plan, Path folder) {
    Device device = Device.parse("cpu");
    SessionOptions options = SessionOptions.defaults().withDevice(device);
    try (Session session = Backends.find().choose(Optional.of("java")).open(options)) {
      Checkpoints checkpoints = Checkpoints.resume(folder).every(Duration.ofMinutes(5)).keeping(3);
      return new SessionTrainer(session).withCheckpoints(checkpoints).train(plan);
    }
  }

  static Map<String, Double> measure(Session session, Model student, Path file, Dataset test) {
    Weights weights = WeightsFile.read(file);
    try (Predictor predictor = ModelPredictor.open(session, student, weights)) {
      return Evaluation.evaluate(
          predictor,
          test,
          List.of(),
          List.of(Metrics.accuracy(), Metrics.errors(), Metrics.calibrationError()));
    }
  }

  static TrainingPlan recipe(Model student, Teacher teacher, Dataset pictures, Dataset validation) {
    DistillationRecipe recipe =
        Recipes.patient().withEpochs(90, 64).withCopies(new Jitter(Shape.of(1, 28, 28), 2, 0), 9);
    return recipe
        .plan(student, teacher, pictures, 7)
        .validation(validation, Metrics.accuracy())
        .build();
  }

  static TuningReport settings(
      Session session, Path folder, Model student, Teacher teacher, Dataset examples) {
    Split split = Split.random(examples, 0.9, 0);
    SearchSpace space =
        SearchSpace.of(List.of(1.0, 2.0, 4.0), List.of(0.5, 0.9), List.of(1e-3, 4e-3));
    SuccessiveHalving halving = new SuccessiveHalving(12, 2, 3, 18);
    return new Tuner(session, folder)
        .tune(
            space,
            halving,
            0,
            settings ->
                Recipes.patient()
                    .withObjective(settings.get("temperature"), settings.get("alpha"))
                    .withLearningRate(settings.get("learningRate"))
                    .withEpochs(halving.epochs(), 64)
                    .plan(student, teacher, split.first(), 0)
                    .validation(split.second(), Metrics.accuracy()));
  }

  static Optional<StudentSize> size(
      Session session, Path folder, Teacher teacher, Dataset examples) {
    Split split = Split.random(examples, 0.9, 0);
    Map<String, Model> students = new LinkedHashMap<>();
    for (int width : new int[] {8, 16, 32, 64}) {
      students.put("mlp-" + width, Models.mlp(784, width, 10));
    }
    SizeReport report =
        new SizeSearch(session, folder)
            .search(
                students,
                0.95,
                student ->
                    Recipes.brief()
                        .plan(student, teacher, split.first(), 0)
                        .validation(split.second(), Metrics.agreement()));
    return report.smallest();
  }
}
