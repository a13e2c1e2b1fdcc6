package org.distill4j.core.compression;

import org.distill4j.model.Initializer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** A scope in which what layers recorded is rewritten with rounded numbers. */
final class QuantizingScope extends ForwardingScope {
  private final FakeQuantizer quantizer;

  QuantizingScope(Scope scope, FakeQuantizer quantizer) {
    super(scope);
    this.quantizer = quantizer;
  }

  @Override
  ForwardingScope around(Scope other) {
    return new QuantizingScope(other, quantizer);
  }

  @Override
  Tensor output(Tensor value) {
    return quantizer.rewrite(value);
  }

  @Override
  public Tensor parameter(String name, Shape shape, Initializer initializer) {
    Tensor parameter = super.parameter(name, shape, initializer);
    quantizer.declare(parameter, scope(), name);
    return parameter;
  }
}
