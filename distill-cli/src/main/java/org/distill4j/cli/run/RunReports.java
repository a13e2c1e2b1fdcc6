package org.distill4j.cli.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.backend.Session;
import org.distill4j.cli.config.RunKeys;
import org.distill4j.cli.report.ExampleComparison;
import org.distill4j.cli.report.RunReport;
import org.distill4j.core.model.SaliencyModel;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.data.Dataset;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.tensor.DType;
import org.distill4j.train.EpochReport;

/** The page that tells people of a run. */
public final class RunReports {
  private RunReports() {}

  /**
   * Puts the page together.
   *
   * @param run the run
   * @param session where the student is asked
   * @param outcome what came of it
   * @param networks the numbers of each network
   * @param warnings what is wrong with them
   * @return the page
   */
  public static RunReport create(
      RunFile run,
      Session session,
      TrainingJob.Outcome outcome,
      Map<String, Map<String, Double>> networks,
      List<String> warnings) {
    Map<String, List<EpochReport>> trainings = new LinkedHashMap<>();
    if (!outcome.teacherEpochs().isEmpty()) {
      trainings.put(TrainingJob.TEACHER_TRAINING, outcome.teacherEpochs());
    }
    trainings.put(TrainingJob.STUDENT_TRAINING, outcome.student().epochs());
    String title = "Distillation: " + run.output().getFileName();
    return new RunReport(
        title,
        trainings,
        networks,
        warnings,
        comparison(run, session, outcome),
        run.text(),
        environment(run, session));
  }

  private static Optional<ExampleComparison> comparison(
      RunFile run, Session session, TrainingJob.Outcome outcome) {
    Dataset data = run.validation().orElseGet(run::train);
    Weights weights = outcome.student().weights();
    try (Predictor student = ModelPredictor.open(session, run.student(), weights)) {
      return ExampleComparison.compare(student, outcome.teacher(), data)
          .map(found -> withSaliency(found, session, run.student(), weights));
    }
  }

  private static ExampleComparison withSaliency(
      ExampleComparison found, Session session, Model student, Weights weights) {
    boolean floats =
        student.inputs().values().stream().allMatch(one -> one.type() == DType.FLOAT32);
    if (found.disagreements().isEmpty() || student.inputs().size() > 1 || !floats) {
      return found;
    }
    try (Predictor saliency = ModelPredictor.open(session, SaliencyModel.of(student), weights)) {
      return found.withSaliency(saliency);
    }
  }

  private static Map<String, String> environment(RunFile run, Session session) {
    Map<String, String> told = new LinkedHashMap<>();
    told.put("device", run.values().value(RunKeys.DEVICE));
    told.put("seed", String.valueOf(run.values().value(RunKeys.SEED)));
    told.put("examples", run.train().size() + " to learn from" + measured(run));
    return environment(session, told);
  }

  /**
   * Returns what reports tell of where a command ran.
   *
   * @param session the engine
   * @param run what the command tells of its run
   * @return the engine, the run, and the machine
   */
  public static Map<String, String> environment(Session session, Map<String, String> run) {
    Map<String, String> told = new LinkedHashMap<>();
    told.put("engine", session.engineVersion());
    told.put("threads", String.valueOf(session.threads()));
    told.putAll(run);
    told.put("Java", System.getProperty("java.version") + ", " + System.getProperty("java.vendor"));
    told.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    told.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    told.put("written", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    return told;
  }

  private static String measured(RunFile run) {
    return run.validation().map(data -> ", " + data.size() + " to measure on").orElse("");
  }
}
