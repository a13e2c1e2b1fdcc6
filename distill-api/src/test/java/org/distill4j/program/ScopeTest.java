package org.distill4j.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableTypeAssert;
import org.distill4j.model.Initializer;
import org.distill4j.model.Layer;
import org.distill4j.model.LayerModel;
import org.distill4j.model.Mode;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A scope")
class ScopeTest {
  private static final Initializer ONES = Initializer.constant(1);
  private static final Layer SCALE =
      (scope, x) -> x.mul(scope.parameter("scale", Shape.of(3), ONES));

  /** A layer whose class has a name. */
  private record Named() implements Layer {
    @Override
    public Tensor forward(Scope scope, Tensor input) {
      return scope.run("inner", SCALE, input);
    }
  }

  private static Recording record(Layer layer) {
    return Recorder.forward(new LayerModel(TensorSpec.floats(3), layer), Mode.TRAINING, 2);
  }

  private static ThrowableTypeAssert<IllegalArgumentException> refused() {
    return assertThatIllegalArgumentException();
  }

  @Nested
  @DisplayName("joins names")
  class Naming {
    @Test
    @DisplayName("to paths with dots")
    void paths() {
      AtomicReference<String> path = new AtomicReference<>("");
      Recording recording =
          record(
              (scope, x) -> {
                assertThat(scope.path()).isEmpty();
                Scope inner = scope.child("encoder").child("dense1");
                path.set(inner.path());
                return SCALE.forward(inner, x);
              });
      assertThat(path).hasValue("encoder.dense1");
      assertThat(recording.parameters())
          .extracting(ParameterSpec::name)
          .containsExactly("encoder.dense1.scale");
    }

    @Test
    @DisplayName("and shares weights where a scope is used twice")
    void sharing() {
      Recording recording =
          record(
              (scope, x) -> {
                Scope shared = scope.child("shared");
                return SCALE.forward(shared, SCALE.forward(shared, x));
              });
      assertThat(recording.parameters()).hasSize(1);
      assertThat(recording.nodes()).hasSize(4);
    }

    @Test
    @DisplayName("and refuses a child twice")
    void twice() {
      refused()
          .isThrownBy(
              () ->
                  record(
                      (scope, x) -> {
                        scope.child("a").child("b");
                        return scope.child("a").parameter("b", Shape.of(2), ONES);
                      }))
          .withMessage(
              "The part a was named twice, expected each name once.\n"
                  + "Maybe number the parts, or keep the child scope to share its weights.");
    }

    @Test
    @DisplayName("and refuses empty names and dots")
    void form() {
      refused()
          .isThrownBy(() -> record((scope, x) -> SCALE.forward(scope.child("a").child(""), x)))
          .withMessage(
              "The name \"\" was given under \"a\", expected one that is not empty and has no"
                  + " dot.\n"
                  + "Maybe use child scopes.");
      refused().isThrownBy(() -> record((scope, x) -> SCALE.forward(scope.child("a.b"), x)));
    }

    @Test
    @DisplayName("and keeps the name loss for the loss")
    void loss() {
      refused()
          .isThrownBy(() -> record((scope, x) -> scope.run("loss", SCALE, x)))
          .withMessage(
              "A part of the model is named \"loss\", expected another name: what the loss trains"
                  + " has that path.\nMaybe name it after what it does.");
      record((scope, x) -> scope.child("head").run("loss", SCALE, x));
    }
  }

  @Nested
  @DisplayName("declares values")
  class Declaring {
    @Test
    @DisplayName("once for each name")
    void once() {
      Recording recording = record((scope, x) -> SCALE.forward(scope, SCALE.forward(scope, x)));
      assertThat(recording.parameters()).hasSize(1);
    }

    @Test
    @DisplayName("and refuses another shape under the same name")
    void shape() {
      refused()
          .isThrownBy(
              () ->
                  record(
                      (scope, x) -> {
                        scope.parameter("scale", Shape.of(4), ONES);
                        return SCALE.forward(scope, x);
                      }))
          .withMessage(
              "The name scale was asked for with shape (3), but it stands for shape (4).\n"
                  + "Maybe give the second one a name of its own.");
    }

    @Test
    @DisplayName("and refuses a state and a parameter under the same name")
    void kind() {
      refused()
          .isThrownBy(
              () ->
                  record(
                      (scope, x) -> {
                        scope.state("scale", Shape.of(3), ONES);
                        return SCALE.forward(scope, x);
                      }))
          .withMessage(
              "The name scale was asked for with shape (3), but it stands for a value of another"
                  + " kind.\nMaybe give the second one a name of its own.");
    }
  }

  @Nested
  @DisplayName("updates states")
  class Updating {
    private Recording update(Shape shape, int times) {
      return record(
          (scope, x) -> {
            Scope microBatch = scope.child("norm");
            microBatch.state("mean", Shape.of(2), ONES);
            for (int i = 0; i < times; i++) {
              microBatch.updateState("mean", Tensor.of(1).broadcastTo(shape.dims()));
            }
            return x;
          });
    }

    @Test
    @DisplayName("to values of their shape")
    void shape() {
      assertThat(update(Shape.of(2), 1).stateUpdates()).containsOnlyKeys("norm.mean");
      refused()
          .isThrownBy(() -> update(Shape.of(3), 1))
          .withMessage(
              "State norm.mean was set to shape (3), expected a state asked for before, of shape"
                  + " (2), set once.\nMaybe the layer runs twice under one name.");
    }

    @Test
    @DisplayName("once")
    void once() {
      refused().isThrownBy(() -> update(Shape.of(2), 2));
    }

    @Test
    @DisplayName("that there are")
    void unknown() {
      refused()
          .isThrownBy(
              () ->
                  record(
                      (scope, x) -> {
                        scope.updateState("mean", x);
                        return x;
                      }))
          .withMessage(
              "State mean was set to shape (2, 3), expected a state asked for before, of any shape,"
                  + " set once.\nMaybe the layer runs twice under one name.");
    }
  }

  @Nested
  @DisplayName("draws random numbers")
  class Randomness {
    private final Layer noise = (scope, x) -> x.add(scope.uniform("noise", Shape.of(3)));

    @Test
    @DisplayName("for each example in training")
    void training() {
      Feed feed = record(noise).feeds().get(1);
      assertThat(feed).isEqualTo(new Feed(new Feed.Uniform("noise"), TensorSpec.floats(2, 3)));
    }

    @Test
    @DisplayName("not in evaluation")
    void evaluation() {
      LayerModel model = new LayerModel(TensorSpec.floats(3), noise);
      refused()
          .isThrownBy(() -> Recorder.forward(model, Mode.EVALUATION, 2))
          .withMessage(
              "Random numbers were asked for in evaluation by noise, expected that in training"
                  + " alone.\nMaybe check scope.mode() first.");
    }
  }

  @Nested
  @DisplayName("runs layers")
  class Running {
    @Test
    @DisplayName("and taps what they give, inner ones first")
    void taps() {
      Recording recording =
          record(
              (scope, x) -> {
                Tensor output = scope.run("outer", new Named(), x);
                scope.tap("mine", x);
                assertThat(scope.taps().keySet()).containsExactly("outer.inner", "outer", "mine");
                assertThat(scope.taps()).containsEntry("outer", output);
                return output;
              });
      assertThat(recording.layers())
          .extracting(LayerCall::path)
          .containsExactly("outer.inner", "outer");
      assertThat(recording.layers()).extracting(LayerCall::kind).containsExactly("Layer", "Named");
    }

    @Test
    @DisplayName("and names the innermost one's path in an error")
    void errors() {
      Layer failing = (scope, x) -> scope.run("wrong", (s, y) -> y.reshape(5), x);
      refused()
          .isThrownBy(() -> record((scope, x) -> scope.run("block1", failing, x)))
          .withMessageStartingWith("Layer block1.wrong: reshape of (2, 3) to [5], expected")
          .withCauseInstanceOf(IllegalArgumentException.class);
    }
  }
}
