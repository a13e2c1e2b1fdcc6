package org.distill4j.examples.mnist;

import com.google.inject.Injector;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Session;
import org.distill4j.cli.console.Console;
import org.distill4j.cli.console.ConsoleOptions;
import org.distill4j.examples.engine.EngineOptions;
import org.distill4j.examples.engine.ResultFolders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The MNIST run as a subcommand. */
@Command(
    name = "mnist",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Trains a teacher (784-512-256-10) on handwritten digits, distils a student (784-128-10, a"
          + " fifth of the size) from it, trains the same student alone from the same initial"
          + " weights on the same batches, and compares the three in one table.",
      ""
    })
public final class MnistCommand implements Callable<Integer> {
  private final PrintStream stdout;

  @Mixin private final EngineOptions engine = new EngineOptions();
  @Mixin private final MnistOptions data = new MnistOptions();
  @Mixin private final ConsoleOptions shown = new ConsoleOptions();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each student sees the training digits. Default: ${DEFAULT-VALUE}.")
  private int epochs = 5;

  @Option(
      names = "--teacher-epochs",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "How often the teacher sees them. A weak teacher teaches its mistakes. Default:"
              + " ${DEFAULT-VALUE}.")
  private int teacherEpochs = 5;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "64",
      description = "Digits per optimizer step. Default: ${DEFAULT-VALUE}.")
  private int batchSize = 64;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "5",
      description =
          "Softens the outputs of teacher and student: softmax(logits / T). Above 1, the small"
              + " probabilities of the wrong digits, which tell what resembles what, count for"
              + " more. Above 0; default: ${DEFAULT-VALUE}.")
  private double temperature = 5;

  @Option(
      names = "--alpha",
      paramLabel = "A",
      defaultValue = "0.7",
      description =
          "Weight of the SOFT term, the teacher's, in the loss"
              + " A * T^2 * KL(teacher || student) + (1 - A) * cross-entropy(labels)."
              + " Frameworks disagree: where alpha weighs the hard term, its value is 1 - A here."
              + " 0 learns from labels alone, 1 from the teacher alone. Default: ${DEFAULT-VALUE}.")
  private double alpha = 0.7;

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      defaultValue = "0.001",
      description = "Adam's learning rate for all three trainings. Default: ${DEFAULT-VALUE}.")
  private double learningRate = 0.001;

  @Option(
      names = "--hold-out",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Learn from N digits less, and keep of each training the weights of the epoch that is"
              + " best on them instead of the last epoch's. Default: ${DEFAULT-VALUE}.")
  private int holdOut = 0;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Seed of initial weights and batch order. The same seed repeats a run to the last digit"
              + " on one backend, and up to rounding on another. Default: ${DEFAULT-VALUE}.")
  private long seed = 0;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where to write the weights (student.safetensors, teacher.safetensors,"
              + " alone.safetensors, each with a manifest) and result.json. Default:"
              + " target/mnist-BACKEND.")
  private Optional<Path> out = Optional.empty();

  /**
   * A command.
   *
   * @param stdout where to print
   */
  public MnistCommand(PrintStream stdout) {
    this.stdout = stdout;
  }

  @Override
  public Integer call() {
    long start = System.nanoTime();
    MnistSettings settings =
        new MnistSettings(teacherEpochs, epochs, batchSize, temperature, alpha, learningRate, seed);
    Console console = shown.on(stdout);
    Injector injector = engine.injector(console);
    String backend = injector.getInstance(Backend.class).name();
    Path folder = out.orElse(Path.of("target", "mnist-" + backend));
    ResultFolders.make(folder, "results");
    MnistTask task = MnistTask.of(data.digits(console)).holdingOut(holdOut);
    Session session = injector.getInstance(Session.class);
    try {
      injector.getInstance(MnistProgram.class).run(task, settings, folder, start);
    } finally {
      session.close();
    }
    return 0;
  }
}
