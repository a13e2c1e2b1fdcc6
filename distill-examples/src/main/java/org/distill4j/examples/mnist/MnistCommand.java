package org.distill4j.examples.mnist;

import com.google.inject.Guice;
import com.google.inject.Injector;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.distill4j.core.wiring.DistillModule;
import org.distill4j.examples.console.Console;
import org.distill4j.examples.wiring.ExamplesModule;
import org.distill4j.spi.Backend;
import org.distill4j.spi.Device;
import org.distill4j.spi.Session;
import org.distill4j.spi.SessionOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The MNIST run as a subcommand. */
@Command(
    name = "mnist",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Trains a teacher (784-512-256-10) on handwritten digits, distils a student (784-128-10, a"
          + " fifth of the size) from it, trains the same student alone from the same first weights"
          + " on the same batches, and compares the three in one table.",
      ""
    })
public final class MnistCommand implements Callable<Integer> {
  private final PrintStream stdout;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = {
        "The tensor engine: djl, dl4j or tensorflow. Its artifact must be on the classpath; if only"
            + " one is, it is taken. With Maven, -Dbackend=NAME adds the artifact and chooses it."
      })
  private Optional<String> backend = Optional.empty();

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "cpu",
      description = "Where to compute: cpu, cuda or cuda:N. Default: ${DEFAULT-VALUE}.")
  private String device = "cpu";

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Threads for one operation on the CPU. Networks this small gain little from more than"
              + " one, and lose much on a busy machine. Default: ${DEFAULT-VALUE}.")
  private int threads = 1;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "A folder with the four files of the whole MNIST, zipped or not. Without it, the 10,000"
              + " digits that come with this program are used.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--download",
      description =
          "Fetch the whole MNIST (11 MB) once and use it: into the folder of --data, or else into a"
              + " cache folder.")
  private boolean download;

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
          "Softens what teacher and student say: softmax(logits / T). Above 1, the small"
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
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Seed of first weights and batch order. The same seed repeats a run to the last digit on"
              + " one backend, and up to rounding on another. Default: ${DEFAULT-VALUE}.")
  private long seed = 0;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where to write the weights (student.safetensors, teacher.safetensors,"
              + " alone.safetensors, each with a manifest) and result.json. Default:"
              + " target/mnist-BACKEND.")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--quiet", description = "Print nothing but the table.")
  private boolean quiet;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // Only its presence matters, to picocli.
  private boolean help;

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
    SessionOptions options = new SessionOptions(Device.parse(device), threads);
    Console console = quiet ? new Console(stdout, Console.Mode.QUIET) : Console.of(stdout);
    Injector injector =
        Guice.createInjector(new DistillModule(backend, options), new ExamplesModule(console));
    String engine = injector.getInstance(Backend.class).name();
    Path folder = out.orElse(Path.of("target", "mnist-" + engine));
    MnistProgram.makeFolder(folder);
    MnistTask task = MnistTask.of(digits(console));
    Session session = injector.getInstance(Session.class);
    try {
      injector.getInstance(MnistProgram.class).run(task, settings, folder, start);
    } finally {
      session.close();
    }
    return 0;
  }

  private Mnist digits(Console console) {
    if (!download && data.isEmpty()) {
      console.say("Using the digits that come along; --download fetches the whole MNIST.");
      return Mnist.embedded();
    }
    if (!download) {
      return Mnist.from(data.get());
    }
    Path folder = data.orElseGet(MnistDownload::cache);
    MnistDownload.fromMirrors(console::say).into(folder);
    return Mnist.from(folder);
  }
}
