package org.distill4j.conformance.reference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.distill4j.ir.Gradients;
import org.distill4j.ir.Program;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** Programs of random operations on small tensors, rich in what can be simplified. */
final class RandomPrograms {
  private static final int OPERATIONS = 40;

  private final SplittableRandom random;
  private final List<Tensor> tensors = new ArrayList<>();

  private RandomPrograms(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** A program of variables "v0", "v1", … with some outputs. */
  static Program of(long seed) {
    RandomPrograms programs = new RandomPrograms(seed);
    programs.grow();
    return programs.program();
  }

  private void grow() {
    for (int[] dims : new int[][] {{2, 3}, {3, 2}, {2, 3, 2}, {3}, {1, 3}, {}}) {
      String name = "v" + tensors.size();
      tensors.add(Tensor.leaf(new Op.Variable(name), TensorSpec.floats(dims)));
    }
    while (tensors.size() < OPERATIONS) {
      next().ifPresent(tensors::add);
    }
  }

  private Program program() {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    for (int i = 0; i < 4; i++) {
      outputs.put("out" + i, any());
    }
    Tensor sum = outputs.values().stream().map(Tensor::mean).reduce(Tensor.of(0), Tensor::add);
    Gradients.of(sum, tensors.subList(0, 3))
        .forEach(gradient -> outputs.put("gradient" + outputs.size(), gradient));
    return new Program(List.of(), 0, outputs, Map.of("v0", any().sum().mul(tensors.get(0))));
  }

  private Tensor any() {
    return tensors.get(random.nextInt(tensors.size()));
  }

  private Optional<Tensor> next() {
    Tensor x = any();
    return switch (random.nextInt(7)) {
      case 0 -> Optional.of(neutral(x));
      case 1 -> Optional.of(element(x));
      case 2 -> Optional.of(moved(x));
      case 3 -> pair(x, any());
      case 4 -> product(x, any());
      case 5 -> x.shape().rank() == 0 ? Optional.empty() : Optional.of(alongAxis(x));
      default -> Optional.of(fixed(x));
    };
  }

  /** Something that a simplifier takes away. */
  private Tensor neutral(Tensor x) {
    return switch (random.nextInt(9)) {
      case 0 -> x.mul(1);
      case 1 -> x.sub(0);
      case 2 -> x.div(1);
      case 3 -> x.pow(1);
      case 4 -> x.negate().negate();
      case 5 -> x.stopGradient();
      case 6 -> Tensor.concat(0, List.of(x.reshape((int) x.shape().size()))).reshape(dims(x));
      case 7 -> x.mul(Tensor.of(1).broadcastTo(dims(x)));
      default -> Tensor.of(2).sub(1).mul(x);
    };
  }

  private static int[] dims(Tensor x) {
    return x.shape().dims();
  }

  private Tensor element(Tensor x) {
    return switch (random.nextInt(8)) {
      case 0 -> x.tanh();
      case 1 -> x.relu();
      case 2 -> x.gelu();
      case 3 -> x.sigmoid();
      case 4 -> x.abs();
      case 5 -> x.negate();
      case 6 -> x.mul(0);
      default -> x.pow(2);
    };
  }

  private Tensor moved(Tensor x) {
    int rank = x.shape().rank();
    return switch (random.nextInt(5)) {
      case 0 -> x.reshape((int) x.shape().size());
      case 1 -> x.broadcastTo(x.shape().prepend(2).dims());
      case 2 -> x.expandDims(random.nextInt(rank + 1));
      case 3 -> rank < 2 ? x : x.transpose();
      default -> x.transpose(shuffled(rank));
    };
  }

  private int[] shuffled(int rank) {
    int[] order = IntStream.range(0, rank).toArray();
    for (int i = rank - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  }

  private Optional<Tensor> pair(Tensor a, Tensor b) {
    if (!broadcasts(a.shape(), b.shape())) {
      return Optional.empty();
    }
    return Optional.of(
        switch (random.nextInt(6)) {
          case 0 -> a.add(b);
          case 1 -> a.sub(b);
          case 2 -> a.mul(b);
          case 3 -> a.maximum(b);
          case 4 -> a.div(b.abs().add(1));
          default -> a.less(b).where(a, b.broadcastTo(a.shape().broadcast(b.shape()).dims()));
        });
  }

  private static boolean broadcasts(Shape a, Shape b) {
    try {
      return a.broadcast(b).size() <= 64;
    } catch (IllegalArgumentException different) {
      return false;
    }
  }

  private Optional<Tensor> product(Tensor a, Tensor b) {
    if (a.shape().rank() < 2 || b.shape().rank() < 2) {
      return Optional.empty();
    }
    Tensor left = random.nextBoolean() ? a.transpose() : a;
    Tensor right = random.nextBoolean() ? b.transpose() : b;
    try {
      return Optional.of(left.matmul(right)).filter(result -> result.shape().size() <= 64);
    } catch (IllegalArgumentException different) {
      return Optional.empty();
    }
  }

  private Tensor alongAxis(Tensor x) {
    int axis = random.nextInt(x.shape().rank());
    return switch (random.nextInt(6)) {
      case 0 -> x.sumKeep(axis);
      case 1 -> x.max(axis);
      case 2 -> x.softmax(axis);
      case 3 -> x.logSoftmax(axis);
      case 4 -> x.slice(axis, 0, 1);
      default -> x.pad(axis, 0, 1).slice(axis, 0, x.shape().dim(axis));
    };
  }

  /** Arithmetic on numbers, and what meets it. */
  private Tensor fixed(Tensor x) {
    Tensor number = Tensor.of(random.nextInt(3)).add(random.nextInt(3)).negate();
    return random.nextBoolean() ? x.mul(number) : number.broadcastTo(dims(x)).add(x);
  }
}
