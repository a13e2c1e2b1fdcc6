package org.distill4j.examples.mnist;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.distill4j.backend.Session;
import org.distill4j.core.metric.Evaluation;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.data.Dataset;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.teacher.Teacher;

/** Runs of one task on several backends as a table in Markdown; the first is the reference. */
final class SideBySide {
  private static final int FOLLOWED = 50;
  private static final List<Integer> SHOWN = List.of(1, 2, 10, 50);

  private final List<FinishedRun> runs;
  private final StringBuilder table = new StringBuilder();

  SideBySide(List<FinishedRun> runs) {
    this.runs = List.copyOf(runs);
    this.runs.forEach(run -> run.requireSameTask(runs.get(0)));
  }

  /** The table; students are asked about the test digits on the session. */
  String table(Session session, Model student, Dataset test) {
    row("", FinishedRun::backend);
    table.append("|").append("---|".repeat(runs.size() + 1)).append("\n");
    row("engine", run -> run.result().engineVersion());
    for (String name : List.of("teacher", "student", "alone")) {
      SHOWN.forEach(step -> row(name + ", loss of step " + step, run -> loss(run, name, step)));
      row(name + ", largest difference in " + FOLLOWED + " steps", run -> apart(run, name));
    }
    row("teacher, accuracy", run -> percent(run.result().teacher().accuracy()));
    row("distilled, accuracy", run -> percent(run.result().distilled().accuracy()));
    row("alone, accuracy", run -> percent(run.result().alone().accuracy()));
    row("distilled, KL to the teacher", run -> nats(run.result().distilled().klToTeacher()));
    row("alone, KL to the teacher", run -> nats(run.result().alone().klToTeacher()));
    agreements(session, student, test);
    return table.toString();
  }

  private void agreements(Session session, Model student, Dataset test) {
    for (FinishedRun other : runs) {
      Teacher wanted = ModelTeacher.of(session, student, other.student());
      row(
          "agreement with the student of " + other.backend(),
          run -> {
            try (Predictor predictor = ModelPredictor.open(session, student, run.student())) {
              return percent(
                  Evaluation.evaluate(
                          predictor, test, List.of(wanted), List.of(Metrics.agreement()))
                      .values()
                      .iterator()
                      .next());
            }
          });
    }
  }

  private void row(String name, Function<FinishedRun, String> cell) {
    Stream<String> cells = Stream.concat(Stream.of(name), runs.stream().map(cell));
    cells.forEach(text -> table.append("| ").append(text).append(" "));
    table.append("|\n");
  }

  private static String loss(FinishedRun run, String name, int step) {
    List<Double> losses = run.losses(name);
    return step > losses.size() ? "-" : format("%.6f", losses.get(step - 1));
  }

  /** The largest relative difference from the first run's losses. */
  private String apart(FinishedRun run, String name) {
    List<Double> losses = run.losses(name);
    List<Double> followed = runs.get(0).losses(name);
    double largest = 0;
    for (int i = 0; i < Math.min(FOLLOWED, losses.size()); i++) {
      double difference = Math.abs(losses.get(i) - followed.get(i));
      largest = Math.max(largest, difference / Math.abs(followed.get(i)));
    }
    return format("%.1e", largest);
  }

  private static String percent(double share) {
    return format("%.2f %%", share * 100);
  }

  private static String nats(double value) {
    return format("%.4f", value);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
