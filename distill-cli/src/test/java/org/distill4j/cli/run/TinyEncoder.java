package org.distill4j.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.model.Weights;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/** A folder of Hugging Face with a BERT of two layers of width 4 and its vocabulary, and texts. */
public final class TinyEncoder {
  private static final int WIDTH = 4;
  private static final List<String> VOCABULARY =
      List.of(
          "[PAD]", "[UNK]", "[CLS]", "[SEP]", "win", "money", "now", "see", "you", "##s", "soon");

  private final Map<String, HostTensor> tensors = new LinkedHashMap<>();
  private final SplittableRandom random = new SplittableRandom(3);

  private TinyEncoder() {}

  /** Writes the folder "encoder" and the files "texts.csv" and "texts.jsonl". */
  public static void write(Path folder) {
    try {
      new TinyEncoder().folder(Files.createDirectories(folder.resolve("encoder")));
      StringBuilder csv = new StringBuilder("text,other,spam\n");
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < 12; i++) {
        String text = i % 2 == 0 ? "win money now".substring(0, 3 + i % 3 * 5) : "see you soon";
        csv.append(text).append(",you,").append(i % 2 == 0 ? "yes" : "no").append('\n');
        lines.append("{\"text\": \"" + text + "\", \"score\": " + i % 2 + "}\n");
      }
      Files.writeString(folder.resolve("texts.csv"), csv);
      Files.writeString(folder.resolve("texts.jsonl"), lines);
    } catch (IOException error) {
      throw new UncheckedIOException("The encoder cannot be written", error);
    }
  }

  private void folder(Path folder) throws IOException {
    Files.write(folder.resolve("vocab.txt"), VOCABULARY);
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"model_type": "bert", "vocab_size": 11, "hidden_size": 4, "num_hidden_layers": 2,
         "num_attention_heads": 2, "intermediate_size": 6, "hidden_act": "gelu",
         "max_position_embeddings": 8, "type_vocab_size": 2}
        """);
    tensor("embeddings.word_embeddings.weight", 0, VOCABULARY.size(), WIDTH);
    tensor("embeddings.position_embeddings.weight", 0, 8, WIDTH);
    tensor("embeddings.token_type_embeddings.weight", 0, 2, WIDTH);
    norm("embeddings.LayerNorm");
    for (String layer : List.of("encoder.layer.0.", "encoder.layer.1.")) {
      for (String part : List.of("self.query", "self.key", "self.value", "output.dense")) {
        dense(layer + "attention." + part, WIDTH, WIDTH);
      }
      norm(layer + "attention.output.LayerNorm");
      dense(layer + "intermediate.dense", WIDTH, 6);
      dense(layer + "output.dense", 6, WIDTH);
      norm(layer + "output.LayerNorm");
    }
    WeightsFile.write(folder.resolve("model.safetensors"), Weights.of(tensors));
  }

  private void dense(String name, int in, int out) {
    tensor(name + ".weight", 0, out, in);
    tensor(name + ".bias", 0, out);
  }

  private void norm(String name) {
    tensor(name + ".weight", 1, WIDTH);
    tensor(name + ".bias", 0, WIDTH);
  }

  private void tensor(String name, double mean, int... dims) {
    HostTensor tensor = HostTensor.ofFloats(Shape.of(dims), new float[(int) Shape.of(dims).size()]);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats().put(i, (float) (mean + random.nextDouble(-0.5, 0.5)));
    }
    tensors.put(name, tensor);
  }
}
