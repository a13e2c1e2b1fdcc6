package org.distill4j.langchain4j;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.MeanPool;
import org.distill4j.core.layer.MultiHeadAttention;
import org.distill4j.core.layer.SentencePooling;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.model.Models;
import org.distill4j.core.model.SentenceModel;
import org.distill4j.core.weights.StudentFile;
import org.distill4j.model.Inputs;
import org.distill4j.model.Layer;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.model.Weights;
import org.distill4j.program.Recorder;
import org.distill4j.student.InputEncoding;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.text.WordPieceTokenizer;

/** A small encoder of texts, with a tokenizer.json. */
final class TinyTexts {
  static final int WIDTH = 4;
  private static final int IDS = 9;

  private static final String TOKENIZER =
      """
      {"version": "1.0", "truncation": null, "padding": null,
       "added_tokens": [%s],
       "normalizer": {"type": "BertNormalizer", "clean_text": true,
         "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
       "pre_tokenizer": {"type": "BertPreTokenizer"},
       "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]},
       "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
       "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
         "max_input_chars_per_word": 100,
         "vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3,
           "a": 4, "cat": 5, "##s": 6, "sat": 7, ".": 8}}}
      """
          .formatted(
              special(0, "[PAD]")
                  + ","
                  + special(1, "[UNK]")
                  + ","
                  + special(2, "[CLS]")
                  + ","
                  + special(3, "[SEP]"));

  private TinyTexts() {}

  private static String special(int id, String content) {
    return """
    {"id": %d, "content": "%s", "single_word": false, "lstrip": false, "rstrip": false,
     "normalized": false, "special": true}\
    """
        .formatted(id, content);
  }

  static Path tokenizer(Path folder) {
    try {
      return Files.writeString(folder.resolve("tokenizer.json"), TOKENIZER);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  static InputEncoding encoding(Path folder) {
    return WordPieceTokenizer.open(tokenizer(folder)).inputEncoding().orElseThrow();
  }

  /** Gives the hidden states of all tokens. */
  static Model encoder() {
    return new Tokens();
  }

  static Weights weights(Model model) {
    return Recorder.forward(model, Mode.EVALUATION, 2).initialWeights(7);
  }

  /** The same network's sentence embeddings. */
  static StudentFile sentences(Path folder) {
    Model model = SentenceModel.of(encoder(), SentencePooling.mean(TokenSequences.MASK));
    return StudentFile.of(model, weights(model)).withEncoding(encoding(folder));
  }

  static StudentFile classifier(Path folder) {
    Model model =
        Models.of(
            TensorSpec.freeInts(TokenSequences.LENGTH),
            Sequential.of(Embedding.of(IDS, 3), MeanPool.of(), Dense.of(3, 3)));
    return StudentFile.of(model, weights(model))
        .withEncoding(encoding(folder))
        .withClasses(List.of("animal", "plant", "stone"));
  }

  private record Tokens() implements Model {
    @Override
    public Map<String, TensorSpec> inputs() {
      TensorSpec tokens = TensorSpec.freeInts(TokenSequences.LENGTH);
      Map<String, TensorSpec> inputs = new LinkedHashMap<>();
      List.of(TokenSequences.IDS, TokenSequences.MASK, TokenSequences.TYPES)
          .forEach(name -> inputs.put(name, tokens));
      return inputs;
    }

    @Override
    public Outputs forward(Scope scope, Inputs inputs) {
      Tensor ids = inputs.get(TokenSequences.IDS);
      Tensor types = inputs.get(TokenSequences.TYPES);
      Tensor words = scope.run("words", Embedding.of(IDS, WIDTH), ids);
      Tensor sum = words.add(scope.run("types", Embedding.of(2, WIDTH), types));
      Layer attention = MultiHeadAttention.of(WIDTH, 2).withPadding(TokenSequences.MASK);
      return Outputs.of(SentenceModel.STATES, scope.run("attention", attention, sum));
    }
  }
}
