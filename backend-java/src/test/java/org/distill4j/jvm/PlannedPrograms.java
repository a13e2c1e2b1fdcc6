package org.distill4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.Variables;
import org.distill4j.ir.Program;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** Small programs on this backend. */
final class PlannedPrograms {
  private static final Session SESSION = ReferenceComparison.session();

  private PlannedPrograms() {}

  static Session session() {
    return SESSION;
  }

  static Tensor variable(String name, int... dims) {
    return Tensor.leaf(new Op.Variable(name), TensorSpec.floats(dims));
  }

  static Tensor scalar(int index) {
    return Tensor.leaf(new Op.Scalar(index), TensorSpec.floats());
  }

  /** Feeds of the specifications of some values. */
  static List<Tensor> feeds(List<HostTensor> values) {
    List<Tensor> feeds = new ArrayList<>();
    for (HostTensor value : values) {
      feeds.add(Tensor.leaf(new Op.Feed(feeds.size()), value.spec()));
    }
    return feeds;
  }

  /** What a function of some values gives, run twice, as the memory is then used again. */
  static List<HostTensor> run(
      List<HostTensor> values, Function<List<Tensor>, List<Tensor>> function) {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    function.apply(feeds(values)).forEach(each -> outputs.put("o" + outputs.size(), each));
    List<TensorSpec> specs = values.stream().map(HostTensor::spec).toList();
    Program program = new Program(specs, 0, outputs, Map.of());
    try (Variables none = SESSION.variables(Map.of());
        Executable executable = SESSION.compile(program, none)) {
      List<HostTensor> first = executable.run(values);
      assertThat(executable.run(values)).isEqualTo(first);
      return first;
    }
  }

  static HostTensor run(HostTensor value, Function<Tensor, Tensor> function) {
    return run(List.of(value), all -> List.of(function.apply(all.get(0)))).get(0);
  }
}
