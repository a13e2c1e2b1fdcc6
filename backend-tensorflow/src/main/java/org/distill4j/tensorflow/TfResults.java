package org.distill4j.tensorflow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.tensorflow.Output;
import org.tensorflow.Result;

/** The outputs of a program. Numbers are fetched together as one vector, since each fetch costs. */
final class TfResults {
  private static final TensorSpec NUMBER = TensorSpec.floats();

  private final List<TensorSpec> specs;
  private final List<Output<?>> fetches = new ArrayList<>();
  private final List<Output<?>> numbers = new ArrayList<>();

  TfResults(TfNodes nodes, Collection<Tensor> outputs, Map<Tensor, Output<?>> values) {
    this.specs = outputs.stream().map(Tensor::spec).toList();
    for (Tensor output : outputs) {
      Output<?> value = Objects.requireNonNull(values.get(output));
      if (output.spec().equals(NUMBER)) {
        numbers.add(value);
      } else {
        // A tensor under two names is fetched as two, since TensorFlow Java refuses one twice.
        fetches.add(nodes.op("Identity", value));
      }
    }
    if (!numbers.isEmpty()) {
      fetches.add(nodes.joined("Pack", numbers));
    }
  }

  /** Returns the fetches: arrays in their order, and then the vector of numbers. */
  List<Output<?>> fetches() {
    return fetches;
  }

  /** Returns the outputs, in order. */
  List<HostTensor> read(Result fetched) {
    float[] vector =
        numbers.isEmpty()
            ? new float[0]
            : TfMemory.toHost(fetched.get(fetches.size() - 1)).toFloatArray();
    List<HostTensor> results = new ArrayList<>();
    int array = 0;
    int number = 0;
    for (TensorSpec spec : specs) {
      results.add(
          spec.equals(NUMBER)
              ? HostTensor.ofFloats(spec.shape(), vector[number++])
              : TfMemory.toHost(fetched.get(array++), spec));
    }
    return results;
  }
}
