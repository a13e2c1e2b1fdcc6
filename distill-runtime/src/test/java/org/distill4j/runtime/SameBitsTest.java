package org.distill4j.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.BatchNorm;
import org.distill4j.core.layer.Conv2d;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Dropout;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.Flatten;
import org.distill4j.core.layer.GlobalAveragePool;
import org.distill4j.core.layer.LayerNorm;
import org.distill4j.core.layer.LearnedPositions;
import org.distill4j.core.layer.MaxPool2d;
import org.distill4j.core.layer.MeanPool;
import org.distill4j.core.layer.Residual;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.layer.TransformerBlock;
import org.distill4j.core.model.ModelInputs;
import org.distill4j.core.model.Models;
import org.distill4j.model.Layer;
import org.distill4j.model.Model;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A served file predicts what the model predicts on backend-java, bit for bit,")
class SameBitsTest {
  private static final int WIDTH = 8;

  private static Map<String, HostTensor> floats(int... dims) {
    HostTensor tensor = HostTensor.allocate(DType.FLOAT32, Shape.of(dims));
    SplittableRandom random = new SplittableRandom(dims[0]);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats().put(i, (float) random.nextDouble(-2, 2));
    }
    return Map.of("input", tensor);
  }

  private static HostTensor ints(int below, int... dims) {
    HostTensor tensor = HostTensor.allocate(DType.INT32, Shape.of(dims));
    SplittableRandom random = new SplittableRandom(dims[0] + below);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.ints().put(i, random.nextInt(below));
    }
    return tensor;
  }

  @Test
  @DisplayName("for vectors, with every norm")
  void vectors() {
    Layer body =
        Sequential.of(
            Dense.of(6, WIDTH),
            BatchNorm.of(WIDTH),
            Activation.GELU,
            Residual.of(Sequential.of(LayerNorm.of(WIDTH), Dense.of(WIDTH, WIDTH))),
            Dropout.of(0.3),
            Dense.of(WIDTH, 3));
    ServedModels.requireSame(
        Models.of(TensorSpec.floats(6), body), floats(1, 6), floats(5, 6), floats(64, 6));
  }

  @Test
  @DisplayName("for images of any size")
  void images() {
    TensorSpec image =
        new TensorSpec(DType.FLOAT32, Shape.of(2).append(Shape.free("height", "width")));
    Layer body =
        Sequential.of(
            Conv2d.of(2, 4, 3).withPadding(1),
            BatchNorm.of(4),
            Activation.RELU,
            MaxPool2d.of(2),
            Conv2d.of(4, 8, 3).withPadding(1),
            new GlobalAveragePool(),
            Dense.of(8, 3));
    ServedModels.requireSame(
        Models.of(image, body), floats(1, 2, 8, 8), floats(3, 2, 6, 11), floats(2, 2, 16, 4));
  }

  @Test
  @DisplayName("for images of one size")
  void oneSize() {
    Layer body =
        Sequential.of(Conv2d.of(1, 4, 3), Activation.RELU, new Flatten(), Dense.of(144, 3));
    ServedModels.requireSame(
        Models.of(TensorSpec.floats(1, 8, 8), body), floats(1, 1, 8, 8), floats(7, 1, 8, 8));
  }

  @Test
  @DisplayName("for ids and their mask at any length")
  void text() {
    ServedModels.requireSame(text(TransformerBlock.of(WIDTH, 2)), ids(1, 1), ids(3, 7), ids(2, 40));
    ServedModels.requireSame(
        text(TransformerBlock.of(WIDTH, 2).causal()), ids(1, 5), ids(4, 9), ids(4, 9));
  }

  private static Model text(TransformerBlock block) {
    Map<String, Layer> heads = new LinkedHashMap<>();
    heads.put("logits", Sequential.of(Dense.of(WIDTH, 3)).then("mean", MeanPool.masked("mask")));
    heads.put("tags", Dense.of(WIDTH, 4));
    return Models.heads(
        ModelInputs.of("ids", TensorSpec.freeInts("length"))
            .and("mask", TensorSpec.freeInts("length")),
        Sequential.of(
            Embedding.of(10, WIDTH), LearnedPositions.of(40, WIDTH), block.withPadding("mask")),
        heads);
  }

  private static Map<String, HostTensor> ids(int examples, int length) {
    HostTensor mask = ints(2, examples, length);
    for (int row = 0; row < examples; row++) {
      mask.ints().put(row * length, 1);
    }
    return Map.of("ids", ints(10, examples, length), "mask", mask);
  }
}
