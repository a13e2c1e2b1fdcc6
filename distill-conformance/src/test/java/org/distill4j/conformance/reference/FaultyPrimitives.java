package org.distill4j.conformance.reference;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.distill4j.spi.Backend;
import org.distill4j.tensor.Algebra;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Tensor;

/** The reference backend with one kind of primitive gone wrong. */
public final class FaultyPrimitives extends Engine {
  private final String kind;
  private final Fault fault;

  /** What is made of a primitive's right result. */
  @FunctionalInterface
  interface Fault {
    Value apply(Tape tape, Tensor node, Value right, List<Value> inputs);
  }

  /** Named, so that a proxy of it needs no unchecked conversion. */
  private interface Values extends Algebra<Value> {}

  private FaultyPrimitives(String kind, Fault fault) {
    this.kind = kind;
    this.fault = fault;
  }

  /** A fault in all primitives whose operation is written beginning with some text. */
  static Backend of(String kind, Fault fault) {
    return new ReferenceBackend(new FaultyPrimitives(kind, fault));
  }

  /** The last element of the value is off; its gradient is right. */
  public static Backend value(String kind) {
    return of(
        kind,
        (tape, node, right, inputs) -> {
          double[] elements = right.elements().clone();
          int last = elements.length - 1;
          elements[last] = off(node.type(), elements[last]);
          return tape.record(node.shape(), elements, new Edge(right, FaultyPrimitives::pass));
        });
  }

  private static double off(DType type, double right) {
    return switch (type) {
      case BOOL -> 1 - right;
      case INT32 -> right + 1;
      case FLOAT32 -> right + Math.max(0.02, 0.02 * Math.abs(right));
    };
  }

  private static void pass(double[] upstream, double[] gradient) {
    for (int i = 0; i < upstream.length; i++) {
      gradient[i] += upstream[i];
    }
  }

  /** Values are right; what flows back through the last element is a tenth too much. */
  public static Backend gradient(String kind) {
    return of(
        kind,
        (tape, node, right, inputs) ->
            tape.record(
                node.shape(),
                right.elements(),
                new Edge(
                    right,
                    (upstream, gradient) -> {
                      pass(upstream, gradient);
                      int last = upstream.length - 1;
                      gradient[last] += upstream[last] / 10;
                    })));
  }

  @Override
  Algebra<Value> algebra(Tape tape, Leaves leaves) {
    Algebra<Value> right = super.algebra(tape, leaves);
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          Tensor node = (Tensor) arguments[0];
          try {
            Value value = (Value) method.invoke(right, arguments);
            boolean wrong = node.op().toString().startsWith(kind);
            return wrong ? fault.apply(tape, node, value, inputs(arguments)) : value;
          } catch (InvocationTargetException error) {
            throw error.getCause();
          }
        };
    return Values.class.cast(
        Proxy.newProxyInstance(
            Values.class.getClassLoader(), new Class<?>[] {Values.class}, handler));
  }

  private static List<Value> inputs(Object[] arguments) {
    List<Value> inputs = new ArrayList<>();
    for (Object argument : arguments) {
      if (argument instanceof Value value) {
        inputs.add(value);
      }
    }
    return inputs;
  }
}
