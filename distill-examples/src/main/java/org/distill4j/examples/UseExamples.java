package org.distill4j.examples;

import java.nio.file.Path;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Session;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.core.compression.MagnitudePruning;
import org.distill4j.core.compression.MaskedModel;
import org.distill4j.core.compression.Quantization;
import org.distill4j.core.compression.QuantizedModel;
import org.distill4j.core.compression.UnitPruning;
import org.distill4j.core.data.Augmented;
import org.distill4j.core.data.DerivedLabels;
import org.distill4j.core.data.Jitter;
import org.distill4j.core.data.Mixture;
import org.distill4j.core.data.Munge;
import org.distill4j.core.data.Subset;
import org.distill4j.core.data.Unlabelled;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.loss.CoralLoss;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.loss.SoftTargetLoss;
import org.distill4j.core.loss.WeightedLosses;
import org.distill4j.core.model.Models;
import org.distill4j.core.recipe.Recipes;
import org.distill4j.core.teacher.EnsembleTeacher;
import org.distill4j.core.teacher.FeatureInputs;
import org.distill4j.core.teacher.HeadTeacher;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.core.train.MutualReport;
import org.distill4j.core.train.MutualTrainer;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.loss.Loss;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.onnx.OnnxQuantizedExport;
import org.distill4j.optim.Adam;
import org.distill4j.optim.LazyAdam;
import org.distill4j.optim.Schedule;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.Shape;
import org.distill4j.train.Trainer;
import org.distill4j.train.TrainingPlan;

/** The code of docs/uses.md, which a test keeps equal to the page. */
final class UseExamples {
  private UseExamples() {}

  static TrainingPlan compression(Model student, Dataset labelled, Teacher forest) {
    Dataset made = Munge.of(10).examples(labelled);
    Dataset all = Mixture.of(labelled, made);
    return TrainingPlan.of(student, all)
        .teacher(CachedTeacher.inMemory(forest, all))
        .loss(DistillationLoss.of(0.4, 0.9))
        .optimizer(Adam.of(Schedule.cosine(4e-3, 0)))
        .epochs(29)
        .build();
  }

  static TrainingPlan deepToShallow(Model shallow, Dataset pictures, Teacher deep) {
    return TrainingPlan.of(shallow, pictures)
        .teacher(CachedTeacher.inMemory(deep, pictures))
        .loss(DistillationLoss.of(1, 0.9))
        .optimizer(Adam.of(Schedule.cosine(2e-3, 0)))
        .epochs(60)
        .build();
  }

  static TrainingPlan fewLabels(
      Session session, Model encoder, Model head, Model student, Dataset read, Path file) {
    Dataset texts = FeatureInputs.compute(read, file, encoder, Backends.find().choose());
    TrainingPlan labels =
        TrainingPlan.of(head, Subset.random(texts, 16, 0))
            .loss(CrossEntropyLoss.ofLabels())
            .optimizer(Adam.of(Schedule.cosine(1e-2, 0)))
            .epochs(200)
            .build();
    Weights learned = new SessionTrainer(session).train(labels).weights();
    return TrainingPlan.of(student, texts)
        .teacher(ModelTeacher.of(session, head, learned))
        .loss(SoftTargetLoss.of(1))
        .optimizer(LazyAdam.of(Schedule.cosine(3e-3, 0)))
        .epochs(10)
        .build();
  }

  static Weights ensemble(
      Trainer trainer, Model student, Dataset data, Teacher first, Teacher second, Teacher third) {
    DistillationLoss loss = DistillationLoss.of(4, 0.9);
    Teacher together = EnsembleTeacher.of(loss, first, second, third).withWeights(2, 1, 1);
    return trainer
        .train(
            TrainingPlan.of(student, data)
                .teacher(together)
                .loss(loss)
                .optimizer(Adam.of(1e-3))
                .epochs(10)
                .build())
        .weights();
  }

  static Teacher chain(
      Session session, Trainer trainer, Dataset data, Teacher teacher, Model... sizes) {
    for (Model size : sizes) {
      TrainingPlan plan =
          TrainingPlan.of(size, data)
              .teacher(teacher)
              .loss(DistillationLoss.of(4, 0.7))
              .optimizer(Adam.of(1e-3))
              .epochs(10)
              .build();
      teacher = ModelTeacher.of(session, size, trainer.train(plan).weights());
    }
    return teacher;
  }

  static MutualReport mutual(Session session, Model student, Dataset data) {
    DistillationLoss halves = DistillationLoss.of(1, 0.5);
    TrainingPlan.Builder one =
        TrainingPlan.of(student, data).loss(halves).optimizer(Adam.of(1e-3)).seed(1);
    TrainingPlan.Builder other =
        TrainingPlan.of(student, data).loss(halves).optimizer(Adam.of(1e-3)).seed(2);
    return new MutualTrainer(session).train(one, other);
  }

  static TrainingPlan domain(
      Session session, Trainer trainer, Model large, Model small, Dataset source, Dataset target) {
    Dataset mixed = Mixture.balanced(source, Unlabelled.of(target));
    Loss aligned =
        WeightedLosses.of("task", CrossEntropyLoss.ofLabels(), 1)
            .and("coral", CoralLoss.of("relu2"), 1);
    TrainingPlan adapting =
        TrainingPlan.of(large, mixed).loss(aligned).optimizer(Adam.of(1e-3)).epochs(20).build();
    Teacher teacher = ModelTeacher.of(session, large, trainer.train(adapting).weights());
    return TrainingPlan.of(small, mixed)
        .teacher(CachedTeacher.inMemory(teacher, mixed))
        .loss(DistillationLoss.of(2, 0.5))
        .optimizer(Adam.of(Schedule.cosine(1e-3, 0)))
        .epochs(20)
        .build();
  }

  static TrainingPlan oneTask(Model student, Dataset digits, Teacher manyHeads, int... few) {
    Dataset parity = DerivedLabels.of(digits, Batch.LABELS, 10, Batch.LABELS, d -> d % 2);
    return TrainingPlan.of(student, Unlabelled.except(parity, few))
        .teacher(HeadTeacher.of(manyHeads, "parity"))
        .loss(DistillationLoss.of(2, 0.9))
        .optimizer(Adam.of(1e-3))
        .epochs(10)
        .build();
  }

  static TrainingPlan missingDigit(Model student, Dataset digits, Teacher teacher) {
    Dataset no3 = Subset.where(digits, Batch.LABELS, digit -> digit != 3);
    Dataset shifted = Augmented.of(no3, new Jitter(Shape.of(1, 28, 28), 2, -1), 0);
    return TrainingPlan.of(student, Unlabelled.of(shifted))
        .teacher(teacher)
        .loss(DistillationLoss.of(20, 1))
        .optimizer(Adam.of(1e-3))
        .epochs(10)
        .build();
  }

  static Weights fewerBits(
      Trainer trainer, Model student, Weights trained, Teacher teacher, Dataset data, Path file) {
    QuantizedModel rounded = new QuantizedModel(student, Quantization.learned(4, 8));
    TrainingPlan plan =
        Recipes.patient()
            .withLearningRate(1e-3)
            .withEpochs(20, 64)
            .plan(rounded, teacher, data, 0)
            .initialWeights(rounded.starting(trained))
            .build();
    Weights weights = trainer.train(plan).weights();
    OnnxQuantizedExport.of(rounded, weights).write(file);
    return rounded.plain(weights);
  }

  static Weights fewerWeights(
      Trainer trainer, Model student, Weights trained, Teacher teacher, Dataset data) {
    MaskedModel masked = new MaskedModel(student);
    Weights sparse =
        MagnitudePruning.of(0.75, 4)
            .train(
                trainer,
                masked.starting(trained),
                round -> Recipes.brief().plan(masked, teacher, data, round));
    return masked.plain(sparse);
  }

  static Weights fewerUnits(
      Trainer trainer, Sequential layers, Weights trained, Teacher teacher, Dataset data) {
    UnitPruning.Pruned smaller = UnitPruning.prune(layers, trained, 0.5);
    Model student = Models.of(data.input(), smaller.layers());
    return trainer
        .train(
            Recipes.brief()
                .plan(student, teacher, data, 0)
                .initialWeights(smaller.weights())
                .build())
        .weights();
  }
}
