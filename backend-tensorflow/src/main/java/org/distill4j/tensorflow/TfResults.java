package org.distill4j.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.distill4j.ir.Program;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.tensorflow.Output;
import org.tensorflow.Result;

/** The outputs of a program. Numbers are fetched together as one vector, since each fetch costs. */
final class TfResults {
  private static final TensorSpec NUMBER = TensorSpec.floats();

  private final List<TensorSpec> specs = new ArrayList<>();
  private final List<String> fetches = new ArrayList<>();
  private final int numbers;

  TfResults(TfNodes nodes, Program program, Map<Tensor, TfValue> values) {
    List<Output<?>> single = new ArrayList<>();
    for (Tensor output : program.outputs().values()) {
      Output<?> value = Objects.requireNonNull(values.get(output)).plain();
      specs.add(output.spec());
      if (output.spec().equals(NUMBER)) {
        single.add(value);
      } else {
        // A tensor under two names is fetched as two, since TensorFlow Java refuses one twice.
        fetches.add(nodes.op("Identity", value).op().name());
      }
    }
    if (!single.isEmpty()) {
      fetches.add(nodes.joined("Pack", single).op().name());
    }
    this.numbers = single.size();
  }

  /** The operations that are fetched: arrays in their order, and then the vector of numbers. */
  List<String> fetches() {
    return fetches;
  }

  /** The outputs, in order. */
  List<HostTensor> read(Result fetched) {
    List<HostTensor> results = new ArrayList<>();
    HostTensor vector =
        numbers == 0
            ? HostTensor.allocate(DType.FLOAT32, NUMBER.shape())
            : TfMemory.toHost(fetched.get(fetches.size() - 1), TensorSpec.floats(numbers));
    int array = 0;
    int number = 0;
    for (TensorSpec spec : specs) {
      results.add(
          spec.equals(NUMBER)
              ? HostTensor.ofFloats(NUMBER.shape(), vector.floats().get(number++))
              : TfMemory.toHost(fetched.get(array++), spec));
    }
    return results;
  }
}
