package org.distill4j.cli.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.distill4j.backend.Device;
import org.distill4j.backend.Session;
import org.distill4j.cli.console.Console;
import org.distill4j.cli.console.Interrupts;
import org.distill4j.cli.run.EarlierRun;
import org.distill4j.cli.run.JavaProgram;
import org.distill4j.cli.run.NetworkMeasurements;
import org.distill4j.cli.run.ResultFile;
import org.distill4j.cli.run.RunCheck;
import org.distill4j.cli.run.RunFile;
import org.distill4j.cli.run.RunReports;
import org.distill4j.cli.run.StudentExport;
import org.distill4j.cli.run.TrainingJob;
import org.distill4j.core.checkpoint.Checkpoints;
import org.distill4j.core.file.AtomicFiles;
import org.distill4j.core.file.FolderLock;
import org.distill4j.core.weights.WeightStorage;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Carries out a run. */
@Command(
    name = "train",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Carries out a run: trains the teacher, if the file says how, and the student.",
      "",
      "The file is checked whole before anything runs: keys, values, data, shapes. Into the output"
          + " folder go student.safetensors, student.d4j, teacher.safetensors, report.html,"
          + " result.json and the file itself, and for each training its numbers as .jsonl, .csv"
          + " and for TensorBoard.",
      "",
      "Ctrl-C ends the training after its step and saves it. Checkpoints are written into the"
          + " output folder after each epoch, and as the file's \"checkpoints\" says.",
      ""
    })
public final class TrainCommand implements Callable<Integer> {
  private static final System.Logger LOGGER = System.getLogger(TrainCommand.class.getName());

  private final PrintStream out;
  private final Interrupts interrupts;

  @Mixin private final RunOptions options = new RunOptions();

  @ArgGroup private final Earlier earlier = new Earlier();

  private static final class Earlier {
    @Option(
        names = "--resume",
        description = "Resume the training that is in the output folder, if there is one.")
    private boolean resume;

    @Option(
        names = "--overwrite",
        description = "Begin again, and delete the checkpoints in the output folder.")
    private boolean overwrite;

    private Checkpoints.Start start() {
      return resume ? Checkpoints.Start.RESUME : Checkpoints.Start.NEW;
    }
  }

  @Option(
      names = "--check",
      description = "Check the file, its data, engine and folder, and do nothing.")
  private boolean check;

  @Option(
      names = "--print-java",
      description = "Print the Java program that the file stands for, and do nothing.")
  private boolean printJava;

  @Mixin private final ShowOptions show = new ShowOptions();

  @Mixin
  @SuppressWarnings("unused") // Only its presence matters, to picocli.
  private final HelpOption help = new HelpOption();

  /**
   * A command.
   *
   * @param out where to print
   * @param interrupts who may stop it
   */
  public TrainCommand(PrintStream out, Interrupts interrupts) {
    this.out = out;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() {
    RunFile run = options.run();
    if (printJava) {
      out.print(JavaProgram.print(run, earlier.start()));
      return 0;
    }
    RunCheck.require(run);
    if (check) {
      requireFree(run);
      RunOptions.session(run).close();
      FolderLock.requireFree(run.output(), RunOptions.OTHER_FOLDER);
      out.println(run.name() + " is valid.");
      return 0;
    }
    FolderLock alone = FolderLock.acquire(run.output(), RunOptions.OTHER_FOLDER);
    try (Session session = RunOptions.session(run)) {
      requireFree(run);
      if (earlier.overwrite) {
        new EarlierRun(run).delete();
      }
      keep(run);
      train(run, session, show.console(out));
    } finally {
      alone.close();
    }
    return 0;
  }

  /** Refuses what an earlier run left, if this one neither resumes nor overwrites it. */
  private void requireFree(RunFile run) {
    if (earlier.resume) {
      RunCheck.requireResumable(run);
    } else if (!earlier.overwrite) {
      new EarlierRun(run).requireNone();
    }
  }

  /** Keeps the file with the results, before hours are spent on what could not be written. */
  private static void keep(RunFile run) {
    try {
      AtomicFiles.write(run.output().resolve("run.yaml"), run.text());
    } catch (IOException error) {
      throw new IllegalArgumentException(
          "The output folder "
              + run.output()
              + " cannot be written: "
              + error
              + ".\nMaybe it is read-only or the disk is full; --output names another.",
          error);
    }
  }

  private void train(RunFile run, Session session, Console console) {
    tellThreads(session);
    TrainingJob job = new TrainingJob(run, session, earlier.start(), interrupts.stop());
    TrainingJob.Outcome outcome;
    try (RunDisplay shown = new RunDisplay(run, console)) {
      outcome = interrupts.during(() -> job.train(shown));
    }
    report(run, session, outcome, console);
  }

  private static void tellThreads(Session session) {
    int processors = Runtime.getRuntime().availableProcessors();
    boolean cpu = session.device().kind() == Device.Kind.CPU;
    if (cpu && session.threads() == 1 && processors > 1 && !session.choosesThreads()) {
      LOGGER.log(
          System.Logger.Level.INFO,
          "Trains with 1 thread on {0} processors. With \"threads: auto\", or --threads auto, it"
              + " measures whether more are faster.",
          processors);
    }
  }

  /** Writes the file that distill-runtime predicts with, where the student can be one. */
  private static void writeStudentFile(RunFile run, TrainingJob.Outcome outcome, Console console) {
    try {
      new StudentExport(run, outcome.student().weights())
          .writeStudent(
              run.output().resolve(StudentExport.FILE),
              WeightStorage.FLOAT32,
              run.output().resolve(TrainingJob.STUDENT));
    } catch (IllegalArgumentException refused) {
      String why = String.valueOf(refused.getMessage()).lines().findFirst().orElse("");
      console.say("There is no " + StudentExport.FILE + ": " + why);
    }
  }

  private void report(RunFile run, Session session, TrainingJob.Outcome outcome, Console console) {
    Map<String, Map<String, Double>> numbers = new LinkedHashMap<>();
    outcome
        .taught()
        .ifPresent(
            weights ->
                numbers.put(
                    "teacher",
                    ResultFile.numbers(
                        NetworkMeasurements.measure(
                            session,
                            run,
                            run.teacher().orElseThrow(),
                            weights,
                            Optional.empty()))));
    run.otherTeacher()
        .ifPresent(
            other -> numbers.put("teacher", NetworkMeasurements.measure(run, other.value())));
    NetworkMeasurements student =
        NetworkMeasurements.measure(
            session, run, run.student(), outcome.student().weights(), outcome.teacher());
    numbers.put("student", ResultFile.numbers(student));
    new ResultFile(session.engineVersion(), numbers).write(run.output());
    List<String> warnings = warnings(student);
    Path page = RunReports.create(run, session, outcome, numbers, warnings).write(run.output());
    console.say("");
    console.result(ResultTable.create(numbers).toString());
    warnings.forEach(warning -> LOGGER.log(System.Logger.Level.WARNING, warning));
    Path file = run.output().resolve(TrainingJob.STUDENT);
    console.say("");
    writeStudentFile(run, outcome, console);
    console.say("The student is in " + file + ", and the report in " + page + ".");
  }

  private static List<String> warnings(NetworkMeasurements student) {
    return student.units().warning().map(text -> "In the student, " + text).stream().toList();
  }
}
