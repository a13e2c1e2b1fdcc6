package org.distill4j.examples.paper;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.distill4j.examples.trial.DigitStudyOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The paper's experiments as a subcommand. */
@Command(
    name = "paper",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Does section 3 of Hinton, Vinyals and Dean (2015) again: a large teacher (784-1200-1200-10,"
          + " dropout, digits shifted by up to 2 pixels) and students (784-800-800-10) that learn"
          + " from all digits, from none of the 3s, or from 7s and 8s alone, once on labels and"
          + " once on soft targets without any label. The biases of unseen digits are then"
          + " corrected by one number: once chosen for the fewest errors on the test digits, as in"
          + " the paper, and once on the training digits. There is one teacher; the seeds are those"
          + " of the students.",
      ""
    })
public final class PaperCommand implements Callable<Integer> {
  private static final int TEACHER_WIDTH = 1200;
  private static final int STUDENT_WIDTH = 800;

  private final PrintStream stdout;

  @Option(
      names = "--claims",
      paramLabel = "CLAIM",
      split = ",",
      description = "Which of ${COMPLETION-CANDIDATES}, comma-separated. Default: all of them.")
  private Set<PaperClaim> claims = EnumSet.allOf(PaperClaim.class);

  @Option(
      names = "--lessons",
      paramLabel = "LESSON",
      split = ",",
      description = "Which of ${COMPLETION-CANDIDATES}, comma-separated. Default: both.")
  private Set<TrainingTarget> targets = EnumSet.allOf(TrainingTarget.class);

  @Option(
      names = "--transfer",
      paramLabel = "DIGITS",
      defaultValue = "as-is",
      description =
          "The digits that students see: as-is, as in the paper, or jittered, shifted as the"
              + " teacher's were, which takes longer as the teacher is asked about each one."
              + " Default: ${DEFAULT-VALUE}.")
  private TransferDigits transfer = TransferDigits.AS_IS;

  @Option(
      names = "--teacher-epochs",
      paramLabel = "N",
      defaultValue = "15",
      description = "How often the teacher sees the training digits. Default: ${DEFAULT-VALUE}.")
  private int teacherEpochs = 15;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "10",
      description = "How often each student sees its digits. Default: ${DEFAULT-VALUE}.")
  private int epochs = 10;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "20",
      description = "Of the soft targets. Default: ${DEFAULT-VALUE}, the paper's.")
  private double temperature = 20;

  @Option(
      names = "--teacher",
      paramLabel = "FILE",
      description =
          "Where the teacher's weights are kept: read if the file is there, else trained and"
              + " written. Default: the teacher is trained each time.")
  private Optional<Path> teacher = Optional.empty();

  @Mixin private final DigitStudyOptions options = new DigitStudyOptions();

  /**
   * A command.
   *
   * @param stdout where to print
   */
  public PaperCommand(PrintStream stdout) {
    this.stdout = stdout;
  }

  @Override
  public Integer call() {
    PaperSettings settings =
        new PaperSettings(claims, targets, transfer, teacherEpochs, epochs, temperature, teacher);
    return options.run(stdout, new PaperStudy(settings, TEACHER_WIDTH, STUDENT_WIDTH));
  }
}
