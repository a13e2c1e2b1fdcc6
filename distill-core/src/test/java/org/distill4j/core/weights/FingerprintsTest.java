package org.distill4j.core.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.model.Models;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.model.Layer;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.optim.Schedule;
import org.distill4j.program.Recorder;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A fingerprint")
class FingerprintsTest {
  private static final HostTensor ONE = HostTensor.ofFloats(Shape.of(1), 1);
  private static final HostTensor TWO = HostTensor.ofFloats(Shape.of(1), 2);

  @Test
  @DisplayName("of bytes is their SHA-256, and the buffer stays where it was")
  void bytes() {
    ByteBuffer bytes = ByteBuffer.wrap("xabc".getBytes(StandardCharsets.UTF_8)).position(1);

    assertThat(Fingerprints.compute(bytes))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(bytes.position()).isEqualTo(1);
  }

  @Test
  @DisplayName("of weights changes with a name, a shape, a value")
  void sensitive() {
    String print = Fingerprints.compute(Weights.of(Map.of("w", ONE)));

    assertThat(print).matches("[0-9a-f]{64}");
    assertThat(Fingerprints.compute(Weights.of(Map.of("v", ONE)))).isNotEqualTo(print);
    assertThat(Fingerprints.compute(Weights.of(Map.of("w", TWO)))).isNotEqualTo(print);
    assertThat(Fingerprints.compute(Weights.of(Map.of("w", ONE.reshape(Shape.scalar())))))
        .isNotEqualTo(print);
  }

  @Test
  @DisplayName("of equal weights is equal, whatever their order")
  void order() {
    Map<String, HostTensor> forth = new LinkedHashMap<>();
    forth.put("a", ONE);
    forth.put("b", TWO);
    Map<String, HostTensor> back = new LinkedHashMap<>();
    back.put("b", TWO);
    back.put("a", ONE);

    assertThat(Fingerprints.compute(Weights.of(forth)))
        .isEqualTo(Fingerprints.compute(Weights.of(back)));
  }

  private static String print(Layer... layers) {
    Model model = Models.of(Shape.of(2), Sequential.of(layers));
    return Fingerprints.compute(Recorder.forward(model, Mode.EVALUATION, 1));
  }

  @Test
  @DisplayName("of a program changes with what it computes, though its weights be the same")
  void program() {
    String relu = print(Dense.of(2, 3), Activation.RELU);

    assertThat(relu).matches("[0-9a-f]{64}").isEqualTo(print(Dense.of(2, 3), Activation.RELU));
    assertThat(print(Dense.of(2, 3), Activation.TANH)).isNotEqualTo(relu);
    assertThat(print(Dense.of(2, 4), Activation.RELU)).isNotEqualTo(relu);
    assertThat(print(Dense.of(2, 3))).isNotEqualTo(relu);
  }

  private static String print(Schedule schedule) {
    Model model = Models.of(Shape.of(2), Dense.of(2, 3));
    Loss loss = s -> LossTerms.total(s.student().logits().sum().mul(s.scheduled(schedule)));
    return Fingerprints.compute(
        Recorder.step(model, loss, new StepSignature(Map.of(), List.of()), 4));
  }

  @Test
  @DisplayName("of a program leaves out what a schedule gives")
  void schedule() {
    assertThat(print(Schedule.constant(2))).isEqualTo(print(Schedule.constant(3)));
  }
}
