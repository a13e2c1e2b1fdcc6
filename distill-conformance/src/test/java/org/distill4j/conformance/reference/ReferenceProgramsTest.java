package org.distill4j.conformance.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.distill4j.backend.Device;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.backend.Variables;
import org.distill4j.ir.Program;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The reference backend")
class ReferenceProgramsTest {
  private static final TensorSpec NUMBER = TensorSpec.floats();
  private static final Tensor A = Tensor.leaf(new Op.Variable("a"), NUMBER);
  private static final Tensor B = Tensor.leaf(new Op.Variable("b"), NUMBER);
  private static final Tensor SCALAR = Tensor.leaf(new Op.Scalar(0), NUMBER);

  private static HostTensor number(double value) {
    return HostTensor.ofFloats(Shape.scalar(), (float) value);
  }

  @Test
  @DisplayName("reads variables as they were before the run, whatever the run writes")
  void readsBeforeWriting() {
    Program swap = new Program(List.of(), 0, Map.of("sum", A.add(B)), Map.of("a", B, "b", A));
    try (Session session = new ReferenceBackend().open(SessionOptions.defaults());
        Variables variables = session.variables(Map.of("a", NUMBER, "b", NUMBER));
        Executable executable = session.compile(swap, variables)) {
      assertThat(variables.read("a")).as("before it was written").isEqualTo(number(0));
      variables.write("a", number(1));
      variables.write("b", number(2));
      assertThat(executable.run(List.of())).containsExactly(number(3));
      assertThat(variables.read("a")).isEqualTo(number(2));
      assertThat(variables.read("b")).isEqualTo(number(1));
    }
  }

  @Test
  @DisplayName("keeps double precision in variables and scalars from run to run")
  void keepsDoubles() {
    Program add = new Program(List.of(), 1, Map.of("left", A.sub(1)), Map.of("a", A.add(SCALAR)));
    try (Session session = new ReferenceBackend().open(SessionOptions.defaults());
        Variables variables = session.variables(Map.of("a", NUMBER));
        Executable executable = session.compile(add, variables)) {
      variables.write("a", number(1));
      executable.run(List.of(), 1e-12);
      assertThat(executable.run(List.of(), 0).get(0).toFloatArray()[0])
          .as("1e-12 is lost in a float beside 1")
          .isBetween(0.99e-12f, 1.01e-12f);
      assertThat(variables.read("a")).isEqualTo(number(1));
    }
  }

  @Test
  @DisplayName("has the CPU alone, and says what has others")
  void devices() {
    ReferenceBackend backend = new ReferenceBackend();
    assertThat(backend.devices()).containsExactly(Device.cpu());
    assertThatThrownBy(() -> backend.open(SessionOptions.defaults().withDevice(Device.cuda(0))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("cuda:0", "expected cpu", "Maybe add");
  }
}
