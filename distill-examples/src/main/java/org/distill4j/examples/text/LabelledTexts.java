package org.distill4j.examples.text;

import java.nio.file.Path;
import java.util.Map;
import org.distill4j.backend.Backends;
import org.distill4j.core.data.CsvTable;
import org.distill4j.core.data.Split;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.layer.SentencePooling;
import org.distill4j.core.model.SentenceModel;
import org.distill4j.core.teacher.FeatureInputs;
import org.distill4j.data.Dataset;
import org.distill4j.model.Model;
import org.distill4j.onnx.OnnxModel;
import org.distill4j.text.TextData;
import org.distill4j.text.Tokenizer;
import org.distill4j.text.Tokenizers;

/**
 * Texts of two classes as token ids, with an encoder's embeddings beside them.
 *
 * @param learn the texts to learn from
 * @param heldOut those that choose settings, a tenth of the others
 * @param test the texts to measure on
 * @param vocabulary how many ids the tokenizer has
 */
record LabelledTexts(Dataset learn, Dataset heldOut, Dataset test, int vocabulary) {
  private static final int LENGTH = 128;
  private static final double SHARE = 0.9;

  /**
   * Reads tables with the columns "text" and "label". The embeddings are computed once, in files
   * beside the tables.
   *
   * @param encoder a folder with model.onnx and its tokenizer.json
   * @param states the name of the encoder's hidden states
   */
  static LabelledTexts read(Path train, Path test, Path encoder, String states) {
    Model network =
        SentenceModel.of(
            OnnxModel.open(encoder.resolve("model.onnx"), Map.of(states, SentenceModel.STATES)),
            SentencePooling.mean(TokenSequences.MASK));
    Tokenizer tokenizer = Tokenizers.open(encoder).withLongest(LENGTH);
    CsvTable numbered = CsvTable.of("label");
    String[] classes = numbered.classesIn(train);
    CsvTable table = classes.length == 0 ? numbered : numbered.withClasses(classes);
    TextData texts = TextData.of(table, "text");
    Split parts = Split.random(embedded(texts, train, tokenizer, network), SHARE, 0);
    return new LabelledTexts(
        parts.first(),
        parts.second(),
        embedded(texts, test, tokenizer, network),
        tokenizer.vocabularySize());
  }

  private static Dataset embedded(TextData texts, Path table, Tokenizer tokenizer, Model network) {
    Path features = table.resolveSibling(table.getFileName() + ".features");
    Dataset read = texts.read(tokenizer, table);
    return FeatureInputs.compute(read, features, network, Backends.find().choose());
  }
}
