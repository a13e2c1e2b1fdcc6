package org.distill4j.core.layer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.conformance.reference.ReferenceGradients;
import org.distill4j.core.model.ModelInputs;
import org.distill4j.core.model.Models;
import org.distill4j.core.run.ModelLearner;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.data.Batch;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.model.Layer;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Sgd;
import org.distill4j.program.Recorder;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;
import org.distill4j.train.LossValues;

/** A layer on the reference backend, with weights given by hand. */
final class LayerRun {
  private final Layer layer;
  private final Map<String, float[]> given = new LinkedHashMap<>();
  private final Map<String, HostTensor> others = new LinkedHashMap<>();
  private Optimizer optimizer = Sgd.of(0);

  private LayerRun(Layer layer) {
    this.layer = layer;
  }

  static LayerRun of(Layer layer) {
    return new LayerRun(layer);
  }

  LayerRun with(String name, float... values) {
    given.put(name, values);
    return this;
  }

  /** Parameters stay as they are unless an optimizer is given. */
  LayerRun with(Optimizer other) {
    optimizer = other;
    return this;
  }

  private Model model(HostTensor input) {
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    inputs(input).forEach((name, tensor) -> specs.put(name, tensor.spec().withoutBatch()));
    return Models.of(new ModelInputs(specs), layer);
  }

  private Map<String, HostTensor> inputs(HostTensor input) {
    Map<String, HostTensor> inputs = new LinkedHashMap<>();
    inputs.put("input", input);
    inputs.putAll(others);
    return inputs;
  }

  /** Another input of the model, which the layer asks its scope for. */
  LayerRun input(String name, HostTensor value) {
    others.put(name, value);
    return this;
  }

  private Weights weights(Model model, int rows) {
    Weights initialWeights = Recorder.forward(model, Mode.TRAINING, rows).initialWeights(0);
    Map<String, HostTensor> changed = new LinkedHashMap<>();
    given.forEach(
        (name, values) ->
            changed.put(name, HostTensor.ofFloats(initialWeights.get(name).shape(), values)));
    return initialWeights.and(Weights.of(changed));
  }

  /** The output in evaluation, in row-major order. */
  float[] evaluate(HostTensor input) {
    Model model = model(input);
    try (Session session = new ReferenceBackend().open(SessionOptions.defaults())) {
      Weights weights = weights(model, 2 * input.shape().dim(0));
      return ModelPredictor.open(session, model, weights)
          .predict(inputs(input))
          .logits()
          .toFloatArray();
    }
  }

  /** The output of the first step in training, in row-major order, in double precision. */
  double[] train(HostTensor input) {
    Map<String, Double> terms =
        ReferenceGradients.compute(spec(input, LayerRun::elements), step(input, 0, 1)).terms();
    return terms.entrySet().stream()
        .filter(term -> term.getKey().startsWith("y"))
        .mapToDouble(Map.Entry::getValue)
        .toArray();
  }

  private LearnerSpec spec(HostTensor input, Loss loss) {
    Model model = model(input);
    Weights weights = weights(model, input.shape().dim(0));
    StepSignature nothing = new StepSignature(Map.of(), List.of());
    return LearnerSpec.of(model, weights, loss, nothing, optimizer).withSeed(1);
  }

  private StepInput step(HostTensor input, int step, int steps) {
    Batch batch = new Batch(new long[input.shape().dim(0)], inputs(input), Map.of());
    return StepInput.of(batch, List.of(), new Progress(step, steps));
  }

  /** Some training steps on the same input. */
  Trained trained(HostTensor input, int steps, Loss loss) {
    LearnerSpec spec = spec(input, loss);
    try (Session session = new ReferenceBackend().open(SessionOptions.defaults());
        Learner learner = ModelLearner.open(session, spec)) {
      List<LossValues> losses = new ArrayList<>();
      for (int step = 0; step < steps; step++) {
        losses.add(learner.step(step(input, step, steps)));
      }
      return new Trained(losses, learner.weights());
    }
  }

  /** The sum of the output, and each of its elements as a term. */
  static LossTerms elements(Signals signals) {
    Tensor flat = signals.student().logits().reshape(-1);
    LossTerms terms = LossTerms.total(flat.sum());
    for (int i = 0; i < flat.shape().dim(0); i++) {
      terms = terms.and("y" + i, flat.slice(0, i, i + 1).sum());
    }
    return terms;
  }

  static HostTensor floats(Shape shape, float... values) {
    return HostTensor.ofFloats(shape, values);
  }

  /** What came of a training. */
  record Trained(List<LossValues> losses, Weights weights) {}
}
