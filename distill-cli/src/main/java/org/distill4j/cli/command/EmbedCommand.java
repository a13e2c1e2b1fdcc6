package org.distill4j.cli.command;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.cli.console.Console;
import org.distill4j.cli.console.Interrupts;
import org.distill4j.cli.embed.EmbedJob;
import org.distill4j.cli.embed.EmbedPlan;
import org.distill4j.cli.embed.EmbedTexts;
import org.distill4j.cli.embed.EmbeddingTeacher;
import org.distill4j.cli.report.RunReport;
import org.distill4j.cli.run.ResultFile;
import org.distill4j.cli.run.RunReports;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.file.FolderLock;
import org.distill4j.core.layer.SentencePooling;
import org.distill4j.core.weights.WeightStorage;
import org.distill4j.text.StaticEmbedding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a small, fast student of an embedding model. */
@Command(
    name = "embed",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Makes a small student of an embedding model: a table of tokens, which is hundreds of times"
          + " as fast, or with --layers some of the teacher's own layers. It is trained on the"
          + " teacher's embeddings of your texts, which need no labels.",
      "",
      "Into the output folder go student.d4j, with the tokenizer in it, for distill-runtime and"
          + " \"distill predict\"; the folder \"student\" for other libraries; report.html with"
          + " nearest neighbours and the worst pairs; result.json; and teacher.cache, so that a"
          + " second student of the same texts asks no teacher.",
      ""
    })
public final class EmbedCommand implements Callable<Integer> {
  private static final String OTHER_FOLDER = "choose another folder by --output";

  /** How hidden states become one vector. */
  enum Pooling {
    MEAN,
    FIRST
  }

  /** How tables lie in the student's file. */
  enum Storage {
    INT8,
    FLOAT16,
    FLOAT32
  }

  private final PrintStream out;
  private final Interrupts interrupts;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description =
          "The embedding model: a Hugging Face folder, or an ONNX file with its tokenizer.json"
              + " beside it.")
  private Path model = Path.of("model.onnx");

  @Option(
      names = "--texts",
      paramLabel = "FILE",
      required = true,
      description =
          "The texts to learn from: a text on each line, or a table named .csv, .tsv or .jsonl."
              + " Texts that occur twice count once.")
  private Path texts = Path.of("texts.txt");

  @Option(
      names = "--column",
      paramLabel = "NAME",
      defaultValue = "text",
      description = "The column of a table's texts. Default: ${DEFAULT-VALUE}.")
  private String column = "text";

  @Option(
      names = "--held-out",
      paramLabel = "FILE",
      description =
          "Texts to measure on. Default: every 20th of the others, at most 2,000, which are not"
              + " learned from then.")
  private Optional<Path> heldOut = Optional.empty();

  @Option(
      names = "--tokenizer",
      paramLabel = "PATH",
      description = "The model's tokenizer.json or vocab.txt, if it does not lie beside it.")
  private Optional<Path> tokenizer = Optional.empty();

  @Option(
      names = "--pooling",
      paramLabel = "HOW",
      defaultValue = "mean",
      description =
          "How the model's states become one vector, which is divided by its length: mean, or first"
              + " for the first token. Default: ${DEFAULT-VALUE}.")
  private Pooling pooling = Pooling.MEAN;

  @Option(
      names = "--states",
      paramLabel = "NAME",
      description =
          "The output of an ONNX file that has a vector for each token, if that is not plain.")
  private Optional<String> states = Optional.empty();

  @Option(
      names = "--width",
      paramLabel = "N",
      defaultValue = "256",
      description = "The numbers of a table's embedding. Default: ${DEFAULT-VALUE}.")
  private int width = 256;

  @Option(
      names = "--teacher-space",
      description =
          "Give embeddings of the teacher's width, which may be compared with the teacher's; the"
              + " table's file is larger by a projection.")
  private boolean teacherSpace;

  @Option(
      names = "--layers",
      paramLabel = "N",
      split = ",",
      description =
          "Make a transformer of these layers of the teacher, from 0, in place of a table: 0,5.")
  private List<Integer> layers = List.of();

  @Option(
      names = "--storage",
      paramLabel = "TYPE",
      defaultValue = "int8",
      description =
          "The numbers of tables in student.d4j: int8, float16 or float32. Default:"
              + " ${DEFAULT-VALUE}.")
  private Storage storage = Storage.INT8;

  @Option(
      names = "--length",
      paramLabel = "N",
      description = "The most tokens of a text, which loses its end. Default: the model's.")
  private Optional<Integer> length = Optional.empty();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "How often each text is learned from. Default: 5, with --layers 3.")
  private Optional<Integer> epochs = Optional.empty();

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "The texts of a step. Default: 256, with --layers 32.")
  private Optional<Integer> batchSize = Optional.empty();

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description = "The first learning rate. Default: 0.003, with --layers 0.0005.")
  private Optional<Double> learningRate = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "The seed of the order of texts. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description = "The folder of the results.")
  private Path output = Path.of("student");

  @Option(names = "--overwrite", description = "Replace a student that is there.")
  private boolean overwrite;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "The tensor engine; \"distill backends\" lists them.")
  private Optional<String> backend = Optional.empty();

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
  public EmbedCommand(PrintStream out, Interrupts interrupts) {
    this.out = out;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() {
    requireFree();
    EmbedTexts read = EmbedTexts.read(texts, column, heldOut);
    Backends found = Backends.find();
    Backend chosen = backend.isPresent() ? found.choose(backend) : found.choose();
    FolderLock alone = FolderLock.acquire(output, OTHER_FOLDER);
    try (Session session = chosen.open(SessionOptions.defaults())) {
      EmbeddingTeacher teacher =
          EmbeddingTeacher.open(model, tokenizer, pooling(), states, number(length), session);
      Console console = show.console(out);
      EmbedJob job =
          new EmbedJob(
              session,
              () -> chosen.open(SessionOptions.defaults()),
              teacher,
              read,
              plan(),
              console,
              interrupts.stop());
      tell(console, session, read, interrupts.during(job::run));
    } finally {
      alone.close();
    }
    return 0;
  }

  private void requireFree() {
    Path file = output.resolve(EmbedJob.STUDENT);
    if (!overwrite && Files.exists(file)) {
      throw new IllegalArgumentException(
          "The file "
              + file
              + " is there already, expected none.\n"
              + "Maybe replace it by --overwrite, or choose another folder by --output.");
    }
  }

  private SentencePooling pooling() {
    return pooling == Pooling.MEAN
        ? SentencePooling.mean(TokenSequences.MASK)
        : SentencePooling.first();
  }

  private EmbedPlan plan() {
    WeightStorage stored =
        switch (storage) {
          case INT8 -> WeightStorage.INT8_TABLES;
          case FLOAT16 -> WeightStorage.FLOAT16;
          case FLOAT32 -> WeightStorage.FLOAT32;
        };
    return new EmbedPlan(
        output,
        Optional.of(layers).filter(some -> !some.isEmpty()),
        width,
        teacherSpace ? StaticEmbedding.Space.TEACHER : StaticEmbedding.Space.OWN,
        stored,
        number(epochs),
        number(batchSize),
        learningRate.map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
        seed);
  }

  private static OptionalInt number(Optional<Integer> given) {
    return given.map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }

  private void tell(Console console, Session session, EmbedTexts read, EmbedJob.Outcome outcome) {
    new ResultFile(session.engineVersion(), outcome.numbers()).write(output);
    Path page =
        new RunReport(
                "Embeddings: " + output.getFileName(),
                Map.of("student", outcome.epochs()),
                outcome.numbers(),
                List.of(),
                Optional.empty(),
                Optional.of(outcome.comparison()),
                plan().toString(),
                environment(session, read))
            .write(output);
    console.say("");
    console.result(ResultTable.create(outcome.numbers()).toString());
    console.say("");
    console.say(
        "The student is in "
            + output.resolve(EmbedJob.STUDENT)
            + ", and the report in "
            + page
            + ".");
  }

  private Map<String, String> environment(Session session, EmbedTexts read) {
    Map<String, String> told = new LinkedHashMap<>();
    told.put("model", model.toString());
    told.put(
        "texts",
        String.format(
            Locale.ROOT,
            "%,d to learn from, %,d to measure on",
            read.train().size(),
            read.heldOut().size()));
    told.put("seed", String.valueOf(seed));
    return RunReports.environment(session, told);
  }
}
