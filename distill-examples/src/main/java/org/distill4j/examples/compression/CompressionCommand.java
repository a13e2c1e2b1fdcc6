package org.distill4j.examples.compression;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.distill4j.examples.trial.DigitStudyOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The compression study as a subcommand. */
@Command(
    name = "compression",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Trains a teacher (784-512-256-10) on handwritten digits and students of several widths"
          + " (784-WIDTH-10), each alone and distilled, writes the distilled ones as ONNX files and"
          + " as ONNX files in int8, runs those with ONNX Runtime, and compares all of them in one"
          + " table: parameters, operations, size, latency, errors, agreement with the teacher.",
      ""
    })
public final class CompressionCommand implements Callable<Integer> {
  private final PrintStream stdout;

  @Mixin private final DigitStudyOptions study = new DigitStudyOptions();

  @Option(
      names = "--widths",
      paramLabel = "N,N,…",
      split = ",",
      defaultValue = "8,16,32,64,128,256",
      description = "The widths of the students. Default: ${DEFAULT-VALUE}.")
  private List<Integer> widths = List.of();

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
      description = "How often the teacher sees them. Default: ${DEFAULT-VALUE}.")
  private int teacherEpochs = 5;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "target/compression",
      description =
          "Where to write each student of the last seed (WIDTH.safetensors, WIDTH.onnx,"
              + " WIDTH-int8.onnx), and all numbers (compression.csv). Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("target", "compression");

  /**
   * A command.
   *
   * @param stdout where to print
   */
  public CompressionCommand(PrintStream stdout) {
    this.stdout = stdout;
  }

  @Override
  public Integer call() {
    return study.run(stdout, new CompressionStudy(widths, epochs, teacherEpochs, out));
  }
}
