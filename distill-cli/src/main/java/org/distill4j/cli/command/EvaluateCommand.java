package org.distill4j.cli.command;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.distill4j.backend.Session;
import org.distill4j.cli.config.RunKeys;
import org.distill4j.cli.kind.Expression;
import org.distill4j.cli.kind.KeyValues;
import org.distill4j.cli.run.NetworkMeasurements;
import org.distill4j.cli.run.ResultFile;
import org.distill4j.cli.run.RunFile;
import org.distill4j.cli.run.TrainedStudent;
import org.distill4j.cli.run.TrainingJob;
import org.distill4j.core.model.PretrainedModel;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.teacher.Teacher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures trained networks. */
@Command(
    name = "evaluate",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Measures the student of a run, and its teacher, on the validation examples.",
      ""
    })
public final class EvaluateCommand implements Callable<Integer> {
  private final PrintStream out;

  @Mixin private final RunOptions options = new RunOptions();

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "The student's weights. Default: student.safetensors in the output folder.")
  private Optional<Path> weights = Optional.empty();

  @Mixin
  @SuppressWarnings("unused") // Only its presence matters, to picocli.
  private final HelpOption help = new HelpOption();

  /**
   * A command.
   *
   * @param out where to print
   */
  public EvaluateCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    RunFile given = options.run();
    RunFile run = given.encodedAs(TrainedStudent.file(given, weights));
    Weights student = TrainedStudent.read(run, weights);
    try (Session session = RunOptions.session(run)) {
      out.println(ResultTable.create(measure(run, session, student)));
    }
    return 0;
  }

  private static Map<String, Map<String, Double>> measure(
      RunFile run, Session session, Weights student) {
    Map<String, Map<String, Double>> columns = new LinkedHashMap<>();
    Optional<Weights> weights = taught(run);
    Optional<Teacher> teacher = run.otherTeacher().map(Expression::value);
    teacher.ifPresent(other -> columns.put("teacher", NetworkMeasurements.measure(run, other)));
    if (weights.isPresent()) {
      Model model = run.teacher().orElseThrow();
      Weights taught = weights.get();
      teacher = Optional.of(ModelTeacher.of(session, model, taught));
      columns.put(
          "teacher",
          ResultFile.numbers(
              NetworkMeasurements.measure(session, run, model, taught, Optional.empty())));
    }
    columns.put(
        "student",
        ResultFile.numbers(
            NetworkMeasurements.measure(session, run, run.student(), student, teacher)));
    return columns;
  }

  /** Returns the weights of the teacher: those of a file, those that a run trained, or its own. */
  private static Optional<Weights> taught(RunFile run) {
    Optional<KeyValues> section = run.teacherSection().filter(any -> run.otherTeacher().isEmpty());
    if (section.filter(RunFile::isReady).isPresent()) {
      return run.teacher().map(model -> PretrainedModel.initial(model, 0));
    }
    return section
        .map(
            given ->
                given.findValue(RunKeys.WEIGHTS).orElse(run.output().resolve(TrainingJob.TEACHER)))
        .filter(Files::exists)
        .map(WeightsFile::read);
  }
}
