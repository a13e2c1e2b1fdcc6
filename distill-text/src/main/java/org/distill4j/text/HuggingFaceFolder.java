package org.distill4j.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.file.AtomicFiles;
import org.distill4j.core.layer.SentencePooling;
import org.distill4j.core.model.PretrainedModel;
import org.distill4j.core.model.SentenceModel;
import org.distill4j.data.Dataset;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;

/**
 * A folder as the Transformers library of Hugging Face saves an encoder: {@code config.json} and
 * {@code model.safetensors}, or {@code model.safetensors.index.json} and the files that it names.
 * BERT (MiniLM is one), DistilBERT, RoBERTa, XLM-RoBERTa, CamemBERT, MPNet and ViT are read.
 * Nothing in a folder is ever executed.
 *
 * <p>The folder becomes a model and its weights, as teacher or as student, whole or in part:
 *
 * <pre>{@code
 * HuggingFaceFolder teacher = HuggingFaceFolder.open(Path.of("all-MiniLM-L6-v2")).sentences();
 * HuggingFaceFolder student = teacher.layers(0, 5);
 * }</pre>
 *
 * <p>The model of an encoder of texts takes {@code input_ids} and {@code attention_mask}, (batch,
 * length) with a free length, and {@code token_type_ids} if the network has two types of tokens or
 * more. It gives "{@value #LAST_HIDDEN_STATE}", (batch, length, width), and "logits" if the
 * folder's architecture is {@code …ForSequenceClassification}, (batch, classes), or {@code
 * …ForTokenClassification}, (batch, length, classes).
 *
 * <p>A vision transformer (ViT, Dosovitskiy et al. 2021) takes {@code pixel_values}, (batch,
 * channels, size, size), prepared as its {@code preprocessor_config.json} says. It gives "{@value
 * #LAST_HIDDEN_STATE}", (batch, 1 + patches, width), that of the class token first, and "logits",
 * (batch, classes), if the architecture is {@code …ForImageClassification}.
 *
 * <p>Blocks are named layer0, layer1, …; their outputs and "layer0.attention.probabilities" can be
 * tapped. In training it has the dropout that config.json says.
 */
public final class HuggingFaceFolder {
  /** The input that tells the first text of a pair from the second, (batch, length). */
  public static final String TOKEN_TYPES = TokenSequences.TYPES;

  /** The output that holds the last block's hidden states, (batch, length, width). */
  public static final String LAST_HIDDEN_STATE = SentenceModel.STATES;

  /** The output of {@link #sentences}, (batch, width). */
  public static final String EMBEDDING = SentenceModel.EMBEDDING;

  /** The input of a vision transformer, (batch, channels, size, size). */
  public static final String PIXELS = "pixel_values";

  /** What tells how inputs are made, saved beside the model. */
  private static final List<String> PREPARATION =
      List.of(
          "preprocessor_config.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "added_tokens.json",
          "vocab.txt",
          "vocab.json",
          "merges.txt",
          "sentencepiece.bpe.model");

  private final Path source;
  private final ObjectNode config;
  private final Network network;
  private final FolderTensors tensors;
  private final Optional<SentencePooling> pooling;

  private HuggingFaceFolder(
      Path source,
      ObjectNode config,
      Network network,
      FolderTensors tensors,
      Optional<SentencePooling> pooling) {
    this.source = source;
    this.config = config;
    this.network = network;
    this.tensors = tensors;
    this.pooling = pooling;
  }

  /**
   * Reads a folder. F32, F16 and BF16 become float32.
   *
   * @param folder the folder
   * @return the encoder in it
   * @throws IllegalArgumentException if a file is missing or damaged, the network is another one,
   *     or tensors are missing, unknown or of other shapes than config.json says
   * @throws UncheckedIOException if a file cannot be read
   */
  public static HuggingFaceFolder open(Path folder) {
    Path file = folder.resolve(TensorFiles.CONFIG);
    ObjectNode config = TensorFiles.object(file);
    Network network = EncoderConfig.read(file.toString(), config);
    return of(folder, config, network, TensorFiles.read(folder), Optional.empty());
  }

  /**
   * Takes the weights of an encoder of BERT's kind that was exported to another format, for example an ONNX file, by PyTorch: {@code OnnxModel.open(file).weights()} has them under the names that they
   * had there. What config.json would say follows from their shapes, but for the heads of an
   * attention; the function between dense layers is GELU. Compare its embeddings with those of the
   * file before it is used.
   *
   * @param exported the weights by path; those of heads do not matter
   * @param heads the number of heads of each attention
   * @param tokenizer the folder or file of its tokenizer
   * @return the encoder, which has no head
   * @throws IllegalArgumentException if weights are missing, or do not fit together
   */
  public static HuggingFaceFolder ofExport(Weights exported, int heads, Path tokenizer) {
    ExportedEncoder encoder = ExportedEncoder.of(exported);
    ObjectNode config = encoder.config(heads);
    return of(
        tokenizer,
        config,
        EncoderConfig.read("The exported encoder", config),
        encoder.tensors(),
        Optional.empty());
  }

  private static HuggingFaceFolder of(
      Path folder,
      ObjectNode config,
      Network network,
      Weights file,
      Optional<SentencePooling> pooling) {
    FolderTensors tensors = FolderTensors.of(folder.toString(), network, file);
    return new HuggingFaceFolder(folder, config, network, tensors, pooling);
  }

  /** {@return the network, which is given {@link #weights} or those that a training ends with} */
  public Model model() {
    return pooling.<Model>map(how -> SentenceModel.of(network, how)).orElse(network);
  }

  /**
   * Returns the network with the folder's weights in it: a training begins with them whatever its
   * seed.
   *
   * @return the network
   */
  public Model pretrained() {
    return PretrainedModel.of(model(), weights());
  }

  /** {@return all weights of {@link #model}, by path} */
  public Weights weights() {
    return tensors.weights();
  }

  /**
   * Opens the tokenizer in the folder. Its texts are no longer than the encoder has positions.
   *
   * @return the tokenizer
   * @throws IllegalArgumentException if there is none, the network takes images, it is damaged, or
   *     it has ids for which the encoder has no embeddings
   * @throws UncheckedIOException if it cannot be read
   */
  public Tokenizer tokenizer() {
    Tokenizer tokenizer = Tokenizers.open(source);
    requireFit(tokenizer);
    int positions = texts().longest();
    return tokenizer.longest() <= positions ? tokenizer : tokenizer.withLongest(positions);
  }

  /**
   * Refuses a tokenizer of another vocabulary.
   *
   * @param tokenizer the tokenizer
   * @throws IllegalArgumentException if it has ids for which the encoder has no embeddings, or the
   *     network takes images
   */
  public void requireFit(Tokenizer tokenizer) {
    int vocabulary = texts().vocabulary();
    if (tokenizer.vocabularySize() > vocabulary) {
      throw new IllegalArgumentException(
          "The tokenizer has "
              + tokenizer.vocabularySize()
              + " ids, expected at most "
              + vocabulary
              + ", for which "
              + source
              + " has embeddings.\nMaybe the tokenizer is of another model.");
    }
  }

  private Encoder texts() {
    if (network instanceof Encoder encoder) {
      return encoder;
    }
    throw new IllegalArgumentException(
        source
            + " holds a "
            + network.family().types().get(0)
            + ", expected an encoder of texts, which has a tokenizer.\n"
            + "Maybe give images to its input "
            + PIXELS
            + ".");
  }

  /** {@return the width of the hidden states} */
  public int width() {
    return network.width();
  }

  /** {@return the number of blocks} */
  public int layerCount() {
    return network.layers();
  }

  /**
   * Returns the encoder with some of its layers. Embeddings and head stay as they are.
   *
   * @param chosen the layers from 0 on, in the order in which they come; none for the embeddings
   *     alone
   * @return the smaller encoder
   * @throws IllegalArgumentException if there is no such layer
   */
  public HuggingFaceFolder layers(int... chosen) {
    for (int layer : chosen) {
      if (layer < 0 || layer >= network.layers()) {
        throw new IllegalArgumentException(
            "Layer "
                + layer
                + " of "
                + source
                + " was asked for, expected one of 0 to "
                + (network.layers() - 1)
                + ".\nMaybe layers were counted from 1.");
      }
    }
    ObjectNode changed = config.deepCopy();
    changed.put(network.family().key(EncoderConfig.LAYERS), chosen.length);
    String blocks = network.family().block().blocks();
    List<Integer> list = Arrays.stream(chosen).boxed().toList();
    return changed(changed, FolderTensors.layers(tensors.all(), blocks, list));
  }

  /**
   * Returns the encoder as one of sentences: "{@value #EMBEDDING}", (batch, width), is the mean of
   * the hidden states over the mask, divided by its length (Reimers and Gurevych 2019). There is no
   * other output, and a classifier is left out.
   *
   * @return the encoder of sentences
   */
  public HuggingFaceFolder sentences() {
    return sentences(SentencePooling.mean(TokenSequences.MASK));
  }

  /**
   * Returns the encoder as one of sentences, by a rule of one's own: encoders that were trained to
   * embed by their first token need {@code SentencePooling.first()}. Of a vision transformer, that
   * is the class token.
   *
   * @param how how a text's hidden states become one vector
   * @return the encoder of sentences
   * @throws IllegalArgumentException if the pooling has a mask, and the network takes images
   */
  public HuggingFaceFolder sentences(SentencePooling how) {
    how.mask().ifPresent(mask -> texts());
    ObjectNode changed = config.deepCopy();
    Weights kept = tensors.all();
    if (network.head() != EncoderHead.NONE) {
      changed.remove(EncoderConfig.ARCHITECTURES);
      kept = kept.only(kept.names().stream().filter(name -> !isScores(name)).toList());
    }
    return of(source, changed, network.with(EncoderHead.NONE), kept, Optional.of(how));
  }

  private static boolean isScores(String name) {
    return name.startsWith("classifier.") || name.startsWith("pre_classifier.");
  }

  /**
   * Returns the encoder with another rate of dropout in training, everywhere.
   *
   * @param rate the rate, in [0, 1)
   * @return the changed encoder
   * @throws IllegalArgumentException if the rate is out of range
   */
  public HuggingFaceFolder withDropout(double rate) {
    ObjectNode changed = config.deepCopy();
    for (String key :
        List.of(
            EncoderConfig.DROPOUT, EncoderConfig.ATTENTION_DROPOUT, EncoderConfig.HEAD_DROPOUT)) {
      if (network instanceof Encoder || !key.equals(EncoderConfig.HEAD_DROPOUT)) {
        changed.put(network.family().key(key), rate);
      }
    }
    return changed(changed, tensors.all());
  }

  /**
   * Returns the encoder with other weights, those of a training.
   *
   * @param weights all weights of {@link #model}
   * @return the changed encoder
   * @throws IllegalArgumentException if one is missing, unknown or of another shape
   */
  public HuggingFaceFolder withWeights(Weights weights) {
    weights.requireAmong(tensors.specs());
    return new HuggingFaceFolder(source, config, network, tensors.with(weights), pooling);
  }

  private HuggingFaceFolder changed(ObjectNode changed, Weights file) {
    Network read = EncoderConfig.read(source.resolve(TensorFiles.CONFIG).toString(), changed);
    return of(source, changed, read.with(network.head()), file, pooling);
  }

  /**
   * Writes the folder in the form in which it was read: {@code config.json}, {@code
   * model.safetensors} with the names that the tensors had, as float32, and the tokenizer's files
   * of the folder it came from. Chosen layers have the numbers from 0 on. Tensors of heads that the
   * model does not use are written too.
   *
   * @param folder where to write; it is made if it is not there
   * @throws IllegalArgumentException if the weights need more than 2 GiB
   * @throws UncheckedIOException if it cannot be written
   */
  public void write(Path folder) {
    write(folder, config.deepCopy(), tensors.all(), this::copyPreparation);
  }

  /**
   * Writes the folder as {@link #write} does, with the tokens alone that occur in a data set: the
   * table of embeddings has a row for each of them, and the tokenizer's files have their new ids.
   * Special tokens are kept, and heads that predict tokens are left out. Words of later texts whose
   * pieces are not there are made of shorter pieces, or are unknown.
   *
   * <p>Teacher and student take the same ids, so a student is cropped after its training.
   *
   * @param folder where to write; it is made if it is not there
   * @param data texts, as {@link TextData} reads them by {@link #tokenizer}
   * @throws IllegalArgumentException if the folder has no tokenizer that {@link WordPieceTokenizer}
   *     reads, or an id has no embedding
   * @throws UncheckedIOException if it cannot be written
   */
  public void writeCropped(Path folder, Dataset data) {
    CroppedVocabulary kept =
        CroppedVocabulary.collect(texts(), WordPieceTokenizer.open(source).specialTokens(), data);
    ObjectNode written = config.deepCopy();
    written.put(EncoderConfig.VOCABULARY, kept.size());
    Weights weights = kept.crop(tensors.all(), tensors.name(WeightMappings.WORDS));
    write(
        folder,
        written,
        weights,
        target -> {
          copyPreparation(target);
          kept.rewrite(target);
        });
  }

  private static void write(
      Path folder, ObjectNode written, Weights weights, TensorFiles.Copying tokenizer) {
    written.remove("torch_dtype");
    written.put("dtype", "float32");
    TensorFiles.write(folder, written, weights, tokenizer);
  }

  private void copyPreparation(Path folder) throws IOException {
    for (String name : PREPARATION) {
      Path from = source.resolve(name);
      Path to = folder.resolve(name);
      if (Files.exists(from) && !(Files.exists(to) && Files.isSameFile(from, to))) {
        AtomicFiles.copy(from, to);
      }
    }
  }

  @Override
  public String toString() {
    return "HuggingFaceFolder " + source + " of " + network;
  }
}
