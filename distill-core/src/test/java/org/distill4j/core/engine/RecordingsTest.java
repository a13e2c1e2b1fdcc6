package org.distill4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.distill4j.model.EngineNetwork;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.program.Recorder;
import org.distill4j.program.Recording;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("What is recorded around a network of an engine's own kind")
class RecordingsTest {
  private static final HostTensor KERNEL = HostTensor.ofFloats(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
  private static final HostTensor MEAN = HostTensor.ofFloats(Shape.of(3), 7, 8, 9);
  private static final Map<String, TensorSpec> OUTPUTS =
      Map.of("logits", TensorSpec.floats(3), "maps", TensorSpec.floats(2, 2));

  private static Weights weights() {
    Map<String, HostTensor> weights = new LinkedHashMap<>();
    weights.put("body.dense.kernel", KERNEL);
    weights.put("body.mean", MEAN);
    return Weights.of(weights);
  }

  /** A network that nobody runs. */
  private record Still(
      Map<String, TensorSpec> inputs, Map<String, TensorSpec> outputs, Weights weights)
      implements EngineNetwork {
    @Override
    public Set<String> trained() {
      return Set.of("body.dense.kernel");
    }

    @Override
    public void set(Weights others) {
      throw new AssertionError("Nobody asked for other weights.");
    }

    @Override
    public Predictions predict(Map<String, HostTensor> inputs) {
      throw new AssertionError("Nobody asked for predictions.");
    }

    @Override
    public Weights gradients(Map<String, HostTensor> inputs, UnaryOperator<Predictions> inOutputs) {
      throw new AssertionError("Nobody asked for gradients.");
    }

    @Override
    public void close() {}
  }

  private static Map<String, String> shapes(Recording recording) {
    Map<String, String> shapes = new LinkedHashMap<>();
    recording.outputs().forEach((name, tensor) -> shapes.put(name, tensor.shape().toString()));
    return shapes;
  }

  @Nested
  @DisplayName("in its own place")
  class Own {
    private final Model model =
        EngineModel.of(new Still(Map.of("input", TensorSpec.ints(4)), OUTPUTS, weights()));
    private final Recording recording = Recorder.forward(model, Mode.EVALUATION, 5);

    @Test
    @DisplayName("has its weights under its names, trained ones and others, with its values")
    void weightsOf() {
      assertThat(recording.parameters())
          .extracting(ParameterSpec::name)
          .containsExactly("body.dense.kernel");
      assertThat(recording.states()).extracting(ParameterSpec::name).containsExactly("body.mean");
      assertThat(Weights.initial(recording.parameters(), 1).get("body.dense.kernel"))
          .isEqualTo(KERNEL);
      assertThat(Weights.initial(recording.states(), 1).get("body.mean")).isEqualTo(MEAN);
    }

    @Test
    @DisplayName("takes and gives tensors of its types and shapes")
    void specs() {
      assertThat(model.inputs()).isEqualTo(Map.of("input", TensorSpec.ints(4)));
      assertThat(shapes(recording))
          .containsExactlyInAnyOrderEntriesOf(Map.of("logits", "(5, 3)", "maps", "(5, 2, 2)"));
    }
  }
}
