package org.distill4j.jvm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.distill4j.data.Batch;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.model.Initializer;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.model.SingleInputModel;
import org.distill4j.model.Weights;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Sgd;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.train.LearnerSpec;

/** A function of some tensors, as a model whose parameters those are. */
final class ParameterModels {
  static final StepSignature NOTHING = new StepSignature(Map.of(), List.of());

  private ParameterModels() {}

  /** Gives a function's value as the only row of the output "value". */
  record FunctionModel(Function<List<Tensor>, Tensor> function, List<Shape> shapes)
      implements SingleInputModel {
    @Override
    public Shape inputShape() {
      return Shape.of(1);
    }

    @Override
    public Outputs forward(Scope scope, Tensor input) {
      List<Tensor> arguments = new ArrayList<>();
      for (int i = 0; i < shapes.size(); i++) {
        arguments.add(scope.parameter(name(i), shapes.get(i), Initializer.constant(0)));
      }
      Tensor value = function.apply(arguments).toFloat().reshape(1, -1);
      int rows = input.shape().dim(0);
      return Outputs.of("value", value.broadcastTo(rows, value.shape().dim(1)));
    }
  }

  static String name(int argument) {
    return "argument" + argument;
  }

  static Function<List<Tensor>, Tensor> one(UnaryOperator<Tensor> function) {
    return arguments -> function.apply(arguments.get(0));
  }

  static Function<List<Tensor>, Tensor> two(BinaryOperator<Tensor> function) {
    return arguments -> function.apply(arguments.get(0), arguments.get(1));
  }

  static Tensor ids(int... values) {
    return Tensor.of(HostTensor.ofInts(Shape.of(values.length), values));
  }

  static HostTensor random(Shape shape, double from, double to, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    HostTensor tensor = HostTensor.allocate(DType.FLOAT32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats().put(i, (float) random.nextDouble(from, to));
    }
    return tensor;
  }

  static Weights randomWeights(double from, double to, List<Shape> shapes) {
    Map<String, HostTensor> weights = new LinkedHashMap<>();
    for (int i = 0; i < shapes.size(); i++) {
      weights.put(name(i), random(shapes.get(i), from, to, 17 + i));
    }
    return Weights.of(weights);
  }

  /** Weighs the elements of the value with fixed random numbers, so that no gradient cancels. */
  private static final Loss WEIGHTED =
      signals -> {
        Tensor value = signals.student().get("value");
        HostTensor factors = random(value.shape().with(0, 1), -1, 1, 99);
        return LossTerms.total(signals.meanOverBatch(value.mul(Tensor.of(factors)).sum(1)));
      };

  static LearnerSpec spec(Model model, Weights weights) {
    return LearnerSpec.of(model, weights, WEIGHTED, NOTHING, Sgd.of(1));
  }

  static HostTensor nothing(int rows) {
    return HostTensor.allocate(DType.FLOAT32, Shape.of(rows, 1));
  }

  static StepInput step(int rows) {
    Batch batch = new Batch(new long[rows], nothing(rows), Map.of());
    return StepInput.of(batch, List.of(), new Progress(0, 1));
  }
}
