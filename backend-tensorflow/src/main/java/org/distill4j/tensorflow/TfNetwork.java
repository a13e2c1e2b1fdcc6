package org.distill4j.tensorflow;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.distill4j.backend.Guard;
import org.distill4j.model.EngineNetwork;
import org.distill4j.model.InputNames;
import org.distill4j.model.Mode;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.program.ShapeReader;
import org.distill4j.teacher.PredictorTeacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.types.family.TType;

/** A function of TensorFlow's operations, run forward and backward by TensorFlow. */
final class TfNetwork implements EngineNetwork {
  private final Guard guard;
  private final TfRuntime runtime;
  private final Map<String, TensorSpec> inputs;
  private final ShapeReader shapes;
  private final TfFunctionGraph training;
  private final TfFunctionGraph evaluation;
  private final TfNetworkState variables;
  private final Map<String, TensorSpec> outputs;

  private TfNetwork(
      org.distill4j.backend.Session session,
      TfRuntime runtime,
      Map<String, TensorSpec> inputs,
      TfFunction function,
      long seed) {
    this.guard = Guard.child(session, this, "network", runtime::close);
    this.runtime = runtime;
    this.inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    this.shapes = new ShapeReader(inputs);
    this.training = TfFunctionGraph.build(runtime, function, inputs, Mode.TRAINING);
    this.evaluation = TfFunctionGraph.build(runtime, function, inputs, Mode.EVALUATION);
    requireSame(shapes(training), shapes(evaluation));
    this.variables = new TfNetworkState(runtime, Weights.initial(training.specs(), seed));
    this.outputs = PredictorTeacher.of("the network", this, inputs, "network").outputs();
  }

  static TfNetwork open(
      org.distill4j.backend.Session session,
      TfSession engine,
      Map<String, TensorSpec> inputs,
      long seed,
      TfFunction function) {
    return Guard.within(
        session,
        () -> {
          TfRuntime runtime = TfRuntime.empty(engine.options());
          try {
            return new TfNetwork(session, runtime, inputs, function, seed);
          } catch (RuntimeException refused) {
            runtime.close();
            throw refused;
          }
        });
  }

  private static Map<String, Shape> shapes(TfFunctionGraph pass) {
    Map<String, Shape> shapes = new TreeMap<>();
    for (ParameterSpec spec : pass.specs()) {
      shapes.put(spec.name(), spec.shape());
    }
    return shapes;
  }

  private static void requireSame(Map<String, Shape> trained, Map<String, Shape> evaluated) {
    if (!trained.equals(evaluated)) {
      throw new IllegalArgumentException(
          "The function keeps "
              + trained
              + " in training and "
              + evaluated
              + " in evaluation, expected the same.\n"
              + "Maybe ask for all of them in both modes, and use some in one of them alone.");
    }
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return inputs;
  }

  @Override
  public Map<String, TensorSpec> outputs() {
    return outputs;
  }

  @Override
  public Weights weights() {
    return guard.call(variables::toWeights);
  }

  @Override
  public Set<String> trained() {
    Set<String> trained = new LinkedHashSet<>(training.values().keySet());
    trained.removeAll(training.states());
    return trained;
  }

  @Override
  public void set(Weights weights) {
    guard.call(
        () -> {
          variables.set(weights);
          return weights;
        });
  }

  @Override
  public Predictions predict(Map<String, HostTensor> given) {
    Map<String, HostTensor> found = required(given);
    return guard.call(
        () -> {
          try (TfUploads uploads = new TfUploads();
              Result results = run(forward(evaluation, uploads.copiesOf(found)), found)) {
            return predictions(evaluation, results);
          }
        });
  }

  @Override
  public Weights gradients(Map<String, HostTensor> given, UnaryOperator<Predictions> inOutputs) {
    Map<String, HostTensor> found = required(given);
    return guard.call(() -> backAndForth(found, inOutputs));
  }

  private Weights backAndForth(
      Map<String, HostTensor> inputs, UnaryOperator<Predictions> inOutputs) {
    try (TfUploads uploads = new TfUploads()) {
      Map<String, TType> given = uploads.copiesOf(inputs);
      try (Result results = run(forward(training, given), inputs)) {
        Predictions found = inOutputs.apply(predictions(training, results));
        Session.Runner back = backward(given, results);
        training
            .backward()
            .inOutputs()
            .forEach((name, place) -> back.feed(place, uploads.copyOf(found.get(name))));
        Weights gradients = gradients(run(back, inputs));
        variables.set(Weights.of(downloads(training.updates().keySet(), results, outputs.size())));
        return gradients;
      }
    }
  }

  /** TensorFlow would take any shape. */
  private Map<String, HostTensor> required(Map<String, HostTensor> given) {
    Map<String, HostTensor> found = InputNames.findAll(inputs.keySet(), given);
    found.forEach(
        (name, tensor) -> requireFits(tensor.spec(), Objects.requireNonNull(inputs.get(name))));
    shapes.require(found);
    return found;
  }

  private static void requireFits(TensorSpec given, TensorSpec wanted) {
    if (given.shape().rank() == 0 || !wanted.accepts(given.withoutBatch())) {
      throw new IllegalArgumentException(
          "The network was given "
              + given
              + ", expected a batch of "
              + wanted
              + ".\nMaybe the data need a reshape, or belong to another network.");
    }
  }

  private Session.Runner runner(TfFunctionGraph pass, Map<String, TType> given) {
    Session.Runner runner = runtime.runner();
    pass.inputs().forEach((name, place) -> runner.feed(place, given.get(name)));
    variables.feed(runner, pass.values());
    return runner;
  }

  /** Gives the outputs, then the states' next values, then what the way back reuses. */
  private Session.Runner forward(TfFunctionGraph pass, Map<String, TType> given) {
    Session.Runner runner = runner(pass, given);
    pass.outputs().values().forEach(runner::fetch);
    pass.updates().values().forEach(runner::fetch);
    pass.backward().reused().forEach(runner::fetch);
    return runner;
  }

  private Session.Runner backward(Map<String, TType> given, Result results) {
    TfBackward back = training.backward();
    Session.Runner runner = runner(training, given);
    int next = training.outputs().size() + training.updates().size();
    for (Output<?> reused : back.reused()) {
      runner.feed(reused, results.get(next++));
    }
    back.gradients().values().forEach(runner::fetch);
    return runner;
  }

  /** Zeros for what no output depends on. */
  private Weights gradients(Result result) {
    try (result) {
      Map<String, HostTensor> found =
          downloads(training.backward().gradients().keySet(), result, 0);
      Map<String, HostTensor> all = new LinkedHashMap<>();
      for (String name : trained()) {
        HostTensor gradient = found.get(name);
        all.put(name, gradient == null ? variables.zeros(name) : gradient);
      }
      return Weights.of(all);
    }
  }

  private static Predictions predictions(TfFunctionGraph pass, Result results) {
    return Predictions.of(downloads(pass.outputs().keySet(), results, 0));
  }

  private static Map<String, HostTensor> downloads(
      Collection<String> names, Result results, int first) {
    Map<String, HostTensor> named = new LinkedHashMap<>();
    for (String name : names) {
      named.put(name, TfMemory.toHost(results.get(first + named.size())));
    }
    return named;
  }

  private static Result run(Session.Runner runner, Map<String, HostTensor> batch) {
    try {
      return runner.run();
    } catch (TensorFlowException failed) {
      throw new IllegalArgumentException(
          "The network failed on "
              + InputNames.describe(batch)
              + ": "
              + failed.getMessage()
              + "\nMaybe it takes another shape, or the batch is too large for the memory.",
          failed);
    }
  }

  @Override
  public void close() {
    guard.close();
  }
}
