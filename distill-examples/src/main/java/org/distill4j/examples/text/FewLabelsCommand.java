package org.distill4j.examples.text;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.distill4j.examples.trial.StudyOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Texts of which few have labels, as a subcommand. */
@Command(
    name = "few-labels",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Trains a linear head on a frozen encoder, and a table of words: on few labelled texts alone,"
          + " or on the head's classes or probabilities for all texts. A tenth of the texts choose"
          + " settings.",
      ""
    })
public final class FewLabelsCommand implements Callable<Integer> {
  private final PrintStream stdout;

  @Option(
      names = "--train",
      paramLabel = "FILE",
      required = true,
      description =
          "A comma-separated table with the columns text and label; of two classes. The encoder's"
              + " embeddings are kept in a file beside it.")
  private Path train = Path.of("");

  @Option(
      names = "--test",
      paramLabel = "FILE",
      required = true,
      description = "A table of the texts to measure on.")
  private Path test = Path.of("");

  @Option(
      names = "--encoder",
      paramLabel = "DIR",
      required = true,
      description = "A folder with model.onnx and its tokenizer.json.")
  private Path encoder = Path.of("");

  @Option(
      names = "--states",
      paramLabel = "NAME",
      defaultValue = "last_hidden_state",
      description = "The encoder's output with a vector for each token. Default: ${DEFAULT-VALUE}.")
  private String states = "last_hidden_state";

  @Option(
      names = "--labels",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many texts have labels. Default: ${DEFAULT-VALUE}.")
  private int labels = 50;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "10",
      description = "How often students see all texts. Default: ${DEFAULT-VALUE}.")
  private int epochs = 10;

  @Mixin private final StudyOptions options = new StudyOptions();

  /**
   * Creates a command.
   *
   * @param stdout where to print
   */
  public FewLabelsCommand(PrintStream stdout) {
    this.stdout = stdout;
  }

  @Override
  public Integer call() {
    return options.run(
        stdout,
        console -> LabelledTexts.read(train, test, encoder, states),
        texts ->
            "%,d texts to learn from, %,d of them with labels, %,d to measure on."
                .formatted(texts.learn().size(), labels, texts.test().size()),
        new FewLabelsStudy(labels, epochs));
  }
}
