package org.distill4j.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.distill4j.backend.Device;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.Variables;
import org.distill4j.ir.Program;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.AdamW;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.OptimizerState;
import org.distill4j.optim.ParameterGroup;
import org.distill4j.optim.ParameterGroups;
import org.distill4j.optim.ParameterStep;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Schedule;
import org.distill4j.optim.Sgd;
import org.distill4j.optim.WeightAverage;
import org.distill4j.program.MicroBatch;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.LearnerSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A learner on any engine")
class ModelLearnerTest {
  private static final String WEIGHT = "dense1.weight";
  private static final Set<String> STATES =
      Set.of("batchNorm1.runningMean", "batchNorm1.runningVariance");

  private final FakeEngine engine = new FakeEngine();
  private final Session session = engine.open();

  private ModelLearner learner(LearnerSpec spec) {
    return ModelLearner.open(session, spec);
  }

  private Program lastRun() {
    return engine.runs.get(engine.runs.size() - 1).program();
  }

  private static List<Composite> composites(Program program, String name) {
    return program.nodes().stream()
        .filter(node -> node.op() instanceof Op.Result result && result.index() == 0)
        .map(node -> ((Op.Result) node.op()).composite())
        .filter(composite -> composite.name().equals(name))
        .toList();
  }

  @Nested
  @DisplayName("runs a batch")
  class Runs {
    @Test
    @DisplayName("that is whole in one program, which updates parameters, slots and states")
    void whole() {
      learner(SmallTraining.spec(Adam.of(0.1))).step(SmallTraining.step(2));
      assertThat(engine.runs).as("runs of a step").hasSize(1);
      Set<String> updated = lastRun().updates().keySet();
      assertThat(updated)
          .as("updated variables")
          .contains(WEIGHT, WEIGHT + "..slot.firstMoment", WEIGHT + "..slot.secondMoment")
          .noneMatch(name -> name.endsWith("gradientSum"));
      assertThat(lastRun().outputs().keySet()).as("outputs").containsExactly("total", "hard");
    }

    @Test
    @DisplayName("in parts by summing gradients, and changes parameters once, at the end")
    void microBatches() {
      LearnerSpec spec = SmallTraining.spec(Sgd.of(0.1));
      learner(spec).step(SmallTraining.step(3, 3, 2));
      List<Set<String>> updated =
          engine.runs.stream().map(run -> run.program().updates().keySet()).toList();
      assertThat(updated).as("runs of a step in three parts").hasSize(4);
      updated
          .subList(0, 3)
          .forEach(
              names ->
                  assertThat(names)
                      .as("updates of a part")
                      .contains(WEIGHT + "..gradientSum")
                      .doesNotContain(WEIGHT));
      assertThat(updated.get(3)).as("updates at the end").contains(WEIGHT);
      assertThat(engine.runs.get(3).feeds()).as("feeds at the end").isEmpty();
      assertThat(reads(0)).as("reads of the first part").doesNotContain(WEIGHT + "..gradientSum");
      assertThat(reads(1)).as("reads of the second part").contains(WEIGHT + "..gradientSum");
    }

    private List<String> reads(int run) {
      return engine.runs.get(run).program().nodes().stream()
          .filter(node -> node.op() instanceof Op.Variable)
          .map(node -> ((Op.Variable) node.op()).name())
          .toList();
    }

    @Test
    @DisplayName("of a size it has seen without compiling anything")
    void compilesOnce() {
      ModelLearner learner = learner(SmallTraining.spec(Sgd.of(0.1)));
      learner.step(SmallTraining.step(2));
      learner.step(SmallTraining.step(2));
      assertThat(engine.compiled).as("programs after two steps of one size").hasSize(1);
    }

    @Test
    @DisplayName("with the rate of its progress and the numbers of its step")
    void numbers() {
      ModelLearner learner = learner(SmallTraining.spec(Adam.of(0.1)));
      learner.step(SmallTraining.step(2));
      learner.step(SmallTraining.step(2));
      List<Double> scalars = engine.runs.get(1).scalars();
      List<Double> last = scalars.subList(scalars.size() - 4, scalars.size());
      assertThat(last.get(0)).as("rate").isEqualTo(0.1);
      assertThat(last.get(1)).as("number of the step").isEqualTo(2);
      assertThat(last.get(2)).as("1 − β₁²").isCloseTo(0.19, within(1e-12));
      assertThat(last.get(3)).as("1 − β₂²").isCloseTo(0.001999, within(1e-12));
    }

    @Test
    @DisplayName("of the thirty-third shape by letting go of the one used longest ago")
    void bounded() {
      ModelLearner learner = learner(SmallTraining.spec(Sgd.of(0.1)));
      for (int rows = 2; rows < 34; rows++) {
        learner.step(SmallTraining.step(rows));
      }
      learner.step(SmallTraining.step(2));
      assertThat(engine.closed).as("closed at thirty-two shapes").isEmpty();
      learner.step(SmallTraining.step(34));
      assertThat(engine.closed)
          .as("closed at thirty-three")
          .containsExactly(engine.compiled.get(1));
      learner.step(SmallTraining.step(2));
      assertThat(engine.compiled).as("compiled, as 2 was used lately").hasSize(33);
      learner.step(SmallTraining.step(3));
      assertThat(engine.compiled).as("compiled, as 3 was let go").hasSize(34);
    }
  }

  @Nested
  @DisplayName("keeps slots from decaying into subnormal numbers")
  class Flushes {
    private long flushes() {
      return engine.runs.stream().filter(run -> run.program().outputs().isEmpty()).count();
    }

    @Test
    @DisplayName("every hundred steps, by the optimizer's count")
    void everyHundred() {
      LearnerSpec spec = SmallTraining.spec(Adam.of(0.1));
      OptimizerState state =
          new OptimizerState(198, spec.initialOptimizerState(spec.declared()).slots());
      ModelLearner learner = learner(spec.resume(spec.weights(), state));
      learner.step(SmallTraining.step(2));
      assertThat(flushes()).as("flushes by step 199").isZero();
      learner.step(SmallTraining.step(2));
      assertThat(flushes()).as("flushes by step 200").isEqualTo(1);
      assertThat(lastRun().updates().keySet())
          .as("what is flushed")
          .contains(WEIGHT + "..slot.firstMoment")
          .doesNotContain(WEIGHT);
    }
  }

  @Nested
  @DisplayName("changes nothing when it refuses")
  class Refuses {
    @Test
    @DisplayName("a later micro-batch")
    void laterMicroBatch() {
      ModelLearner learner = learner(SmallTraining.spec(Sgd.of(0.1)));
      List<MicroBatch> microBatches = new ArrayList<>(SmallTraining.step(2).microBatches());
      microBatches.add(new MicroBatch(SmallTraining.batch(2, SmallTraining.CLASSES), List.of()));
      assertThatThrownBy(() -> learner.step(new StepInput(microBatches, new Progress(0, 1))))
          .as("a class beyond the last, in the second part")
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("labels");
      assertThat(engine.runs).as("runs").isEmpty();
      assertThat(learner.optimizerState().step()).as("steps").isZero();
    }

    @Test
    @DisplayName("weights or an optimizer state of another model")
    void load() {
      LearnerSpec spec = SmallTraining.spec(Adam.of(0.1));
      ModelLearner learner = learner(spec);
      OptimizerState state = learner.optimizerState();
      Weights others = Weights.of(Map.of("other", HostTensor.allocate(DType.FLOAT32, Shape.of(1))));
      assertThatThrownBy(() -> learner.load(others, state))
          .hasMessageContaining("The weights are of another model");
      OptimizerState wrong = new OptimizerState(3, Map.of());
      assertThatThrownBy(() -> learner.load(spec.weights(), wrong))
          .hasMessageContaining("Maybe the snapshot is of another optimizer or model");
      assertThat(learner.optimizerState()).as("state").isEqualTo(state);
    }

    @Test
    @DisplayName("an optimizer that leaves out a slot")
    void slots() {
      record Forgetful(Schedule learningRate) implements Optimizer {
        @Override
        public List<String> slots() {
          return List.of("velocity");
        }

        @Override
        public List<Tensor> update(ParameterStep step) {
          return List.of(step.parameter());
        }
      }
      ModelLearner learner = learner(SmallTraining.spec(new Forgetful(Schedule.constant(1))));
      assertThatThrownBy(() -> learner.step(SmallTraining.step(2)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("The optimizer Forgetful[")
          .hasMessageEndingWith(
              " gave 1 tensors, expected the new parameter and the new value of each slot of"
                  + " [velocity].\nMaybe a slot that stays as it is was left out.");
      assertThat(learner.optimizerState().step()).as("steps").isZero();
    }

    @Test
    @DisplayName("to work once it was closed")
    void closed() {
      ModelLearner learner = learner(SmallTraining.spec(Sgd.of(0.1)));
      learner.step(SmallTraining.step(2));
      learner.close();
      learner.close();
      assertThatThrownBy(() -> learner.step(SmallTraining.step(2)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("This learner was closed");
      assertThat(engine.closed).as("closed programs").containsExactlyElementsOf(engine.compiled);
      assertThat(engine.variablesClosed).as("whether the variables were closed").isTrue();
    }

    @Test
    @DisplayName("to work once its session was closed, though it may still be closed itself")
    void sessionClosed() {
      ModelLearner learner = learner(SmallTraining.spec(Sgd.of(0.1)));
      learner.step(SmallTraining.step(2));
      session.close();
      learner.close();
      assertThatThrownBy(learner::weights)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("This learner was closed")
          .hasMessageContaining("\nMaybe it, or the session it came from");
    }
  }

  /** A session that passes everything on, as one that measures does. */
  private record Wrapping(Session within) implements Session {
    @Override
    public Device device() {
      return within.device();
    }

    @Override
    public String engineVersion() {
      return within.engineVersion();
    }

    @Override
    public Variables variables(Map<String, TensorSpec> specs) {
      return within.variables(specs);
    }

    @Override
    public Executable compile(Program program, Variables variables) {
      return within.compile(program, variables);
    }

    @Override
    public void close() {
      within.close();
    }
  }

  @Test
  @DisplayName("learns on a session that wraps another")
  void wrapped() {
    ModelLearner learner =
        ModelLearner.open(new Wrapping(session), SmallTraining.spec(Sgd.of(0.1)));
    learner.step(SmallTraining.step(2));
    learner.close();
    assertThat(engine.runs).as("runs").isNotEmpty();
    assertThat(engine.variablesClosed).as("whether the variables were closed").isTrue();
    assertThatThrownBy(learner::weights).hasMessageContaining("This learner was closed");
  }

  @Test
  @DisplayName("resumes from loaded weights and state without compiling anew")
  void loads() {
    LearnerSpec spec = SmallTraining.spec(Adam.of(0.1));
    ModelLearner learner = learner(spec);
    learner.step(SmallTraining.step(2));
    Weights others = spec.declared().initialWeights(77);
    OptimizerState state = new OptimizerState(41, learner.optimizerState().slots());
    learner.load(others, state);
    assertThat(learner.weights()).as("weights").isEqualTo(others);
    assertThat(learner.optimizerState()).as("state").isEqualTo(state);
    learner.step(SmallTraining.step(2));
    assertThat(engine.compiled).as("compiled programs").hasSize(1);
    assertThat(engine.runs.get(1).scalars()).as("numbers of step 42").contains(42.0);
  }

  @Nested
  @DisplayName("with parameter groups")
  class Groups {
    private Program step(LearnerSpec spec, ParameterGroup... groups) {
      learner(spec.withGroups(ParameterGroups.of(groups))).step(SmallTraining.step(2));
      return lastRun();
    }

    @Test
    @DisplayName("computes nothing for frozen parameters, and keeps no slots for them")
    void frozen() {
      Program step = step(SmallTraining.spec(AdamW.of(0.1, 0.5)), ParameterGroup.frozen("dense1"));
      assertThat(step.updates().keySet())
          .as("updates")
          .noneMatch(name -> name.startsWith("dense1."))
          .anyMatch(name -> name.startsWith("dense2."));
      assertThat(engine.values.keySet())
          .as("variables")
          .contains(WEIGHT)
          .noneMatch(name -> name.startsWith("dense1.") && name.contains(".."));
    }

    @Test
    @DisplayName("gives each rate factor a scalar of its own, computed on the host")
    void factors() {
      LearnerSpec spec = SmallTraining.spec(Sgd.of(0.5));
      step(spec, ParameterGroup.of("dense1").withRateFactor(0.25));
      List<Double> scalars = engine.runs.get(0).scalars();
      assertThat(scalars.subList(scalars.size() - 2, scalars.size()))
          .as("rates of the step")
          .containsExactly(0.125, 0.5);
    }

    @Test
    @DisplayName("leaves weight decay out where it is off")
    void decay() {
      ParameterGroup biases = ParameterGroup.of("**.bias").withDecay(ParameterGroup.Decay.NONE);
      Program step = step(SmallTraining.spec(AdamW.of(0.1, 0.5)), biases);
      Map<Double, Integer> counts = new TreeMap<>();
      composites(step, "adamw")
          .forEach(one -> counts.merge(one.number("weightDecay"), 1, Integer::sum));
      assertThat(counts).as("parameters by their decay").isEqualTo(Map.of(0.0, 3, 0.5, 3));
    }

    @Test
    @DisplayName("refuses a group that matches nothing, and names what there is")
    void unknown() {
      LearnerSpec spec =
          SmallTraining.spec(Sgd.of(1))
              .withGroups(ParameterGroups.of(ParameterGroup.of("encoder")));
      assertThatThrownBy(() -> learner(spec))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("\"encoder\" matches no parameter")
          .hasMessageContaining(WEIGHT)
          .hasMessageContaining("Maybe");
    }
  }

  @Nested
  @DisplayName("with an average of weights")
  class Averages {
    private final LearnerSpec spec =
        SmallTraining.spec(Sgd.of(0.1)).withAverage(Optional.of(new WeightAverage(0.9)));

    @Test
    @DisplayName("updates it in the same program, by a share that is 1 at the first step")
    void share() {
      ModelLearner learner = learner(spec);
      learner.step(SmallTraining.step(2));
      learner.step(SmallTraining.step(2));
      assertThat(lastRun().updates()).as("updates").containsKey(WEIGHT + "..slot.average");
      assertThat(lastScalar(0)).as("share of the first step").isEqualTo(1);
      assertThat(lastScalar(1)).as("share of the second").isCloseTo(0.1 / 0.19, within(1e-12));
    }

    private double lastScalar(int run) {
      List<Double> scalars = engine.runs.get(run).scalars();
      return scalars.get(scalars.size() - 1);
    }

    @Test
    @DisplayName("predicts by it, and by the states as they are")
    void predicts() {
      learner(spec).predict(HostTensor.allocate(DType.FLOAT32, Shape.of(2, SmallTraining.INPUTS)));
      assertThat(lastRun().variables().keySet())
          .as("variables of a prediction")
          .contains(WEIGHT + "..slot.average")
          .doesNotContain(WEIGHT)
          .containsAll(STATES);
    }

    @Test
    @DisplayName("begins it with the weights, so that predictions make sense before a step")
    void begins() {
      assertThat(learner(spec).optimizerState().slot(WeightAverage.SLOT).get(WEIGHT))
          .as("average before the first step")
          .isEqualTo(spec.weights().get(WEIGHT));
    }
  }

  @Test
  @DisplayName("clips the gradients of all parameters together")
  void clips() {
    learner(SmallTraining.spec(Sgd.of(0.1)).withClipping(Clipping.byNorm(2)))
        .step(SmallTraining.step(2));
    List<Composite> clips = composites(lastRun(), "clip-by-norm");
    assertThat(clips).as("composites that clip").hasSize(1);
    assertThat(clips.get(0).number("limit")).as("limit").isEqualTo(2);
    List<Tensor> updates = List.copyOf(lastRun().updates().values());
    assertThat(updates).as("updates").isNotEmpty();
  }
}
