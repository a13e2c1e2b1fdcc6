package org.distill4j.examples.mnist;

import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.distill4j.backend.Session;
import org.distill4j.cli.console.Console;
import org.distill4j.cli.console.TrainingProgress;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.metric.Evaluation;
import org.distill4j.core.metric.Latency;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.data.Dataset;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.program.Recorder;
import org.distill4j.teacher.Teacher;
import org.distill4j.train.Metric;
import org.distill4j.train.Trainer;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;

/**
 * Trains a teacher, distils a student from it, and trains the same student alone: from the same
 * initial weights, on the same batches in the same order. So what differs is the teacher's outputs.
 */
final class MnistExperiment {
  private static final Model TEACHER = MnistModels.teacher();
  static final Model STUDENT = MnistModels.student(128);
  private static final List<Metric> OF_TEACHER =
      List.of(Metrics.accuracy(), Metrics.errors(), Metrics.calibrationError());
  private static final List<Metric> OF_STUDENT =
      List.of(
          Metrics.accuracy(),
          Metrics.errors(),
          Metrics.agreement(),
          Metrics.klToTeacher(),
          Metrics.calibrationError());

  private final Session session;
  private final Trainer trainer;
  private final Console console;

  @Inject
  MnistExperiment(Session session, Trainer trainer, Console console) {
    this.session = session;
    this.trainer = trainer;
    this.console = console;
  }

  MnistOutcome run(MnistTask task, MnistSettings settings, Path out) {
    Run run = new Run(task, settings, out);
    TrainingReport taught =
        run.train(
            "teacher",
            "teacher",
            run.plan(TEACHER, settings.teacherEpochs()).loss(CrossEntropyLoss.ofLabels()));
    Teacher teacher = ModelTeacher.of(session, TEACHER, taught.weights());
    TrainingReport distilled =
        run.train(
            "distilled", "student", run.student().loss(settings.objective()).teacher(teacher));
    TrainingReport alone =
        run.train("alone", "alone", run.student().loss(CrossEntropyLoss.ofLabels()));
    console.say("");
    console.say("Measuring the three on the test digits.");
    console.say("");
    return new MnistOutcome(
        run.measure(TEACHER, taught, "teacher", List.of(), OF_TEACHER),
        run.measure(STUDENT, distilled, "student", List.of(teacher), OF_STUDENT),
        run.measure(STUDENT, alone, "alone", List.of(teacher), OF_STUDENT));
  }

  private final class Run {
    private final MnistTask task;
    private final MnistSettings settings;
    private final Path out;

    Run(MnistTask task, MnistSettings settings, Path out) {
      this.task = task;
      this.settings = settings;
      this.out = out;
    }

    TrainingPlan.Builder plan(Model model, int epochs) {
      return TrainingPlan.of(model, task.train())
          .optimizer(Adam.of(settings.learningRate()))
          .epochs(epochs)
          .batchSize(settings.batchSize())
          .seed(settings.seed())
          .validation(task.heldOut().orElse(task.test()), Metrics.accuracy())
          .keep(task.heldOut().isPresent() ? TrainingPlan.Keep.BEST : TrainingPlan.Keep.LAST);
    }

    TrainingPlan.Builder student() {
      Weights first = Recorder.forward(STUDENT, Mode.TRAINING, 1).initialWeights(settings.seed());
      return plan(STUDENT, settings.epochs()).initialWeights(first);
    }

    TrainingReport train(String name, String file, TrainingPlan.Builder plan) {
      StepLosses losses = new StepLosses();
      try (TrainingProgress progress = console.progress(name)) {
        TrainingReport report = trainer.train(plan.listener(progress).listener(losses).build());
        losses.write(out.resolve(file + "-losses.csv"));
        return report;
      }
    }

    Candidate measure(
        Model model,
        TrainingReport training,
        String file,
        List<Teacher> teachers,
        List<Metric> metrics) {
      Dataset test = task.test();
      int[] batch = IntStream.range(0, Math.min(settings.batchSize(), test.size())).toArray();
      try (Predictor predictor = ModelPredictor.open(session, model, training.weights())) {
        return new Candidate(
            training,
            Evaluation.evaluate(predictor, test, teachers, metrics),
            write(out.resolve(file + ".safetensors"), training.weights()),
            Latency.measure(predictor, test.batch(0).input()),
            Latency.measure(predictor, test.batch(batch).input()));
      }
    }

    private long write(Path file, Weights weights) {
      WeightsFile.write(
          file,
          weights,
          Map.of(
              "data",
              task.name(),
              "engine",
              session.engineVersion(),
              "settings",
              settings.toString()));
      try {
        return Files.size(file);
      } catch (IOException e) {
        throw new UncheckedIOException("The size of " + file + " cannot be read", e);
      }
    }
  }
}
