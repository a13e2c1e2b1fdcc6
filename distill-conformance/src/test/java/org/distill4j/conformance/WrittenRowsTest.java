package org.distill4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.backend.Variables;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.ir.FreeProgram;
import org.distill4j.ir.Gradients;
import org.distill4j.ir.Program;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Every row of the suite, written as a program and read,")
class WrittenRowsTest {
  record Row(String name, Program program, List<HostTensor> arguments) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Row> rows() {
    return Stream.concat(
        CompositeRows.all().stream()
            .map(row -> new Row(row.name(), row.program(), row.arguments())),
        OpTable.all().stream()
            .flatMap(table -> table.rows().stream())
            .map(row -> new Row(row.name(), program(row), row.arguments())));
  }

  /** The row's result, and where it has gradients, those in all its arguments. */
  private static Program program(OpCase row) {
    List<TensorSpec> specs = row.arguments().stream().map(HostTensor::spec).toList();
    List<Tensor> feeds = new ArrayList<>();
    for (HostTensor argument : row.arguments()) {
      // Ids may be looked up in tables, so they stay constants, as in the row itself.
      feeds.add(
          argument.type() == DType.FLOAT32
              ? Tensor.leaf(new Op.Feed(feeds.size()), argument.spec())
              : Tensor.of(argument));
    }
    Tensor result = row.function().apply(feeds);
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    outputs.put("result", result.type() == DType.BOOL ? result.toFloat() : result);
    if (row.hasGradient()) {
      List<Tensor> floats = feeds.stream().filter(feed -> feed.type() == DType.FLOAT32).toList();
      Gradients.of(result.square().sum(), floats)
          .forEach(gradient -> outputs.put("gradient" + outputs.size(), gradient));
    }
    return new Program(specs, 0, outputs, Map.of());
  }

  private static List<HostTensor> run(Program program, List<HostTensor> arguments) {
    try (Session session = new ReferenceBackend().open(SessionOptions.defaults());
        Variables none = session.variables(Map.of());
        Executable executable = session.compile(program, none)) {
      return executable.run(arguments);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  @DisplayName("has the same results, bit for bit, and gives the same bytes again")
  void same(Row row) {
    byte[] bytes = FreeProgram.of(row.program()).toBytes();
    Program read = FreeProgram.read(row.name(), ByteBuffer.wrap(bytes)).at(Map.of());

    assertThat(run(read, row.arguments())).isEqualTo(run(row.program(), row.arguments()));
    assertThat(read.outputs().keySet()).isEqualTo(row.program().outputs().keySet());
    assertThat(FreeProgram.of(read).toBytes()).isEqualTo(bytes);
  }
}
