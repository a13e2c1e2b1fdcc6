package org.distill4j.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.distill4j.data.Batch;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.model.Inputs;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.model.Scope;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A model with free axes")
class FreeAxesTest {
  private static final TensorSpec LENGTH = TensorSpec.freeInts("length");
  private static final Model MASKED =
      model(
          inputs("ids", LENGTH, "mask", LENGTH),
          inputs ->
              Outputs.of("scores", inputs.get("ids").toFloat().mul(inputs.get("mask").toFloat()))
                  .with("sum", inputs.get("ids").toFloat().sum(1)));

  private record FunctionModel(Map<String, TensorSpec> inputs, Function<Inputs, Outputs> body)
      implements Model {
    @Override
    public Outputs forward(Scope scope, Inputs given) {
      return body.apply(given);
    }
  }

  private static Model model(Map<String, TensorSpec> inputs, Function<Inputs, Outputs> body) {
    return new FunctionModel(inputs, body);
  }

  private static Map<String, TensorSpec> inputs(
      String one, TensorSpec first, String other, TensorSpec second) {
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    specs.put(one, first);
    specs.put(other, second);
    return specs;
  }

  private static HostTensor ids(int rows, int length) {
    return HostTensor.ofInts(Shape.of(rows, length), new int[rows * length]);
  }

  @Test
  @DisplayName("is recorded for the lengths of a batch")
  void recorded() {
    BatchShape shape = BatchShape.of(2).with("length", 5);
    Recording recording = Recorder.forward(MASKED, Mode.EVALUATION, shape);
    assertThat(recording.shape()).isEqualTo(shape).hasToString("2 examples of {length=5}");
    assertThat(recording.feeds())
        .containsExactly(
            new Feed(new Feed.Input("ids", 2), TensorSpec.ints(2, 5)),
            new Feed(new Feed.Input("mask", 2), TensorSpec.ints(2, 5)));
    assertThat(recording.outputs())
        .hasEntrySatisfying("scores", y -> assertThat(y.shape()).isEqualTo(Shape.of(2, 5)));
  }

  @Test
  @DisplayName("is recorded for lengths that fit it if none are given")
  void trial() {
    Model deep =
        model(
            Map.of("image", new TensorSpec(LENGTH.type(), Shape.free("height", "width"))),
            inputs -> Outputs.of("cut", inputs.only().slice(1, 20, 30).slice(2, 20, 30)));
    assertThat(Recorder.forward(deep, Mode.EVALUATION, 3).shape())
        .isEqualTo(BatchShape.of(3).with("height", 32).with("width", 32));
    Model wrong = model(Map.of("ids", LENGTH), inputs -> Outputs.of("y", inputs.get("none")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Recorder.forward(wrong, Mode.EVALUATION, 3))
        .withMessageContaining("no input named \"none\"");
  }

  @Nested
  @DisplayName("tells of each output")
  class OfOutputs {
    @Test
    @DisplayName("which axes are as long as those of the inputs")
    void same() {
      assertThat(OutputSpecs.find(MASKED))
          .containsExactly(
              Map.entry("scores", new TensorSpec(TensorSpec.floats().type(), Shape.free("length"))),
              Map.entry("sum", TensorSpec.floats()));
    }

    @Test
    @DisplayName("which axes have a length of their own")
    void other() {
      Model shorter =
          model(
              Map.of("ids", LENGTH),
              inputs -> {
                Tensor ids = inputs.only();
                return Outputs.of("y", ids.slice(1, 1, ids.shape().dim(1)));
              });
      assertThat(OutputSpecs.find(shorter).get("y")).hasToString("INT32(y.1)");
      Model two =
          model(
              inputs("a", LENGTH, "b", TensorSpec.freeInts("width")),
              inputs ->
                  Outputs.of("both", Tensor.concat(1, List.of(inputs.get("a"), inputs.get("b")))));
      assertThat(OutputSpecs.find(two).get("both")).hasToString("INT32(both.1)");
    }

    @Test
    @DisplayName("that it is fixed where nothing is free")
    void fixed() {
      Model plain =
          model(Map.of("x", TensorSpec.floats(3)), inputs -> Outputs.logits(inputs.only()));
      assertThat(OutputSpecs.find(plain)).isEqualTo(Map.of("logits", TensorSpec.floats(3)));
    }
  }

  @Nested
  @DisplayName("has the shape of a batch read")
  class ReadShapes {
    private final Map<String, TensorSpec> labels =
        Map.of("tags", LENGTH, "spans", TensorSpec.freeInts("spans"));
    private final StepSignature signature =
        new StepSignature(labels, List.of(Map.of("marks", TensorSpec.freeInts("marks", "length"))));
    private final ShapeReader reader = new ShapeReader(MASKED, signature);

    private MicroBatch microBatch(HostTensor tags) {
      Batch batch =
          new Batch(
              new long[2],
              Map.of("ids", ids(2, 5), "mask", ids(2, 5)),
              Map.of("tags", tags, "spans", ids(2, 3)));
      HostTensor marks = HostTensor.ofInts(Shape.of(2, 4, 5), new int[40]);
      return new MicroBatch(batch, List.of(Predictions.of(Map.of("marks", marks))));
    }

    @Test
    @DisplayName("from inputs, then labels, then teacher outputs")
    void all() {
      assertThat(reader.read(microBatch(ids(2, 5))))
          .isEqualTo(BatchShape.of(2).with("length", 5).with("spans", 3).with("marks", 4));
      assertThat(new ShapeReader(MASKED).read(Map.of("ids", ids(3, 7), "mask", ids(3, 7))))
          .isEqualTo(BatchShape.of(3).with("length", 7));
    }

    @Test
    @DisplayName("and refuses tensors of another number of axes")
    void rank() {
      HostTensor flat = HostTensor.ofInts(Shape.of(2), 1, 2);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new ShapeReader(MASKED).read(Map.of("ids", flat, "mask", flat)))
          .withMessage(
              "Input \"ids\" is INT32(2), expected a batch of INT32(length).\n"
                  + "Maybe the data set belongs to another model.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> reader.read(microBatch(flat)))
          .withMessageStartingWith(
              "Labels \"tags\" is INT32(2), expected a batch of INT32(length).");
    }

    @Test
    @DisplayName("and refuses inputs that disagree, for what no recording checks")
    void required() {
      ShapeReader inputs = new ShapeReader(MASKED.inputs());
      assertThat(inputs.require(Map.of("ids", ids(2, 5), "mask", ids(2, 5))))
          .isEqualTo(BatchShape.of(2).with("length", 5));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> inputs.require(Map.of("ids", ids(2, 5), "mask", ids(2, 4))))
          .withMessage(
              "Input \"mask\" is INT32(2, 4) in a batch of 2 examples of {length=5}, expected"
                  + " INT32(2, 5).\nMaybe the inputs belong to different batches, or to another"
                  + " model.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> inputs.require(Map.of("ids", ids(2, 5), "mask", ids(1, 5))))
          .withMessageContaining("Input \"mask\" is INT32(1, 5)");
    }

    @Test
    @DisplayName("and refuses inputs that disagree when they are fed")
    void disagree() {
      Map<String, HostTensor> given = Map.of("ids", ids(2, 5), "mask", ids(2, 4));
      BatchShape shape = new ShapeReader(MASKED).read(given);
      Recording recording = Recorder.forward(MASKED, Mode.EVALUATION, shape);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> recording.reader(0).read(given))
          .withMessage(
              "Input \"mask\" is INT32(2, 4), expected INT32(2, 5).\n"
                  + "Maybe the data set belongs to another model.");
    }
  }

  @Test
  @DisplayName("is recorded with its loss, labels of the same length among what it is given")
  void step() {
    Loss loss = signals -> LossTerms.total(signals.labels("tags").toFloat().sum());
    StepSignature signature = new StepSignature(Map.of("tags", LENGTH), List.of());
    BatchShape shape = BatchShape.of(2).with("length", 5);
    assertThat(Recorder.step(MASKED, loss, signature, shape).feeds())
        .extracting(Feed::spec)
        .containsOnly(TensorSpec.ints(2, 5));
    assertThat(Recorder.step(MASKED, loss, signature, 2).shape())
        .isEqualTo(BatchShape.of(2).with("length", 8));
  }
}
