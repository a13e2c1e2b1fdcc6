package org.distill4j.conformance.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.distill4j.data.Batch;
import org.distill4j.loss.LossTerms;
import org.distill4j.model.Initializer;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Sgd;
import org.distill4j.program.Program;
import org.distill4j.program.Recorder;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * Compares the gradient of a function, contracted with random weights, with central differences in
 * every element of its arguments.
 */
final class FiniteDifferences {
  private static final double STEP = 1e-5;
  private static final double RELATIVE = 1e-6;

  private final LearnerSpec spec;
  private final StepInput input;
  private final Named arguments = new Named();

  private FiniteDifferences(
      Function<List<Tensor>, Tensor> function, List<double[]> values, List<Shape> shapes) {
    Model model = new Arguments(function, shapes);
    StepSignature signature = new StepSignature(Map.of(), List.of());
    Program program = Recorder.forward(model, Mode.TRAINING, 1);
    this.spec =
        LearnerSpec.of(
            model,
            program.initialWeights(0),
            signals -> LossTerms.total(signals.student().get("total").reshape()),
            signature,
            Sgd.of(1));
    HostTensor nothing = HostTensor.ofFloats(Shape.of(1, 1), 0);
    this.input =
        StepInput.of(new Batch(new long[1], nothing, Map.of()), List.of(), new Progress(0, 1));
    for (int i = 0; i < shapes.size(); i++) {
      arguments.put("p" + i, values.get(i));
    }
  }

  /** A function of parameters, made a scalar by random weights. */
  private record Arguments(Function<List<Tensor>, Tensor> function, List<Shape> shapes)
      implements Model {
    @Override
    public Shape inputShape() {
      return Shape.of(1);
    }

    @Override
    public Outputs forward(Scope scope, Tensor input) {
      List<Tensor> arguments = new ArrayList<>();
      for (int i = 0; i < shapes.size(); i++) {
        arguments.add(scope.parameter("p" + i, shapes.get(i), Initializer.constant(0)));
      }
      Tensor result = function.apply(arguments);
      Tensor weights = Tensor.of(random(result.shape(), 99));
      return Outputs.of("total", result.mul(weights).sum().reshape(1));
    }
  }

  private static HostTensor random(Shape shape, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-2, 2);
    }
    return HostTensor.ofFloats(shape, values);
  }

  /** Checks at random arguments in [−2, 2). */
  static void check(Function<List<Tensor>, Tensor> function, Shape... shapes) {
    checkBetween(-2, 2, function, shapes);
  }

  /** Checks at random arguments in a range. */
  static void checkBetween(
      double from, double to, Function<List<Tensor>, Tensor> function, Shape... shapes) {
    SplittableRandom random = new SplittableRandom(7);
    List<double[]> values = new ArrayList<>();
    for (Shape shape : shapes) {
      values.add(random.doubles(shape.size(), from, to).toArray());
    }
    new FiniteDifferences(function, values, List.of(shapes)).check();
  }

  /** The gradient at given arguments, without weights. */
  static double[] gradient(Function<List<Tensor>, Tensor> function, double[] values, Shape shape) {
    Function<List<Tensor>, Tensor> unweighted =
        arguments -> {
          Tensor result = function.apply(arguments);
          return result.div(Tensor.of(random(result.shape(), 99)));
        };
    return new FiniteDifferences(unweighted, List.of(values), List.of(shape))
        .run()
        .gradients()
        .get("p0");
  }

  private Training.Found run() {
    return new Training(spec, new Engine()).run(input, arguments, new Named());
  }

  private double total() {
    return Objects.requireNonNull(run().terms().get(LossTerms.TOTAL));
  }

  private void check() {
    Named gradients = run().gradients();
    arguments.forEach(
        (name, values) -> {
          for (int i = 0; i < values.length; i++) {
            double gradient = gradients.get(name)[i];
            assertThat(gradient)
                .as("gradient in element %d of argument %s", i, name)
                .isCloseTo(slope(values, i), within(RELATIVE * Math.max(1, Math.abs(gradient))));
          }
        });
  }

  private double slope(double[] values, int i) {
    double before = values[i];
    values[i] = before + STEP;
    double above = total();
    values[i] = before - STEP;
    double below = total();
    values[i] = before;
    return (above - below) / (2 * STEP);
  }
}
