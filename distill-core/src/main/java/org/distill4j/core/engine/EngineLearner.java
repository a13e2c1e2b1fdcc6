package org.distill4j.core.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.program.StepInput;
import org.distill4j.spi.EngineNetwork;
import org.distill4j.spi.Learner;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.spi.LossValues;
import org.distill4j.spi.Session;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/** A network of an engine's own kind in training, its loss and its update computed on a session. */
final class EngineLearner implements Learner {
  private final EngineNetwork network;
  private final LossSlopes slopes;
  private final Update update;

  EngineLearner(Session session, EngineNetwork network, LearnerSpec spec) {
    spec.declared();
    requireNoAverage(spec);
    this.network = network;
    this.slopes = new LossSlopes(session, new OutputRows(network.outputs()), spec);
    this.update = new Update(session, network.trained(), spec);
    network.set(spec.weights());
  }

  private static void requireNoAverage(LearnerSpec spec) {
    if (spec.average().isPresent()) {
      throw new IllegalArgumentException(
          "An average of weights was asked for with a network of an engine's own kind, expected a"
              + " recorded model.\nMaybe leave the average out, or write the student as a Model.");
    }
  }

  @Override
  public synchronized LossValues step(StepInput input) {
    for (int part = 0; part < input.parts().size(); part++) {
      requireInputs(input.parts().get(part).batch().inputs().spec());
      slopes.check(input, part);
    }
    Map<String, Double> terms = new LinkedHashMap<>();
    GradientSum sum = new GradientSum();
    for (int part = 0; part < input.parts().size(); part++) {
      sum.add(gradients(input, part, terms));
    }
    network.set(update.apply(sum, input.progress()));
    return new LossValues(terms);
  }

  private Weights gradients(StepInput input, int part, Map<String, Double> terms) {
    HostTensor inputs = input.parts().get(part).batch().inputs();
    return network.gradients(
        inputs,
        said -> {
          LossValues values = slopes.values(input, part, said);
          values.asMap().forEach((name, value) -> terms.merge(name, value, Double::sum));
          return slopes.slopes(inputs.shape().dim(0));
        });
  }

  private void requireInputs(TensorSpec given) {
    TensorSpec one = new TensorSpec(given.type(), given.shape().withoutBatch());
    if (!one.equals(network.input())) {
      throw new IllegalArgumentException(
          "The input batch is "
              + given
              + ", expected examples of "
              + network.input()
              + ".\nMaybe the data set belongs to another network.");
    }
  }

  @Override
  public synchronized Predictions predict(HostTensor inputs) {
    return network.predict(inputs);
  }

  @Override
  public synchronized Weights weights() {
    return network.weights();
  }

  @Override
  public synchronized OptimizerState optimizerState() {
    return update.optimizerState();
  }

  @Override
  public synchronized void close() {
    slopes.close();
    update.close();
  }
}
