package org.distill4j.djl;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.distill4j.backend.Guard;
import org.distill4j.backend.Session;
import org.distill4j.model.EngineNetwork;
import org.distill4j.model.InputNames;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.teacher.PredictorTeacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/** A block of DJL, run forward and backward by the engine's own recording of gradients. */
final class DjlNetwork implements EngineNetwork {
  private static final String WHAT = "network";

  private final DjlSession engine;
  private final Arena arena;
  private final Guard guard;
  private final Block block;
  private final BlockWeights weights;
  private final Map<String, TensorSpec> inputs;
  private final DjlOutputs outputs;
  private final Map<String, TensorSpec> specs;

  private DjlNetwork(
      Session session, Block block, Map<String, TensorSpec> inputs, List<String> outputs) {
    this.engine = DjlSession.behind(session);
    this.arena = engine.arena().inner();
    this.guard = Guard.child(session, this, WHAT, arena::close);
    this.block = block;
    this.weights = new BlockWeights(engine, block);
    this.inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    this.outputs = new DjlOutputs("The block", outputs);
    this.specs = PredictorTeacher.of("the block", this, inputs, WHAT).outputs();
  }

  static DjlNetwork open(
      Session session, Block block, Map<String, TensorSpec> inputs, List<String> outputs) {
    return Guard.within(session, () -> new DjlNetwork(session, block, inputs, outputs));
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return inputs;
  }

  @Override
  public Map<String, TensorSpec> outputs() {
    return specs;
  }

  @Override
  public Weights weights() {
    return call(weights::toWeights);
  }

  @Override
  public Set<String> trained() {
    return weights.trained();
  }

  @Override
  public void set(Weights values) {
    call(
        () -> {
          weights.set(values);
          return values;
        });
  }

  @Override
  public Predictions predict(Map<String, HostTensor> given) {
    return call(
        () -> {
          try (Arena run = arena.inner()) {
            return outputs.download(engine.transfer(), forward(run, given, false));
          }
        });
  }

  @Override
  public Weights gradients(Map<String, HostTensor> given, UnaryOperator<Predictions> inOutputs) {
    return call(
        () -> {
          try (Arena run = arena.inner()) {
            weights.startGradients();
            NDList results = forward(run, given, true);
            Predictions found = inOutputs.apply(outputs.download(engine.transfer(), results));
            backward(run, results, found);
            return weights.gradients();
          } finally {
            JniUtils.setGradMode(false);
          }
        });
  }

  private NDList forward(Arena run, Map<String, HostTensor> given, boolean training) {
    Map<String, HostTensor> found = InputNames.findAll(inputs.keySet(), given);
    NDList arrays = engine.transfer().upload(found.values(), run);
    try {
      // Only now, as scripts that copy switch it off.
      JniUtils.setGradMode(training);
      ParameterStore store = new ParameterStore(run.manager(), false);
      return block.forward(store, arrays, training);
    } catch (EngineException | IllegalArgumentException failed) {
      throw new IllegalArgumentException(
          "The block failed on "
              + InputNames.describe(found)
              + ": "
              + failed.getMessage()
              + "\nMaybe it takes another type or shape, or another number of arrays.",
          failed);
    }
  }

  /** Differentiates Σ output·g, whose gradient in the outputs is the given g. */
  private void backward(Arena run, NDList results, Predictions inOutputs) {
    NDList directions = new NDList();
    for (String name : outputs.names()) {
      NDArray direction = run.allocate(inOutputs.get(name).spec());
      engine.transfer().upload(inOutputs.get(name), direction);
      directions.add(direction);
    }
    JniUtils.setGradMode(true);
    NDArray total = run.manager().zeros(new Shape());
    for (int i = 0; i < results.size(); i++) {
      total = total.add(results.get(i).mul(directions.get(i)).sum());
    }
    NDArray one = run.manager().ones(new Shape());
    JniUtils.backward((PtNDArray) total, (PtNDArray) one, false, false);
  }

  private <T> T call(Supplier<T> work) {
    return guard.call(() -> engine.call(work));
  }

  @Override
  public void close() {
    guard.close();
  }
}
