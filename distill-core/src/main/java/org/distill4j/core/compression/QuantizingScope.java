package org.distill4j.core.compression;

import java.util.Map;
import org.distill4j.model.Initializer;
import org.distill4j.model.Layer;
import org.distill4j.model.Mode;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * A scope whose layers' outputs are rewritten.
 *
 * @param scope the scope that records
 * @param quantizer rewrites what they recorded
 */
record QuantizingScope(Scope scope, FakeQuantizer quantizer) implements Scope {
  @Override
  public Tensor parameter(String name, Shape shape, Initializer initializer) {
    Tensor parameter = scope.parameter(name, shape, initializer);
    quantizer.declare(parameter, scope, name);
    return parameter;
  }

  @Override
  public Tensor run(String name, Layer layer, Tensor input) {
    return scope.run(name, new Rewritten(layer, quantizer), input);
  }

  /** A layer under its own kind. */
  private record Rewritten(Layer layer, FakeQuantizer quantizer) implements Layer {
    @Override
    public Tensor forward(Scope inner, Tensor input) {
      return quantizer.rewrite(layer.forward(new QuantizingScope(inner, quantizer), input));
    }

    @Override
    public String kind() {
      return layer.kind();
    }
  }

  @Override
  public Scope child(String name) {
    return new QuantizingScope(scope.child(name), quantizer);
  }

  @Override
  public Tensor tap(String name, Tensor value) {
    return scope.tap(name, quantizer.rewrite(value));
  }

  @Override
  public void updateState(String name, Tensor value) {
    scope.updateState(name, quantizer.rewrite(value));
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
