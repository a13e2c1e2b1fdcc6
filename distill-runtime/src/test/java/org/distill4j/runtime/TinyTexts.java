package org.distill4j.runtime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.MultiHeadAttention;
import org.distill4j.core.layer.SentencePooling;
import org.distill4j.core.model.SentenceModel;
import org.distill4j.core.weights.StudentFile;
import org.distill4j.model.Inputs;
import org.distill4j.model.Layer;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.student.TokenTemplate;
import org.distill4j.student.WordPieceEncoding;
import org.distill4j.student.WordPieces;
import org.distill4j.student.WordSplitter;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** A small encoder of sentences with its tokenizer. */
final class TinyTexts {
  static final int WIDTH = 4;
  static final int LONGEST = 40;

  private TinyTexts() {}

  static WordPieceEncoding tokenizer() {
    return new WordPieceEncoding(
        new WordPieces(
            Map.of("[UNK]", 1, "a", 4, "cat", 5, "##s", 6, "sat", 7, ".", 8), "##", 1, 100),
        new WordSplitter(
            WordSplitter.Controls.DROPPED,
            WordSplitter.Ideographs.SEPARATE,
            WordSplitter.Accents.DROPPED,
            WordSplitter.Letters.LOWERED),
        TokenTemplate.bert(2, 3),
        Map.of("[PAD]", 0, "[CLS]", 2, "[SEP]", 3),
        0,
        LONGEST);
  }

  static Model model() {
    return SentenceModel.of(new Tokens(), SentencePooling.mean(TokenSequences.MASK));
  }

  static StudentFile student() {
    Model model = model();
    return StudentFile.of(model, ServedModels.weights(model)).withEncoding(tokenizer());
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
      Tensor words = scope.run("words", Embedding.of(9, WIDTH), ids);
      Tensor sum = words.add(scope.run("types", Embedding.of(2, WIDTH), types));
      Layer attention = MultiHeadAttention.of(WIDTH, 2).withPadding(TokenSequences.MASK);
      return Outputs.of(SentenceModel.STATES, scope.run("attention", attention, sum));
    }
  }
}
