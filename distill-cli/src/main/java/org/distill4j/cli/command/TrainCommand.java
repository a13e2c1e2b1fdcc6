package org.distill4j.cli.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.distill4j.cli.console.Console;
import org.distill4j.cli.console.Progress;
import org.distill4j.cli.run.JavaProgram;
import org.distill4j.cli.run.Measured;
import org.distill4j.cli.run.Readiness;
import org.distill4j.cli.run.ResultFile;
import org.distill4j.cli.run.RunFile;
import org.distill4j.cli.run.TrainingJob;
import org.distill4j.cli.sink.Sinks;
import org.distill4j.spi.Session;
import org.distill4j.train.TrainingListener;
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
          + " folder go student.safetensors, teacher.safetensors, result.json and the file itself,"
          + " and for each training its numbers as .jsonl, .csv and for TensorBoard.",
      ""
    })
public final class TrainCommand implements Callable<Integer> {
  private final PrintStream out;

  @Mixin private final RunOptions options = new RunOptions();

  @Option(names = "--check", description = "Check the file and its data, and do nothing.")
  private boolean check;

  @Option(
      names = "--print-java",
      description = "Print the Java program that the file stands for, and do nothing.")
  private boolean printJava;

  @Option(names = "--plain", description = "A line for each epoch, on terminals too.")
  private boolean plain;

  @Option(names = "--quiet", description = "Print nothing but the table of results.")
  private boolean quiet;

  @Mixin
  @SuppressWarnings("unused") // Only its presence matters, to picocli.
  private final HelpOption help = new HelpOption();

  /**
   * A command.
   *
   * @param out where to print
   */
  public TrainCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    RunFile run = options.run();
    if (printJava) {
      out.print(JavaProgram.of(run));
      return 0;
    }
    Readiness.require(run);
    if (check) {
      out.println(run.name() + " is sound.");
      return 0;
    }
    keep(run);
    train(run, console());
    return 0;
  }

  private Console console() {
    if (quiet || plain) {
      return new Console(out, quiet ? Console.Mode.QUIET : Console.Mode.PLAIN);
    }
    return Console.of(out);
  }

  /** Keeps the file with the results, before hours are spent on what could not be written. */
  private static void keep(RunFile run) {
    try {
      Files.createDirectories(run.output());
      Files.writeString(run.output().resolve("run.yaml"), run.text());
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

  private void train(RunFile run, Console console) {
    List<AutoCloseable> shown = new ArrayList<>();
    try (Session session = RunOptions.session(run)) {
      TrainingJob.Outcome outcome;
      try {
        outcome = new TrainingJob(run, session).train(name -> listeners(run, name, console, shown));
      } finally {
        close(shown);
      }
      report(run, session, outcome, console);
    }
  }

  private static List<TrainingListener> listeners(
      RunFile run, String name, Console console, List<AutoCloseable> shown) {
    // The teacher's line ends before the student's begins.
    close(shown);
    Progress progress = console.progress(name);
    Sinks sinks = new Sinks(run.output(), name, console::say);
    shown.add(progress);
    shown.add(sinks);
    return List.of(progress, sinks);
  }

  private static void close(List<AutoCloseable> shown) {
    for (AutoCloseable each : shown) {
      try {
        each.close();
      } catch (Exception error) {
        throw new IllegalStateException("What shows the training cannot be closed", error);
      }
    }
    shown.clear();
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
                        Measured.of(
                            session,
                            run,
                            run.teacher().orElseThrow(),
                            weights,
                            Optional.empty()))));
    Measured student =
        Measured.of(session, run, run.student(), outcome.student().weights(), outcome.teacher());
    numbers.put("student", ResultFile.numbers(student));
    new ResultFile(session.engineVersion(), numbers).write(run.output());
    console.say("");
    console.result(ResultTable.of(numbers).toString());
    Path file = run.output().resolve(TrainingJob.STUDENT);
    console.say("");
    console.say("The student is in " + file + ".");
  }
}
