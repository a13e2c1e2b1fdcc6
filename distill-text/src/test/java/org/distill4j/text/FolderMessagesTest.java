package org.distill4j.text;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.distill4j.model.Mode;
import org.distill4j.model.Weights;
import org.distill4j.program.BatchShape;
import org.distill4j.program.Recorder;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A folder of Hugging Face is refused")
class FolderMessagesTest {
  private final Path path;

  FolderMessagesTest(@TempDir Path path) {
    this.path = path;
  }

  private void requireRefused(String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HuggingFaceFolder.open(path))
        .withMessage(message);
  }

  private Path file(String name) {
    return path.resolve(name);
  }

  @Nested
  @DisplayName("whose config.json")
  class Config {
    @Test
    @DisplayName("is of another network")
    void type() throws IOException {
      TinyFolder folder = TinyFolder.bert();
      folder.config.put("model_type", "t5");
      folder.write(path);
      requireRefused(
          file("config.json")
              + " has model_type \"t5\", expected one of [bert, roberta, xlm-roberta, camembert,"
              + " distilbert, mpnet, vit].\nMaybe export it to ONNX, which OnnxTeacher reads.");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
        delimiter = '|',
        value = {
          "hidden_size|0|0|a whole number of at least 1",
          "vocab_size|4.5|4.5|a whole number of at least 1",
          "num_hidden_layers|-1|-1|a whole number of at least 0",
          "num_attention_heads|3|3|a divisor of hidden_size, 4",
          "hidden_act|gelu_new|\"gelu_new\"|one of [gelu, relu]",
          "hidden_dropout_prob|1|1|a number in [0, 1)",
          "position_embedding_type|relative_key|\"relative_key\"|absolute",
          "is_decoder|true|true|false",
        })
    @DisplayName("has a value that is not taken")
    void value(String key, String value, String shown, String expected) throws IOException {
      TinyFolder folder = TinyFolder.bert();
      boolean bare = value.matches("-?[0-9.]+|true");
      folder.config.put(key, bare ? new TinyFolder.Bare(value) : value);
      folder.write(path);
      requireRefused(
          file("config.json")
              + " has "
              + key
              + " "
              + shown
              + ", expected "
              + expected
              + ".\nMaybe it is a folder of another kind of network.");
    }

    @Test
    @DisplayName("lacks a number")
    void lacks() throws IOException {
      TinyFolder folder = TinyFolder.distilbertClassifier();
      folder.config.remove("n_layers");
      folder.write(path);
      requireRefused(
          file("config.json")
              + " has n_layers missing, expected a whole number of at least 0.\n"
              + "Maybe it is a folder of another kind of network.");
    }

    @Test
    @DisplayName("is not there, or no JSON object")
    void none() throws IOException {
      String end =
          ", expected the JSON object of a Hugging Face folder.\n"
              + "Maybe the path is that of a file, or a download was cut short.";
      requireRefused(file("config.json") + " is not there" + end);
      Files.writeString(file("config.json"), "[1]");
      requireRefused(file("config.json") + " is not a JSON object" + end);
    }
  }

  @Nested
  @DisplayName("whose tensors")
  class Tensors {
    private static final String BIAS = "encoder.layer.1.attention.self.key.bias";

    @Test
    @DisplayName("are fewer than the layers that config.json says, before any layer is built")
    void layers() throws IOException {
      TinyFolder folder = TinyFolder.bert();
      folder.config.put("num_hidden_layers", Integer.MAX_VALUE);
      folder.write(path);
      requireRefused(
          path
              + " has 2147483647 layers in its config.json and 53 tensors, expected several tensors"
              + " for each layer.\nMaybe config.json is of another model.");
    }

    @Test
    @DisplayName("lack one")
    void missing() throws IOException {
      TinyFolder folder = TinyFolder.bert();
      folder.tensors.remove(BIAS);
      folder.write(path);
      requireRefused(
          path
              + " has no tensor "
              + BIAS
              + ", expected one of shape (4) among [embeddings.word_embeddings.weight,"
              + " embeddings.position_embeddings.weight, embeddings.token_type_embeddings.weight,"
              + " embeddings.LayerNorm.weight, embeddings.LayerNorm.bias, … (52)].\n"
              + "Maybe config.json is of another model, or has more layers than the file.");
    }

    @Test
    @DisplayName("have another shape")
    void shape() throws IOException {
      TinyFolder folder = TinyFolder.bert();
      folder.tensor(BIAS, 0, 5);
      folder.write(path);
      requireRefused(
          path
              + " has "
              + BIAS
              + " of shape (5), expected (4) by config.json.\n"
              + "Maybe config.json is of another model.");
    }

    @Test
    @DisplayName("have one too many")
    void extra() throws IOException {
      TinyFolder folder = TinyFolder.bert();
      folder.config.put("num_hidden_layers", 2);
      folder.write(path);
      requireRefused(
          path
              + " has a tensor encoder.layer.2.attention.self.query.weight, expected only the 37 of"
              + " a bert of 2 layers and those that begin with one of [cls., lm_head., qa_outputs.,"
              + " vocab_transform., vocab_layer_norm., vocab_projector., pooler.].\nMaybe"
              + " config.json has fewer layers than the file, or its \"architectures\" name another"
              + " head.");
    }

    @Test
    @DisplayName("are in no safetensors file")
    void none() throws IOException {
      TinyFolder.bert().write(path);
      Files.delete(file("model.safetensors"));
      requireRefused(
          path
              + " has neither model.safetensors nor model.safetensors.index.json, expected one of"
              + " them.\nMaybe its weights are in pytorch_model.bin, which runs code when it is"
              + " read: save the model again as safetensors.");
    }
  }

  @Nested
  @DisplayName("whose index")
  class Index {
    private void index(Object map) throws IOException {
      TinyFolder.bert().writeSharded(path);
      Files.writeString(
          file("model.safetensors.index.json"), TinyFolder.json(Map.of("weight_map", map)));
    }

    @Test
    @DisplayName("names a file elsewhere")
    void elsewhere() throws IOException {
      index(Map.of("a", "../model.safetensors"));
      requireRefused(
          file("model.safetensors.index.json")
              + " says that a is in \"../model.safetensors\", expected the name of a .safetensors"
              + " file in the same folder.\nMaybe the index was damaged.");
    }

    @Test
    @DisplayName("names a tensor that the file lacks")
    void lacks() throws IOException {
      index(Map.of("a", "model-00001-of-00002.safetensors"));
      requireRefused(
          file("model.safetensors.index.json")
              + " says that a is in model-00001-of-00002.safetensors, which has"
              + " [embeddings.word_embeddings.weight, embeddings.position_embeddings.weight,"
              + " embeddings.token_type_embeddings.weight, embeddings.LayerNorm.weight,"
              + " embeddings.LayerNorm.bias].\nMaybe the file is of another version of the model.");
    }

    @Test
    @DisplayName("names nothing")
    void empty() throws IOException {
      index(List.of());
      requireRefused(
          file("model.safetensors.index.json")
              + " has no \"weight_map\", expected an object that names a file for each tensor.\n"
              + "Maybe it is the index of another program.");
    }
  }

  @Test
  @DisplayName("for texts that are longer than its positions")
  void length() throws IOException {
    TinyFolder.robertaClassifier().write(path);
    HuggingFaceFolder folder = HuggingFaceFolder.open(path);
    BatchShape nine = new BatchShape(2, Map.of("length", 9));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Recorder.forward(folder.model(), Mode.EVALUATION, nine))
        .withMessageContaining(
            "A text has 9 tokens, expected at most 8, for which the encoder has positions.\n"
                + "Maybe cut texts before they are batched.");
  }

  @Test
  @DisplayName("for weights that are another model's")
  void weights() throws IOException {
    TinyFolder.bert().write(path);
    HuggingFaceFolder folder = HuggingFaceFolder.open(path);
    Weights other = Weights.of(Map.of("embeddings.norm.bias", HostTensor.ofFloats(Shape.of(1), 1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> folder.withWeights(other))
        .withMessageStartingWith("Weight \"embeddings.norm.bias\" is FLOAT32(1), expected");
  }
}
