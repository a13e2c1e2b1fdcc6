package org.distill4j.cli.embed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.distill4j.backend.Session;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.layer.SentencePooling;
import org.distill4j.core.model.SentenceModel;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.core.teacher.SentenceTeacher;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.onnx.OnnxModel;
import org.distill4j.onnx.OnnxOptions;
import org.distill4j.onnx.OnnxTeacher;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.text.HuggingFaceFolder;
import org.distill4j.text.TokenMeans;
import org.distill4j.text.Tokenizer;
import org.distill4j.text.Tokenizers;

/**
 * An embedding model that somebody trained: a Hugging Face folder, or an ONNX file, which ONNX
 * Runtime runs.
 */
public final class EmbeddingTeacher {
  private static final List<String> PROBES = List.of("A first text.", "Another one, of two parts");
  private static final double CLOSE = 1e-3;

  private final Path model;
  private final Path tokenizerFile;
  private final Tokenizer tokenizer;
  private final SentencePooling pooling;
  private final Session session;
  private final Teacher states;
  private final Teacher teacher;

  private EmbeddingTeacher(
      Path model,
      Path tokenizerFile,
      Tokenizer tokenizer,
      SentencePooling pooling,
      Session session,
      Teacher states) {
    this.model = model;
    this.tokenizerFile = tokenizerFile;
    this.tokenizer = tokenizer;
    this.pooling = pooling;
    this.session = session;
    this.states = states;
    this.teacher = new SmallBatches(SentenceTeacher.of(session, states, pooling));
  }

  /**
   * Opens a model.
   *
   * @param model a folder with config.json and model.safetensors, or an ONNX file
   * @param tokenizerFile its tokenizer, a file or a folder; empty for that beside the model
   * @param pooling how hidden states become one vector
   * @param output the name of the output that holds the hidden states of an ONNX file; empty for
   *     "last_hidden_state", or the only one that has a vector for each token
   * @param length the most tokens of a text; empty for what the tokenizer says
   * @param session where a folder's network runs
   * @return the teacher
   * @throws IllegalArgumentException if a file is missing, damaged or of another kind, or model and
   *     tokenizer do not fit together
   */
  public static EmbeddingTeacher open(
      Path model,
      Optional<Path> tokenizerFile,
      SentencePooling pooling,
      Optional<String> output,
      OptionalInt length,
      Session session) {
    boolean folder = Files.isDirectory(model);
    Path beside = folder ? model : Objects.requireNonNull(model.toAbsolutePath().getParent());
    Path file = tokenizerFile.orElse(beside);
    if (!folder && !Files.isRegularFile(model)) {
      throw new IllegalArgumentException(
          "There is no model "
              + model
              + ", expected an ONNX file or a Hugging Face folder.\nMaybe the path is misspelt.");
    }
    Teacher states = folder ? ofFolder(model, session) : ofFile(model, output);
    Tokenizer whole = folder ? tokenizer(model, file) : Tokenizers.open(file);
    Tokenizer tokenizer = length.isPresent() ? whole.withLongest(length.getAsInt()) : whole;
    requireFit(model, states, tokenizer);
    return new EmbeddingTeacher(model, file, tokenizer, pooling, session, states);
  }

  /** Asks about the longest text of the largest id, which no later text goes beyond. */
  private static void requireFit(Path model, Teacher teacher, Tokenizer tokenizer) {
    int[] ids = new int[tokenizer.longest()];
    Arrays.fill(ids, tokenizer.vocabularySize() - 1);
    TokenSequences longest =
        TokenSequences.of(List.of(ids)).withTypes(List.of(new int[ids.length]));
    try {
      teacher.predict(longest.batch(0).withPadding(longest.padding()));
    } catch (IllegalArgumentException | IllegalStateException refused) {
      // Without its cause, whose own way out would be told instead.
      throw new IllegalArgumentException(
          model
              + " takes no text of "
              + ids.length
              + " tokens with the id "
              + ids[0]
              + ", expected one that fits its tokenizer: "
              + String.valueOf(refused.getMessage()).lines().findFirst().orElse("")
              + "\nMaybe the tokenizer is of another model, or texts have to be shorter, by"
              + " --length.");
    }
  }

  private static Tokenizer tokenizer(Path model, Path file) {
    HuggingFaceFolder opened = HuggingFaceFolder.open(model);
    if (file.equals(model)) {
      return opened.tokenizer();
    }
    Tokenizer other = Tokenizers.open(file);
    opened.requireFit(other);
    return other;
  }

  private static Teacher ofFolder(Path model, Session session) {
    HuggingFaceFolder encoder = HuggingFaceFolder.open(model);
    return ModelTeacher.of(session, encoder.model(), encoder.weights());
  }

  private static Teacher ofFile(Path model, Optional<String> output) {
    OnnxTeacher whole = OnnxTeacher.open(model);
    if (output.isEmpty() && whole.outputs().size() == 1) {
      return whole;
    }
    try (whole) {
      String states = output.orElseGet(() -> states(model, whole.outputs()));
      OnnxOptions options = OnnxOptions.defaults().withOutput(states, SentenceModel.STATES);
      return OnnxTeacher.open(model, options);
    }
  }

  /** The output that has a vector for each token. */
  private static String states(Path model, Map<String, TensorSpec> outputs) {
    List<String> found =
        outputs.keySet().contains(SentenceModel.STATES)
            ? List.of(SentenceModel.STATES)
            : outputs.entrySet().stream()
                .filter(each -> each.getValue().shape().rank() == 2)
                .map(Map.Entry::getKey)
                .toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          model
              + " has the outputs "
              + outputs
              + ", expected \""
              + SentenceModel.STATES
              + "\", or a single one of shape (length, width).\nMaybe name one by --states.");
    }
    return found.get(0);
  }

  /** {@return the teacher, which gives "embedding"} */
  public Teacher teacher() {
    return teacher;
  }

  /** {@return what keeps the mean of each token's states, not asked yet} */
  TokenMeans means() {
    return TokenMeans.of(states, tokenizer);
  }

  /** The teacher that gives "embedding", and asks by way of the means. */
  Teacher teacher(TokenMeans means) {
    return new SmallBatches(SentenceTeacher.of(session, means, pooling));
  }

  /** {@return its tokenizer} */
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** {@return the file of its weights, for its size} */
  public Path weightsFile() {
    return Files.isDirectory(model) ? model.resolve("model.safetensors") : model;
  }

  /**
   * Takes the network apart, so that a student may have some of its layers.
   *
   * @return the network, as an encoder of sentences
   * @throws IllegalArgumentException if an ONNX file holds none of BERT's kind
   */
  public HuggingFaceFolder encoder() {
    return Files.isDirectory(model)
        ? HuggingFaceFolder.open(model).sentences(pooling)
        : exported(OnnxModel.open(model).weights());
  }

  /** The number of heads is that with which the network gives what the file gives. */
  private HuggingFaceFolder exported(Weights weights) {
    Path folder =
        Files.isDirectory(tokenizerFile)
            ? tokenizerFile
            : Objects.requireNonNull(tokenizerFile.toAbsolutePath().getParent());
    int width = HuggingFaceFolder.ofExport(weights, 1, folder).width();
    return IntStream.rangeClosed(1, width)
        .filter(heads -> width % heads == 0)
        .boxed()
        .sorted((one, other) -> Integer.compare(unusual(width, one), unusual(width, other)))
        .map(heads -> HuggingFaceFolder.ofExport(weights, heads, folder).sentences(pooling))
        .filter(this::isSame)
        .findFirst()
        .orElseThrow(() -> otherKind());
  }

  /** Heads are 32 or 64 wide as a rule. */
  private static int unusual(int width, int heads) {
    int wide = width / heads;
    return wide == 64 ? 0 : wide == 32 ? 1 : 2 + heads;
  }

  private IllegalArgumentException otherKind() {
    return new IllegalArgumentException(
        "The layers of "
            + model
            + " give other embeddings than the file, expected a network of BERT's kind.\n"
            + "Maybe take its Hugging Face folder, or --table in place of --layers.");
  }

  private boolean isSame(HuggingFaceFolder encoder) {
    List<int[]> ids = PROBES.stream().map(text -> tokenizer.encode(text).ids()).toList();
    List<int[]> types = ids.stream().map(each -> new int[each.length]).toList();
    TokenSequences data = TokenSequences.of(ids).withTypes(types).withPadding(tokenizer.padding());
    Batch batch = data.batch(0, 1).withPadding(data.padding());
    float[] wanted = teacher.predict(batch).get(SentenceModel.EMBEDDING).toFloatArray();
    try (Predictor network = ModelPredictor.open(session, encoder.model(), encoder.weights())) {
      float[] given = network.predict(batch.inputs()).get(SentenceModel.EMBEDDING).toFloatArray();
      return given.length == wanted.length
          && IntStream.range(0, given.length).allMatch(i -> Math.abs(given[i] - wanted[i]) < CLOSE);
    }
  }
}
