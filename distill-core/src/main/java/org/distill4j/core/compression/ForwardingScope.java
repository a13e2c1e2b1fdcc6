package org.distill4j.core.compression;

import java.util.Map;
import org.distill4j.model.Initializer;
import org.distill4j.model.Layer;
import org.distill4j.model.Mode;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** A scope that asks another one, in which a subclass changes something; so do all scopes in it. */
abstract class ForwardingScope implements Scope {
  private final Scope scope;

  ForwardingScope(Scope scope) {
    this.scope = scope;
  }

  /** The same change in another scope. */
  abstract ForwardingScope around(Scope other);

  /** What becomes of a layer's output. */
  Tensor output(Tensor value) {
    return value;
  }

  Scope scope() {
    return scope;
  }

  @Override
  public Tensor parameter(String name, Shape shape, Initializer initializer) {
    return scope.parameter(name, shape, initializer);
  }

  @Override
  public Tensor run(String name, Layer layer, Tensor input) {
    return scope.run(name, new Changed(layer, this), input);
  }

  /** A layer under its own kind. */
  private record Changed(Layer layer, ForwardingScope outer) implements Layer {
    @Override
    public Tensor forward(Scope inner, Tensor input) {
      return outer.output(layer.forward(outer.around(inner), input));
    }

    @Override
    public String kind() {
      return layer.kind();
    }
  }

  @Override
  public Scope child(String name) {
    return around(scope.child(name));
  }

  @Override
  public Tensor tap(String name, Tensor value) {
    return scope.tap(name, output(value));
  }

  @Override
  public void updateState(String name, Tensor value) {
    scope.updateState(name, output(value));
  }

  @Override
  public Tensor state(String name, Shape shape, Initializer initializer) {
    return scope.state(name, shape, initializer);
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
  public Tensor uniform(String name, Shape perExample) {
    return scope.uniform(name, perExample);
  }

  @Override
  public Map<String, Tensor> taps() {
    return scope.taps();
  }
}
