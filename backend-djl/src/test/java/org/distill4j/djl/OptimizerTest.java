package org.distill4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.run.ModelLearner;
import org.distill4j.data.Batch;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.AdamW;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Schedule;
import org.distill4j.optim.Sgd;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@DisplayName("Optimizers on PyTorch")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OptimizerTest {
  private static final int WIDTH = 5;
  private static final int STEPS = 12;

  /** The gradient of the sum of its logits is the input itself. */
  private static final Model WEIGHTED =
      Fixtures.model(
          Shape.of(WIDTH),
          (scope, input) -> input.mul(scope.parameter("w", Shape.of(WIDTH), Fixtures.uniform())));

  private Session session;

  @BeforeAll
  void open() {
    session = new DjlBackend().open(SessionOptions.defaults());
  }

  @AfterAll
  void close() {
    session.close();
  }

  /** How one element of a parameter changes, in double precision. */
  private interface Rule {
    double next(double parameter, double gradient, int step, double rate);
  }

  private void assertFollows(Optimizer optimizer, Clipping clipping, RuleOfElement rules) {
    Weights weights = Fixtures.weights(WEIGHTED, 5);
    LearnerSpec spec =
        LearnerSpec.of(WEIGHTED, weights, Fixtures.sum(x -> x), Fixtures.noSignature(), optimizer)
            .withClipping(clipping);
    double[] expected = new double[WIDTH];
    List<Rule> rule = new ArrayList<>();
    for (int i = 0; i < WIDTH; i++) {
      expected[i] = weights.get("w").floats().get(i);
      rule.add(rules.create());
    }
    Random random = new Random(9);
    try (Learner learner = ModelLearner.open(session, spec)) {
      for (int step = 0; step < STEPS; step++) {
        HostTensor inputs = Fixtures.floats(Shape.of(1, WIDTH), random);
        Progress progress = new Progress(step, STEPS);
        learner.step(at(inputs, progress));
        double rate = optimizer.learningRate().at(progress);
        double[] gradient = clipped(inputs, clipping);
        for (int i = 0; i < WIDTH; i++) {
          expected[i] = rule.get(i).next(expected[i], gradient[i], step + 1, rate);
          assertThat((double) learner.weights().get("w").floats().get(i))
              .as("element %d after step %d", i, step)
              .isCloseTo(expected[i], within(2e-6));
        }
      }
    }
  }

  /** Makes a rule with a memory of its own. */
  private interface RuleOfElement {
    Rule create();
  }

  private static double[] clipped(HostTensor gradient, Clipping clipping) {
    double[] result = new double[WIDTH];
    double squares = 0;
    for (int i = 0; i < WIDTH; i++) {
      result[i] = gradient.floats().get(i);
      squares += result[i] * result[i];
    }
    for (int i = 0; i < WIDTH; i++) {
      if (clipping instanceof Clipping.ByNorm norm) {
        result[i] *= Math.min(1, norm.limit() / (Math.sqrt(squares) + 1e-6));
      } else if (clipping instanceof Clipping.ByValue value) {
        result[i] = Math.max(-value.limit(), Math.min(value.limit(), result[i]));
      }
    }
    return result;
  }

  private static StepInput at(HostTensor inputs, Progress progress) {
    return StepInput.of(new Batch(new long[1], inputs, Map.of()), List.of(), progress);
  }

  private static RuleOfElement sgd(double momentum, double decay, boolean ahead) {
    return () -> {
      double[] velocity = new double[1];
      return (parameter, gradient, step, rate) -> {
        double g = gradient + decay * parameter;
        velocity[0] = momentum * velocity[0] + g;
        return parameter - rate * (ahead ? g + momentum * velocity[0] : velocity[0]);
      };
    };
  }

  private static RuleOfElement adam(double beta1, double beta2, double epsilon, double decay) {
    return () -> {
      double[] m = new double[1];
      double[] v = new double[1];
      return (parameter, g, step, rate) -> {
        double p = parameter - rate * decay * parameter;
        m[0] = beta1 * m[0] + (1 - beta1) * g;
        v[0] = beta2 * v[0] + (1 - beta2) * g * g;
        double first = m[0] / (1 - Math.pow(beta1, step));
        double second = v[0] / (1 - Math.pow(beta2, step));
        return p - rate * first / (Math.sqrt(second) + epsilon);
      };
    };
  }

  @Nested
  @DisplayName("follow their formulas")
  class Formulas {
    @Test
    @DisplayName("plain gradient descent")
    void plain() {
      assertFollows(Sgd.of(0.1), Clipping.none(), sgd(0, 0, false));
    }

    @Test
    @DisplayName("momentum, with weight decay")
    void momentum() {
      Optimizer optimizer = Sgd.of(0.1).withMomentum(0.9).withWeightDecay(0.01);
      assertFollows(optimizer, Clipping.none(), sgd(0.9, 0.01, false));
    }

    @Test
    @DisplayName("Nesterov's momentum")
    void nesterov() {
      assertFollows(Sgd.of(0.05).withNesterov(0.8), Clipping.none(), sgd(0.8, 0, true));
    }

    @Test
    @DisplayName("Adam")
    void adamItself() {
      assertFollows(Adam.of(0.01), Clipping.none(), adam(0.9, 0.999, 1e-8, 0));
    }

    @Test
    @DisplayName("Adam with numbers of its own")
    void adamWithOtherNumbers() {
      Optimizer optimizer = new Adam(Schedule.constant(0.02), 0.8, 0.95, 1e-3);
      assertFollows(optimizer, Clipping.none(), adam(0.8, 0.95, 1e-3, 0));
    }

    @Test
    @DisplayName("AdamW")
    void adamW() {
      assertFollows(AdamW.of(0.01, 0.1), Clipping.none(), adam(0.9, 0.999, 1e-8, 0.1));
    }

    @Test
    @DisplayName("a learning rate that changes from step to step")
    void schedule() {
      Optimizer optimizer = Adam.of(Schedule.cosine(0.1, 0.001).warmup(4));
      assertFollows(optimizer, Clipping.none(), adam(0.9, 0.999, 1e-8, 0));
    }
  }

  @Nested
  @DisplayName("see clipped gradients")
  class Clipped {
    @Test
    @DisplayName("by their common norm")
    void byNorm() {
      assertFollows(Sgd.of(0.1), Clipping.byNorm(0.5), sgd(0, 0, false));
    }

    @Test
    @DisplayName("by a norm that none reaches")
    void byLargeNorm() {
      assertFollows(Sgd.of(0.1), Clipping.byNorm(1e4), sgd(0, 0, false));
    }

    @Test
    @DisplayName("by value, on both sides")
    void byValue() {
      assertFollows(Sgd.of(0.1), Clipping.byValue(0.25), sgd(0, 0, false));
    }
  }
}
