package org.distill4j.core.model;

import java.util.Map;
import java.util.Optional;
import org.distill4j.model.Initializer;
import org.distill4j.model.Layer;
import org.distill4j.model.Mode;
import org.distill4j.model.Scope;
import org.distill4j.model.Weights;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * A scope in which parameters and states have given initial values.
 *
 * @param scope the scope that records
 * @param weights the values by path
 */
record PretrainedScope(Scope scope, Weights weights) implements Scope {
  @Override
  public Tensor parameter(String name, Shape shape, Initializer initializer) {
    return scope.parameter(name, shape, initializer(name).orElse(initializer));
  }

  @Override
  public Tensor state(String name, Shape shape, Initializer initializer) {
    return scope.state(name, shape, initializer(name).orElse(initializer));
  }

  private Optional<Initializer> initializer(String name) {
    String path = path().isEmpty() ? name : path() + "." + name;
    return Optional.ofNullable(weights.asMap().get(path)).map(PretrainedScope::copied);
  }

  private static Initializer copied(HostTensor from) {
    return (values, shape, random) -> from.floats().get(values);
  }

  @Override
  public Scope child(String name) {
    return new PretrainedScope(scope.child(name), weights);
  }

  @Override
  public Tensor run(String name, Layer layer, Tensor input) {
    return scope.run(name, new Within(layer), input);
  }

  /** A layer that takes this kind of scope. */
  private final class Within implements Layer {
    private final Layer layer;

    Within(Layer layer) {
      this.layer = layer;
    }

    @Override
    public Tensor forward(Scope inner, Tensor input) {
      return layer.forward(new PretrainedScope(inner, weights), input);
    }

    @Override
    public String kind() {
      return layer.kind();
    }
  }

  @Override
  public String path() {
    return scope.path();
  }

  @Override
  public Mode mode() {
    return scope.mode();
  }

  @Override
  public Tensor input(String name) {
    return scope.input(name);
  }

  @Override
  public void updateState(String name, Tensor value) {
    scope.updateState(name, value);
  }

  @Override
  public Tensor uniform(String name, Shape perExample) {
    return scope.uniform(name, perExample);
  }

  @Override
  public Tensor tap(String name, Tensor value) {
    return scope.tap(name, value);
  }

  @Override
  public Map<String, Tensor> taps() {
    return scope.taps();
  }
}
