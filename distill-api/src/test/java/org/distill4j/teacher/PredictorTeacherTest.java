package org.distill4j.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A predictor as a teacher")
class PredictorTeacherTest {
  private static final TensorSpec INPUT = TensorSpec.floats(2);

  private record FunctionPredictor(UnaryOperator<HostTensor> body) implements Predictor {
    @Override
    public Predictions predict(Map<String, HostTensor> inputs) {
      return Predictions.logits(body.apply(inputs.get("input")));
    }

    @Override
    public void close() {}
  }

  private static Teacher teacher(UnaryOperator<HostTensor> body) {
    return PredictorTeacher.of("the file", new FunctionPredictor(body), INPUT, "abc");
  }

  private static Batch batch(int rows, int width) {
    HostTensor inputs = HostTensor.ofFloats(Shape.of(rows, width), new float[rows * width]);
    return new Batch(new long[rows], inputs, Map.of());
  }

  @Test
  @DisplayName("tells what it takes and gives, and says what the predictor says")
  void answers() {
    Teacher teacher = teacher(x -> x);
    assertThat(teacher.inputs()).isEqualTo(Map.of("input", INPUT));
    assertThat(teacher.outputs()).isEqualTo(Map.of("logits", INPUT));
    assertThat(teacher.fingerprint()).isEqualTo("abc");
    Batch batch = batch(3, 2);
    assertThat(teacher.predict(batch).logits()).isSameAs(batch.input());
  }

  @Test
  @DisplayName("refuses examples of another shape")
  void otherShape() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> teacher(x -> x).predict(batch(3, 4)))
        .withMessage(
            "The teacher the file was given examples of FLOAT32(4), expected FLOAT32(2).\n"
                + "Maybe the data need a reshape, or belong to another teacher.");
  }

  @Test
  @DisplayName("refuses an output without the batch")
  void noBatch() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> teacher(x -> HostTensor.ofFloats(Shape.scalar(), 1)))
        .withMessageContaining(
            "Output \"logits\" of the file is FLOAT32() for 2 examples, expected the batch");
  }

  @Test
  @DisplayName("refuses an output whose shape changes")
  void changes() {
    Teacher teacher = teacher(x -> x.shape().dim(0) == 2 ? x : x.reshape(Shape.of(6)));
    assertThatIllegalStateException()
        .isThrownBy(() -> teacher.predict(batch(3, 2)))
        .withMessageContaining("is FLOAT32(6) for 3 examples, expected FLOAT32(3, 2).\nMaybe");
  }
}
