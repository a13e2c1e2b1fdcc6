package org.distill4j.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.distill4j.loss.LossTerms;
import org.distill4j.model.Initializer;
import org.distill4j.model.Layer;
import org.distill4j.model.LayerModel;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Weights;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A recorded program")
class RecorderTest {
  private static final Initializer ONES = Initializer.constant(1);
  private static final StepSignature NOTHING = new StepSignature(Map.of(), List.of());

  private static Recording record(Layer layer) {
    return Recorder.forward(model(layer), Mode.TRAINING, 2);
  }

  private static Model model(Layer layer) {
    return new LayerModel(TensorSpec.floats(3), layer);
  }

  @Nested
  @DisplayName("has nodes")
  class Nodes {
    @Test
    @DisplayName("with inputs before what uses them, each once")
    void order() {
      Recording recording =
          record(
              (scope, x) -> {
                Tensor shared = x.exp();
                return shared.add(shared.mul(x)).sub(shared);
              });
      List<Tensor> seen = new ArrayList<>();
      for (Tensor node : recording.nodes()) {
        assertThat(seen).containsAll(node.inputs()).doesNotContain(node);
        seen.add(node);
      }
      assertThat(seen).hasSize(5);
    }

    @Test
    @DisplayName("that its outputs need, and no others")
    void deadCode() {
      Recording recording =
          record(
              (scope, x) -> {
                x.exp().log();
                return x.relu();
              });
      assertThat(recording.nodes()).hasSize(2);
    }

    @Test
    @DisplayName("even if they are a hundred thousand deep")
    void deep() {
      Recording recording =
          record(
              (scope, x) -> {
                Tensor value = x;
                for (int i = 0; i < 100_000; i++) {
                  value = value.relu();
                }
                return value;
              });
      assertThat(recording.nodes()).hasSize(100_001);
    }

    @Test
    @DisplayName("of its own recording alone")
    void foreign() {
      List<Tensor> kept = new ArrayList<>();
      Layer leaking =
          (scope, x) -> {
            kept.add(x);
            return kept.get(0).relu();
          };
      record(leaking);
      assertThatIllegalStateException()
          .isThrownBy(() -> record(leaking))
          .withMessage(
              "The tensor Feed[index=0] → FLOAT32(2, 3) belongs to another recording, expected one"
                  + " of this function.\nMaybe a model or loss keeps a tensor in a field.");
    }

    @Test
    @DisplayName("that may be constants made elsewhere")
    void constants() {
      Tensor constant = Tensor.of(HostTensor.ofFloats(Shape.of(1), 2));
      Layer layer = (scope, x) -> x.mul(constant).add(1);
      record(layer);
      assertThat(record(layer).nodes()).contains(constant);
    }
  }

  @Nested
  @DisplayName("has outputs")
  class Outputs {
    @Test
    @DisplayName("with the batch on axis 0")
    void batch() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> record((scope, x) -> x.sum()))
          .withMessage(
              "Output logits has shape (), expected the batch of 2 on axis 0.\n"
                  + "Maybe a reduction over all axes was meant to spare the first.");
      assertThatIllegalArgumentException().isThrownBy(() -> record((scope, x) -> x.transpose()));
    }

    @Test
    @DisplayName("that the host can hold")
    void truth() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> record((scope, x) -> x.less(Tensor.of(0))))
          .withMessage(
              "Output logits is BOOL(2, 3), expected FLOAT32 or INT32.\n"
                  + "Maybe use toFloat() on the comparison.");
    }
  }

  @Nested
  @DisplayName("keeps states")
  class States {
    private final Layer counting =
        (scope, x) -> {
          Tensor count = scope.state("count", Shape.scalar(), Initializer.constant(0));
          scope.updateState("count", count.add(1));
          return x;
        };

    @Test
    @DisplayName("and updates them in training, even if no output needs them")
    void training() {
      Recording recording = record(counting);
      assertThat(recording.stateUpdates()).containsOnlyKeys("count");
      assertThat(recording.states()).extracting(ParameterSpec::name).containsExactly("count");
      assertThat(recording.nodes()).contains(recording.stateUpdates().values().iterator().next());
    }

    @Test
    @DisplayName("and leaves them in evaluation")
    void evaluation() {
      Recording recording = Recorder.forward(model(counting), Mode.EVALUATION, 2);
      assertThat(recording.stateUpdates()).isEmpty();
      assertThat(recording.states()).hasSize(1);
      assertThat(recording.nodes()).hasSize(1);
    }

    @Test
    @DisplayName("whose updates hold gradients back")
    void stopped() {
      assertThat(record(counting).stateUpdates().values())
          .allSatisfy(update -> assertThat(update.op()).isEqualTo(new Op.StopGradient()));
    }
  }

  @Nested
  @DisplayName("of a step")
  class Step {
    private final Layer scaled = (scope, x) -> x.mul(scope.parameter("scale", Shape.of(3), ONES));

    @Test
    @DisplayName("gives the loss's terms and keeps the loss's parameters under loss")
    void loss() {
      Recording recording =
          Recorder.step(
              model(scaled),
              signals -> {
                Tensor weight = signals.scope().parameter("weight", Shape.scalar(), ONES);
                Tensor mean = signals.meanOverBatch(signals.student().logits().sum(1));
                return LossTerms.total(mean.mul(weight)).and("mean", mean);
              },
              NOTHING,
              4);
      assertThat(recording.outputs().keySet()).containsExactly("total", "mean");
      assertThat(recording.parameters())
          .extracting(ParameterSpec::name)
          .containsExactly("scale", "loss.weight");
      assertThat(recording.shape()).isEqualTo(BatchShape.of(4));
    }
  }

  @Nested
  @DisplayName("knows its weights")
  class OwnWeights {
    private final Recording recording =
        record(
            (scope, x) -> {
              scope.state("running", Shape.of(2), Initializer.constant(0));
              return x.mul(scope.parameter("scale", Shape.of(3), ONES));
            });

    @Test
    @DisplayName("and draws first ones, parameters first")
    void initial() {
      assertThat(recording.initialWeights(0).names()).containsExactly("scale", "running");
      recording.requireWeights(recording.initialWeights(0));
    }

    @Test
    @DisplayName("and refuses other names")
    void names() {
      Weights foreign =
          recording.initialWeights(0).only(List.of("scale")).and(weights("offset", Shape.of(1)));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> recording.requireWeights(foreign))
          .withMessage(
              "The weights are of another model: missing [running], unknown [offset], expected"
                  + " exactly the model's names.\n"
                  + "Maybe the file was written for another architecture.");
    }

    @Test
    @DisplayName("and refuses other shapes")
    void shapes() {
      Weights foreign = recording.initialWeights(0).and(weights("scale", Shape.of(4)));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> recording.requireWeights(foreign))
          .withMessage(
              "Weight scale has shape (4), expected (3).\n"
                  + "Maybe the file was written for a model of another width.");
    }

    @Test
    @DisplayName("and refuses a program of other ones, without making any")
    void programs() {
      Recording other = record((scope, x) -> x.mul(scope.parameter("scale", Shape.of(3), ONES)));
      recording.requireWeightsOf(recording);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> recording.requireWeightsOf(other))
          .withMessageStartingWith(
              "The weights are of another model: missing [running], unknown []");
    }

    @Test
    @DisplayName("and refuses to draw what no memory holds")
    void huge() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> weights("scale", Shape.of(50_000, 50_000)))
          .withMessageStartingWith(
              "A host tensor of shape (50000, 50000) has 2500000000 values of 4 bytes, expected at"
                  + " most 2 GiB.");
    }

    private Weights weights(String name, Shape shape) {
      return Weights.initial(List.of(new ParameterSpec(name, shape, ONES)), 0);
    }
  }
}
