package org.distill4j.djl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.distill4j.data.Batch;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.model.Initializer;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.model.Scope;
import org.distill4j.model.SingleInputModel;
import org.distill4j.model.Weights;
import org.distill4j.optim.Progress;
import org.distill4j.program.Recorder;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** Small models and batches for tests. */
final class Fixtures {
  static final int CLASSES = 4;
  static final int FEATURES = 6;

  private Fixtures() {}

  /** A model made of a function. */
  record FunctionModel(Shape inputShape, DType inputType, BiFunction<Scope, Tensor, Tensor> body)
      implements SingleInputModel {
    @Override
    public Outputs forward(Scope scope, Tensor input) {
      return Outputs.logits(body.apply(scope, input));
    }
  }

  /** A model of float inputs. */
  static Model model(Shape inputShape, BiFunction<Scope, Tensor, Tensor> body) {
    return new FunctionModel(inputShape, DType.FLOAT32, body);
  }

  /** Two dense layers with a rectifier between them. */
  static Model mlp() {
    return mlp(FEATURES, 8, CLASSES);
  }

  static Model mlp(int features, int hidden, int classes) {
    return model(
        Shape.of(features),
        (scope, input) -> {
          Tensor inner = dense(scope.child("first"), input, hidden).relu();
          return dense(scope.child("second"), inner, classes);
        });
  }

  private static Tensor dense(Scope scope, Tensor input, int width) {
    Shape shape = Shape.of(input.shape().dim(-1), width);
    Tensor weight = scope.parameter("weight", shape, uniform());
    return input.matmul(weight).add(scope.parameter("bias", Shape.of(width), uniform()));
  }

  static Initializer uniform() {
    return (values, shape, random) -> {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextDouble() - 0.5f;
      }
    };
  }

  static Weights weights(Model model, long seed) {
    return Recorder.forward(model, Mode.TRAINING, 1).initialWeights(seed);
  }

  static StepSignature signature(int classes) {
    return new StepSignature(
        Map.of(Batch.LABELS, TensorSpec.ints()),
        List.of(Map.of(Outputs.LOGITS, TensorSpec.floats(classes))));
  }

  static StepInput input(int rows, long seed, long step) {
    return input(rows, FEATURES, CLASSES, seed, step);
  }

  static StepInput input(int rows, int features, int classes, long seed, long step) {
    Random random = new Random(seed);
    HostTensor inputs = floats(Shape.of(rows, features), random);
    int[] labels = random.ints(rows, 0, classes).toArray();
    Map<String, HostTensor> named = Map.of(Batch.LABELS, HostTensor.ofInts(Shape.of(rows), labels));
    Predictions teacher = Predictions.logits(floats(Shape.of(rows, classes), random));
    return StepInput.of(
        new Batch(new long[rows], inputs, named), List.of(teacher), new Progress(step, 1000));
  }

  static HostTensor floats(Shape shape, Random random) {
    HostTensor tensor = HostTensor.allocate(DType.FLOAT32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats().put(i, (float) random.nextGaussian());
    }
    return tensor;
  }

  /** A loss that sums what a function makes of the logits. */
  static Loss sum(Function<Tensor, Tensor> body) {
    return signals -> LossTerms.total(body.apply(signals.student().logits()).sum());
  }

  static StepSignature noSignature() {
    return new StepSignature(Map.of(), List.of());
  }

  static StepInput inputsOnly(HostTensor inputs) {
    int rows = inputs.shape().dim(0);
    Batch batch = new Batch(new long[rows], inputs, new LinkedHashMap<>());
    return StepInput.of(batch, List.of(), new Progress(0, 1));
  }
}
