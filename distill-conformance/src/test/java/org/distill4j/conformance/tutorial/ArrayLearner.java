package org.distill4j.conformance.tutorial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.program.FeedReader;
import org.distill4j.program.Program;
import org.distill4j.program.StepInput;
import org.distill4j.spi.Learner;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.spi.LossValues;
import org.distill4j.tensor.HostTensor;

/** A model in training. */
final class ArrayLearner implements Learner {
  private final ArraySession session;
  private final Open open;
  private final LearnerSpec spec;
  private final Evaluator evaluator;
  private final Map<Integer, Recorded> recorded = new HashMap<>();
  private final NamedArrays parameters;
  private final NamedArrays states;
  private final Descent descent;

  private record Recorded(Program program, FeedReader reader) {}

  private record Part(Program program, List<HostTensor> feeds, List<Double> scalars) {}

  ArrayLearner(ArraySession session, LearnerSpec spec) {
    this.session = session;
    this.open = session.within("learner");
    this.spec = spec;
    this.evaluator = new Evaluator(spec.model());
    Program program = spec.declared();
    this.parameters = NamedArrays.of(program.parameters(), spec.weights());
    this.states = NamedArrays.of(program.states(), spec.weights());
    this.descent =
        new Descent(spec.optimizer(), program.parameters(), spec.firstOptimizerState(program));
  }

  @Override
  public LossValues step(StepInput input) {
    synchronized (session) {
      open.require();
      List<Part> parts = read(input);
      NamedArrays gradients = NamedArrays.zeros(parts.get(0).program().parameters());
      Map<String, Double> terms = new LinkedHashMap<>();
      for (Part part : parts) {
        Run run =
            new Run(part.program(), new Leaves(parameters, states, part.feeds(), part.scalars()));
        part.program()
            .outputs()
            .forEach((name, term) -> terms.merge(name, run.value(term).at(0), Double::sum));
        run.addGradients(gradients);
        run.updateStates(states);
      }
      Clips.apply(spec.clipping(), gradients);
      descent.step(spec.optimizer().learningRate().at(input.progress()), parameters, gradients);
      return new LossValues(terms);
    }
  }

  /** All parts are read before one is run, so that a step that does not fit changes nothing. */
  private List<Part> read(StepInput input) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < input.parts().size(); i++) {
      Recorded at = recorded(input.parts().get(i).batch().size());
      List<HostTensor> feeds = at.reader().read(input, i).stream().map(HostTensor::copy).toList();
      List<Double> scalars = Arrays.stream(at.reader().scalars(input)).boxed().toList();
      parts.add(new Part(at.program(), feeds, scalars));
    }
    return parts;
  }

  private Recorded recorded(int batchSize) {
    return recorded.computeIfAbsent(
        batchSize,
        size -> {
          Program program = spec.record(size);
          return new Recorded(program, program.reader(spec.seed()));
        });
  }

  @Override
  public Predictions predict(HostTensor inputs) {
    synchronized (session) {
      open.require();
      return evaluator.predict(inputs, parameters, states);
    }
  }

  @Override
  public Weights weights() {
    synchronized (session) {
      open.require();
      return parameters.snapshot().and(states.snapshot());
    }
  }

  @Override
  public OptimizerState optimizerState() {
    synchronized (session) {
      open.require();
      return descent.snapshot();
    }
  }

  @Override
  public void close() {
    synchronized (session) {
      open.end();
    }
  }
}
