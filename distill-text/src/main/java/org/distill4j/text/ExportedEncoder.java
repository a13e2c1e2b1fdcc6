package org.distill4j.text;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.model.Weights;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/**
 * The arrays of an encoder of BERT's kind as PyTorch exports them to ONNX: their names are those of
 * the Transformers library, and dense weights of blocks are transposed.
 *
 * @param tensors the arrays in the names and the form of a Hugging Face folder
 * @param layers the number of blocks
 */
record ExportedEncoder(Weights tensors, int layers) {
  private static final String WORDS = "embeddings.word_embeddings.weight";
  private static final String POSITIONS = "embeddings.position_embeddings.weight";
  private static final String TYPES = "embeddings.token_type_embeddings.weight";
  private static final String EXPAND = "intermediate.dense.weight";

  static ExportedEncoder of(Weights exported) {
    String prefix = prefix(exported);
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    exported
        .asMap()
        .forEach(
            (path, array) -> {
              String name = path.startsWith(prefix) ? path.substring(prefix.length()) : path;
              if (name.startsWith("embeddings.") || name.startsWith(BlockNames.BERT.blocks())) {
                tensors.put(name, array);
              }
            });
    for (String name : new String[] {WORDS, POSITIONS, TYPES, block(0) + EXPAND}) {
      require(exported, tensors, name, 2);
    }
    boolean transposed = shape(tensors, block(0) + EXPAND).dim(0) == shape(tensors, WORDS).dim(1);
    tensors.replaceAll(
        (name, array) -> transposed && isDense(name, array) ? transposed(array) : array);
    int layers = 0;
    while (tensors.containsKey(block(layers) + EXPAND)) {
      layers++;
    }
    return new ExportedEncoder(Weights.of(tensors), layers);
  }

  private static String block(int layer) {
    return BlockNames.BERT.blocks() + layer + ".";
  }

  private static String prefix(Weights exported) {
    return exported.names().stream()
        .filter(name -> name.endsWith(WORDS))
        .findFirst()
        .map(name -> name.substring(0, name.length() - WORDS.length()))
        .orElse("");
  }

  private static Shape shape(Map<String, HostTensor> tensors, String name) {
    HostTensor tensor = tensors.get(name);
    return tensor == null ? Shape.of() : tensor.shape();
  }

  private static void require(
      Weights exported, Map<String, HostTensor> tensors, String name, int rank) {
    if (shape(tensors, name).rank() != rank) {
      throw new IllegalArgumentException(
          "The exported encoder has no matrix "
              + name
              + ", expected one among "
              + MessageWords.some(exported.names())
              + ".\nMaybe it is no network of BERT's kind, or its weights lost their names; take"
              + " its Hugging Face folder instead.");
    }
  }

  private static boolean isDense(String name, HostTensor array) {
    return name.startsWith(BlockNames.BERT.blocks()) && array.shape().rank() == 2;
  }

  private static HostTensor transposed(HostTensor array) {
    int rows = array.shape().dim(0);
    int columns = array.shape().dim(1);
    HostTensor turned = HostTensor.allocate(DType.FLOAT32, Shape.of(columns, rows));
    FloatBuffer from = array.floats();
    FloatBuffer to = turned.floats();
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        to.put(j * rows + i, from.get(i * columns + j));
      }
    }
    return turned;
  }

  /** Returns the config.json of such a network. */
  ObjectNode config(int heads) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    Shape words = tensors.get(WORDS).shape();
    config.put("model_type", "bert");
    config.put("vocab_size", words.dim(0));
    config.put("hidden_size", words.dim(1));
    config.put("num_hidden_layers", layers);
    config.put("num_attention_heads", heads);
    config.put("intermediate_size", tensors.get(block(0) + EXPAND).shape().dim(0));
    config.put("hidden_act", "gelu");
    config.put("max_position_embeddings", tensors.get(POSITIONS).shape().dim(0));
    config.put("type_vocab_size", tensors.get(TYPES).shape().dim(0));
    config.put("layer_norm_eps", 1e-12);
    return config;
  }
}
