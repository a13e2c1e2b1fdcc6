package org.distill4j.cli.command;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.distill4j.cli.run.RunFile;
import org.distill4j.cli.run.StudentExport;
import org.distill4j.cli.run.TrainedStudent;
import org.distill4j.core.weights.WeightStorage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a trained student as an ONNX file, or as a student file. */
@Command(
    name = "export",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Writes the trained student of a run as an ONNX file, which most serving stacks read.",
      "",
      "The file takes any batch size. Its input is \"input\", its outputs are named as the student"
          + " names them (\"logits\"). It needs no engine, and without --int8 no data.",
      "",
      "With --int8 the weights of dense layers and convolutions take 8 bits, about a quarter of the"
          + " size; training examples show which range their inputs have. Nothing is trained again,"
          + " so both forms are measured on the validation examples: compare them.",
      "",
      "With --d4j it is a student file, which distill-runtime and \"distill predict\" predict with:"
          + " it holds the names of the classes and how inputs are made too, as the training data"
          + " tell them. \"distill train\" writes it already, in float32. --int8 is for its tables"
          + " of embeddings then, and measures nothing.",
      ""
    })
public final class ExportCommand implements Callable<Integer> {
  private final PrintStream out;

  @Mixin private final RunOptions options = new RunOptions();

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "The student's weights. Default: student.safetensors in the output folder.")
  private Optional<Path> weights = Optional.empty();

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description =
          "The file to write. Default: student.onnx in the output folder, with --int8"
              + " student-int8.onnx, with --d4j student.d4j.")
  private Optional<Path> to = Optional.empty();

  @Option(
      names = "--d4j",
      description = "Write it as a student file, for distill-runtime: Java alone, no native code.")
  private boolean d4j;

  @Option(
      names = "--float16",
      description = "With --d4j: write matrices in 16 bits, half the size.")
  private boolean float16;

  @Option(names = "--int8", description = "Write it in 8 bits, and measure what that costs.")
  private boolean int8;

  @Option(
      names = "--calibration",
      paramLabel = "N",
      defaultValue = "1024",
      description =
          "How many training examples --int8 measures, from the first on. Default:"
              + " ${DEFAULT-VALUE}.")
  private int calibration;

  @Option(names = "--overwrite", description = "Replace the file if it is there.")
  private boolean overwrite;

  @Mixin
  @SuppressWarnings("unused") // Only its presence matters, to picocli.
  private final HelpOption help = new HelpOption();

  /**
   * A command.
   *
   * @param out where to print
   */
  public ExportCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    requireFormat();
    RunFile given = options.run();
    RunFile run = given.encodedAs(TrainedStudent.file(given, weights));
    Path file = to.orElse(run.output().resolve(name()));
    if (!d4j || to.isPresent()) {
      requireFree(file);
    }
    StudentExport export = new StudentExport(run, TrainedStudent.read(run, weights));
    if (d4j) {
      export.writeStudent(file, storage(), TrainedStudent.file(given, weights));
    } else if (int8) {
      out.println(ResultTable.create(export.writeInt8(file, calibration)));
      out.println();
    } else {
      export.write(file);
    }
    out.println("The student is in " + file + ".");
    return 0;
  }

  private void requireFormat() {
    if (float16 && (int8 || !d4j)) {
      throw new IllegalArgumentException(
          "--float16 was given "
              + (int8 ? "with --int8" : "without --d4j")
              + ", expected it with --d4j alone.\nMaybe leave it out.");
    }
  }

  private String name() {
    return d4j ? StudentExport.FILE : int8 ? "student-int8.onnx" : "student.onnx";
  }

  private WeightStorage storage() {
    return int8
        ? WeightStorage.INT8_TABLES
        : float16 ? WeightStorage.FLOAT16 : WeightStorage.FLOAT32;
  }

  private void requireFree(Path file) {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(
          file + " is a folder, expected a file to write.\nMaybe choose another by --to.");
    }
    if (!overwrite && Files.exists(file)) {
      throw new IllegalArgumentException(
          "The file "
              + file
              + " is there already, expected none.\n"
              + "Maybe replace it by --overwrite, or choose another by --to.");
    }
  }
}
