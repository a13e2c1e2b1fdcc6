package org.distill4j.conformance.reference;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.distill4j.conformance.DrivenBackend;
import org.distill4j.tensor.Algebra;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** The reference backend with one kernel gone wrong. */
public final class FaultyKernels {
  private FaultyKernels() {}

  /** Named, so that a proxy of it needs no unchecked conversion. */
  private interface Values extends Algebra<DoubleArray> {}

  /** What is made of a primitive's right result. */
  @FunctionalInterface
  interface Fault {
    double[] apply(Tensor node, double[] right);
  }

  static DrivenBackend of(UnaryOperator<Algebra<DoubleArray>> change) {
    return DrivenBackend.of(
        new ReferenceBackend(inputs -> change.apply(new ForwardAlgebra(inputs))));
  }

  /** The last element of what begins with some text is off. */
  public static DrivenBackend value(String kind) {
    return of(kind, (node, right) -> lastOff(node.type(), right));
  }

  /** A fault in all primitives whose operation is written beginning with some text. */
  static DrivenBackend of(String kind, Fault fault) {
    return of(right -> faulty(right, kind, fault));
  }

  /** The last element of a composite's first result is off, where it is taken whole. */
  public static DrivenBackend composite(String name) {
    return composites(Set.of(name), (composite, inputs, right) -> firstOff(right.apply(inputs)));
  }

  /** What is done instead of a composite, by its inputs and what is right. */
  @FunctionalInterface
  interface CompositeFault {
    List<DoubleArray> apply(
        Composite composite, List<DoubleArray> inputs, UnaryOperator<List<DoubleArray>> right);
  }

  /** A fault in composites of some names, where they are taken whole. */
  static DrivenBackend composites(Set<String> names, CompositeFault fault) {
    return of(
        right ->
            new PassingAlgebra(right) {
              @Override
              public List<DoubleArray> composite(Composite composite, List<DoubleArray> inputs) {
                return names.contains(composite.name())
                    ? fault.apply(composite, inputs, all -> super.composite(composite, all))
                    : super.composite(composite, inputs);
              }
            });
  }

  private static List<DoubleArray> firstOff(List<DoubleArray> results) {
    DoubleArray first = results.get(0);
    List<DoubleArray> changed = new ArrayList<>(results);
    changed.set(0, new DoubleArray(first.shape(), lastOff(DType.FLOAT32, first.elements())));
    return changed;
  }

  static double[] lastOff(DType type, double... right) {
    double[] elements = right.clone();
    int last = elements.length - 1;
    elements[last] =
        switch (type) {
          case BOOL -> 1 - elements[last];
          case INT32 -> elements[last] + 1;
          case FLOAT32 -> elements[last] + Math.max(0.02, 0.02 * Math.abs(elements[last]));
        };
    return elements;
  }

  private static Algebra<DoubleArray> faulty(Algebra<DoubleArray> right, String kind, Fault fault) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (arguments[0] instanceof Composite composite) {
            @SuppressWarnings("unchecked")
            List<DoubleArray> inputs = (List<DoubleArray>) arguments[1];
            return composite.interpret((Values) proxy, inputs);
          }
          Tensor node = (Tensor) arguments[0];
          try {
            DoubleArray value = (DoubleArray) method.invoke(right, arguments);
            return node.op().toString().startsWith(kind)
                ? new DoubleArray(node.shape(), fault.apply(node, value.elements()))
                : value;
          } catch (InvocationTargetException error) {
            throw error.getCause();
          }
        };
    return Values.class.cast(
        Proxy.newProxyInstance(
            Values.class.getClassLoader(), new Class<?>[] {Values.class}, handler));
  }

  /** A primitive in which NaN is the smallest of all numbers. */
  public static DrivenBackend hidingNan(String kind) {
    return of(right -> new NanBlind(right, kind));
  }

  /** Passes what is compared on without NaN. */
  private static final class NanBlind extends PassingAlgebra {
    private final String kind;

    NanBlind(Algebra<DoubleArray> right, String kind) {
      super(right);
      this.kind = kind;
    }

    private DoubleArray seen(Op op, DoubleArray input) {
      double[] elements = input.elements().clone();
      if (op.toString().startsWith(kind)) {
        Arrays.setAll(elements, i -> Double.isNaN(elements[i]) ? -Float.MAX_VALUE : elements[i]);
      }
      return new DoubleArray(input.shape(), elements);
    }

    @Override
    public DoubleArray reduce(Tensor node, Op.Reduce op, DoubleArray input) {
      return super.reduce(node, op, seen(op, input));
    }

    @Override
    public DoubleArray argMax(Tensor node, Op.ArgMax op, DoubleArray input) {
      return super.argMax(node, op, seen(op, input));
    }

    @Override
    public DoubleArray softmax(Tensor node, Op.Softmax op, DoubleArray input) {
      return super.softmax(node, op, seen(op, input));
    }

    @Override
    public DoubleArray pool2d(Tensor node, Op.Pool2d op, DoubleArray input) {
      return super.pool2d(node, op, seen(op, input));
    }
  }

  /** Matrices on the right of a product enter as they are, where their shape allows it. */
  public static DrivenBackend forgetfulForms() {
    return of(
        right ->
            new PassingAlgebra(right) {
              @Override
              public DoubleArray matMul(Tensor node, Op.MatMul op, DoubleArray a, DoubleArray b) {
                boolean square = b.shape().dim(-1) == b.shape().dim(-2);
                Op.Form form = square ? Op.Form.AS_IS : op.right();
                return super.matMul(node, new Op.MatMul(op.left(), form), a, b);
              }
            });
  }

  /** Kernels that are wider than the image are cut off. */
  public static DrivenBackend narrowImages() {
    return of(
        right ->
            new PassingAlgebra(right) {
              @Override
              public DoubleArray conv2d(
                  Tensor node, Op.Conv2d op, DoubleArray input, DoubleArray weights) {
                if (op.window().dilation() >= input.shape().dim(3)) {
                  throw new ArrayIndexOutOfBoundsException(-op.window().dilation());
                }
                return super.conv2d(node, op, input, weights);
              }
            });
  }
}
