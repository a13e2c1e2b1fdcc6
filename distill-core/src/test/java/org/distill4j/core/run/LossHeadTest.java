package org.distill4j.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.model.Mode;
import org.distill4j.program.Recorder;
import org.distill4j.program.Recording;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A model whose outputs are its inputs")
class LossHeadTest {
  @Test
  @DisplayName("gives back its inputs and has nothing to train")
  void head() {
    Map<String, TensorSpec> outputs = new LinkedHashMap<>();
    outputs.put("logits", TensorSpec.floats(3));
    outputs.put("maps", TensorSpec.floats(2, 2));
    Recording recording = Recorder.forward(new LossHead(outputs), Mode.EVALUATION, 5);
    assertThat(recording.outputs().values())
        .extracting(Tensor::shape)
        .containsExactly(Shape.of(5, 3), Shape.of(5, 2, 2));
    assertThat(recording.parameters()).isEmpty();
  }
}
