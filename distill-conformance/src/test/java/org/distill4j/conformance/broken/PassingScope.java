package org.distill4j.conformance.broken;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.distill4j.model.Initializer;
import org.distill4j.model.Inputs;
import org.distill4j.model.Layer;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** Passes all calls on, and so do the scopes within. */
class PassingScope implements Scope {
  private final Scope right;
  private final UnaryOperator<Scope> within;

  PassingScope(Scope right, UnaryOperator<Scope> within) {
    this.right = right;
    this.within = within;
  }

  /** A model that is given other scopes. */
  static Model model(Model model, UnaryOperator<Scope> change) {
    return new Model() {
      @Override
      public Map<String, TensorSpec> inputs() {
        return model.inputs();
      }

      @Override
      public Outputs forward(Scope scope, Inputs inputs) {
        return model.forward(change.apply(scope), inputs);
      }
    };
  }

  @Override
  public String path() {
    return right.path();
  }

  @Override
  public Mode mode() {
    return right.mode();
  }

  @Override
  public Tensor input(String name) {
    return right.input(name);
  }

  @Override
  public Scope child(String name) {
    return within.apply(right.child(name));
  }

  @Override
  public Tensor parameter(String name, Shape shape, Initializer initializer) {
    return right.parameter(name, shape, initializer);
  }

  @Override
  public Tensor state(String name, Shape shape, Initializer initializer) {
    return right.state(name, shape, initializer);
  }

  @Override
  public void updateState(String name, Tensor value) {
    right.updateState(name, value);
  }

  @Override
  public Tensor uniform(String name, Shape perExample) {
    return right.uniform(name, perExample);
  }

  @Override
  public Tensor tap(String name, Tensor value) {
    return right.tap(name, value);
  }

  @Override
  public Map<String, Tensor> taps() {
    return right.taps();
  }

  @Override
  public Tensor run(String name, Layer layer, Tensor input) {
    return right.run(name, (scope, x) -> layer.forward(within.apply(scope), x), input);
  }
}
