package org.distill4j.core.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.distill4j.model.EngineNetwork;
import org.distill4j.model.Initializer;
import org.distill4j.model.Inputs;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.program.BatchShape;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A network of an engine's own kind as the student of a plan. Train it like any other, with {@code
 * SessionTrainer}: the network's engine runs it forward and backward, and the trainer's session, of
 * the same backend or another, computes the loss and the optimizer's update. The training begins
 * with the weights that the network has when it starts, unless the plan gives others, and the
 * network ends with those of the last step; {@code network.set(report.weights())} gives it the ones
 * that the training chose.
 *
 * <p>Losses know each of the network's outputs as an output and as a tap of that name. A loss that
 * trains weights of its own is refused: what connects the student's features to the teacher's
 * belongs into the network then.
 *
 * <p>What the network computes cannot be recorded. A recording of this model has the right shapes
 * and weights, and the value NaN everywhere, so that nobody takes it for the network. Use the
 * network itself to predict.
 */
public final class EngineModel implements Model {
  private final EngineNetwork network;

  private EngineModel(EngineNetwork network) {
    this.network = network;
  }

  /**
   * Returns a network as a student.
   *
   * @param network the network, which training changes in place
   * @return the model
   * @throws IllegalArgumentException if an output is not FLOAT32
   */
  public static EngineModel of(EngineNetwork network) {
    network.outputs().forEach(EngineModel::requireFloats);
    return new EngineModel(network);
  }

  private static void requireFloats(String name, TensorSpec spec) {
    if (spec.type() != DType.FLOAT32) {
      throw new IllegalArgumentException(
          "Output \""
              + name
              + "\" of the network is "
              + spec
              + ", expected FLOAT32, which has a gradient.\nMaybe leave it out of the outputs.");
    }
  }

  /** {@return the network} */
  public EngineNetwork network() {
    return network;
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return network.inputs();
  }

  @Override
  public Outputs forward(Scope scope, Inputs inputs) {
    ScopeTree scopes = new ScopeTree(scope);
    Set<String> trained = network.trained();
    network.weights().asMap().forEach((name, value) -> declare(scopes, trained, name, value));
    BatchShape shape = BatchShape.of(network.inputs(), inputs);
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    network
        .outputs()
        .forEach((name, spec) -> outputs.put(name, scope.tap(name, unknown(shape.of(spec)))));
    return Outputs.of(outputs);
  }

  private static Tensor unknown(TensorSpec spec) {
    return Tensor.of(Double.NaN).broadcastTo(spec.shape().dims());
  }

  private static void declare(
      ScopeTree scopes, Set<String> trained, String path, HostTensor value) {
    Initializer copy = (array, shape, random) -> value.floats().get(0, array);
    if (trained.contains(path)) {
      scopes.of(path).parameter(ScopeTree.name(path), value.shape(), copy);
    } else {
      scopes.of(path).state(ScopeTree.name(path), value.shape(), copy);
    }
  }
}
