package org.distill4j.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Device;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.backend.Variables;
import org.distill4j.ir.Program;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.tensor.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A program on TensorFlow")
class TfProgramsTest {
  private static final TensorSpec PAIR = TensorSpec.floats(2);

  private Session session;
  private Variables variables;

  @BeforeEach
  void open() {
    session = new TfBackend().open(SessionOptions.defaults());
    variables = session.variables(Map.of("a", PAIR, "b", PAIR));
    variables.write("a", ProgramRun.floats(1, 2));
    variables.write("b", ProgramRun.floats(3, 4));
  }

  @AfterEach
  void close() {
    session.close();
  }

  private static Tensor variable(String name) {
    return ProgramRun.variable(name, 2);
  }

  private void requireValues(float[] a, float[] b) {
    assertThat(variables.read("a").toFloatArray()).as("a").containsExactly(a);
    assertThat(variables.read("b").toFloatArray()).as("b").containsExactly(b);
  }

  private Executable compile(Map<String, Tensor> outputs, Map<String, Tensor> updates) {
    Program program = new Program(List.of(PAIR), 1, outputs, updates);
    return session.compile(program, variables);
  }

  @Test
  @DisplayName("says what runs it, and where")
  void names() {
    assertThat(new TfBackend().name()).isEqualTo("tensorflow");
    assertThat(new TfBackend().devices()).startsWith(Device.cpu());
    assertThat(session.engineVersion()).startsWith("TensorFlow 2.");
    assertThat(session.device()).isEqualTo(Device.cpu());
    assertThat(variables.specs()).containsOnlyKeys("a", "b");
  }

  @Test
  @DisplayName("begins with zeros in what nobody has written")
  void zeros() {
    try (Variables fresh = session.variables(Map.of("c", PAIR))) {
      assertThat(fresh.read("c").toFloatArray()).containsExactly(0, 0);
    }
    assertThat(variables.read("a").toFloatArray()).containsExactly(1, 2);
  }

  @Test
  @DisplayName("exchanges two variables, as it reads both before it writes one")
  void exchanges() {
    try (Executable exchange =
        compile(Map.of("before", variable("a")), Map.of("a", variable("b"), "b", variable("a")))) {
      for (int i = 0; i < 10; i++) {
        boolean even = i % 2 == 0;
        HostTensor before = exchange.run(List.of(ProgramRun.floats(0, 0)), 0).get(0);
        assertThat(before.toFloatArray()).containsExactly(even ? 1 : 3, even ? 2 : 4);
      }
    }
    requireValues(new float[] {1, 2}, new float[] {3, 4});
  }

  @Test
  @DisplayName("keeps what it was fed and what it adds up, whatever it is fed next")
  void keepsNoFeed() {
    Tensor feed = ProgramRun.feed(0, PAIR);
    try (Executable run =
        compile(
            Map.of("sum", variable("b").sum()),
            Map.of("a", feed.reshape(1, 2).reshape(2), "b", variable("b").add(feed)))) {
      assertThat(run.run(List.of(ProgramRun.floats(10, 20)), 0).get(0).toFloatArray())
          .containsExactly(7);
      requireValues(new float[] {10, 20}, new float[] {13, 24});
      Executable other = compile(Map.of("feed", feed.mul(2)), Map.of());
      other.run(List.of(ProgramRun.floats(0, 0)), 0);
      requireValues(new float[] {10, 20}, new float[] {13, 24});
      assertThat(run.run(List.of(ProgramRun.floats(1, 1)), 0).get(0).toFloatArray())
          .containsExactly(37);
      requireValues(new float[] {1, 1}, new float[] {14, 25});
    }
  }

  @Test
  @DisplayName("computes with the numbers of a run")
  void numbers() {
    Tensor scalar = ProgramRun.scalar(0);
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    outputs.put("array", scalar.add(1).mul(variable("a")));
    outputs.put("number", scalar.mul(2).sqrt());
    try (Executable run = compile(outputs, Map.of())) {
      List<HostTensor> results = run.run(List.of(ProgramRun.floats(0, 0)), 8);
      assertThat(results.get(0).toFloatArray()).containsExactly(9, 18);
      assertThat(results.get(1).toFloatArray()).containsExactly(4);
    }
  }

  @Test
  @DisplayName("gives one tensor under two names, and its feed as it is")
  void givesTwice() {
    Tensor feed = ProgramRun.feed(0, PAIR);
    try (Executable run = compile(Map.of("y", feed, "z", feed), Map.of())) {
      assertThat(run.run(List.of(ProgramRun.floats(5, 6)), 0))
          .containsExactly(ProgramRun.floats(5, 6), ProgramRun.floats(5, 6));
    }
  }

  @Test
  @DisplayName("runs on when so many others were closed that its variables have moved")
  void manyPrograms() {
    Tensor scalar = ProgramRun.scalar(0);
    Executable first = compile(Map.of(), Map.of("a", variable("a").add(scalar.broadcastTo(2))));
    for (int i = 1; i <= 70; i++) {
      first.run(List.of(ProgramRun.floats(0, 0)), 1);
      try (Executable other = compile(Map.of("a", variable("a").mul(i)), Map.of())) {
        assertThat(other.run(List.of(ProgramRun.floats(0, 0)), 0).get(0).toFloatArray())
            .containsExactly((1 + i) * i, (2 + i) * i);
      }
    }
    requireValues(new float[] {71, 72}, new float[] {3, 4});
  }

  @Test
  @DisplayName("pools a NaN to NaN, and leaves the windows beside it as they are")
  void poolsNaN() {
    HostTensor image = HostTensor.ofFloats(Shape.of(1, 1, 2, 4), 1, 2, Float.NaN, 9, 3, 4, 7, 8);
    Tensor pooled = Tensor.of(image).maxPool2d(2, new Window(2, 0, 1));
    try (Executable run = compile(Map.of("pooled", pooled), Map.of())) {
      assertThat(run.run(List.of(ProgramRun.floats(0, 0)), 0).get(0).toFloatArray())
          .containsExactly(4, Float.NaN);
    }
  }
}
