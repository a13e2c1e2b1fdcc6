package org.distill4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.backend.Backends;
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
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisplayName("The backend")
class Dl4jBackendTest {
  private static final int SIDE = 64;
  private static final TensorSpec SQUARE = TensorSpec.floats(SIDE, SIDE);
  private static final HostTensor INPUT = HostTensor.ofFloats(Shape.of(SIDE, SIDE), values());

  private static float[] values() {
    float[] values = new float[SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 7 / 7f;
    }
    return values;
  }

  private static Session open(int threads) {
    return new Dl4jBackend().open(new SessionOptions(Device.cpu(), threads));
  }

  /** w ← x · w, without an output, which would lie in memory until the collector comes by. */
  private static Program program() {
    Tensor x = Tensor.leaf(new Op.Feed(0), SQUARE);
    Tensor product = x.matmul(Tensor.leaf(new Op.Variable("w"), SQUARE));
    return new Program(List.of(SQUARE), 0, Map.of(), Map.of("w", product));
  }

  /** Runs the program some times, from the same weights, and closes nothing. */
  private static HostTensor run(Session session, int count) {
    Variables variables = session.variables(Map.of("w", SQUARE));
    Executable executable = session.compile(program(), variables);
    for (int i = 0; i < count; i++) {
      variables.write("w", INPUT);
      executable.run(List.of(INPUT));
    }
    return variables.read("w");
  }

  @Test
  @DisplayName("is found by the service loader under the name dl4j")
  void found() {
    assertThat(Backends.find().choose(Optional.of("dl4j"))).isInstanceOf(Dl4jBackend.class);
  }

  @Test
  @DisplayName("lists the CPU, and says which engine it is")
  void describes() {
    assertThat(new Dl4jBackend().devices()).containsExactly(Device.cpu());
    try (Session session = open(1)) {
      assertThat(session.device()).isEqualTo(Device.cpu());
      assertThat(session.engineVersion()).isEqualTo("ND4J 1.0.0-M2.1 (Deeplearning4j)");
    }
  }

  @Test
  @DisplayName("gives the same products whatever the number of threads")
  void threads() {
    try (Session one = open(1);
        Session two = open(2)) {
      assertThat(run(two, 1)).isEqualTo(run(one, 1));
      two.useThreads(1);
      assertThat(two.threads()).isOne();
      assertThat(run(two, 1)).isEqualTo(run(one, 1));
    }
  }

  @Test
  @DisplayName("refuses a GPU that is not there, naming the artifact and its limits")
  void cuda() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Dl4jBackend().open(SessionOptions.defaults().withDevice(Device.cuda(0))))
        .withMessageStartingWith("Device cuda:0 was asked for and ND4J has [cpu], expected one")
        .withMessageContaining("\nMaybe add org.nd4j:nd4j-cuda-11.6:1.0.0-M2.1")
        .withMessageContaining("CUDA 11.6 with cuDNN 8.3")
        .withMessageContaining("not for Hopper");
  }

  /** The resident memory of this process in KiB, as the system counts it. */
  private static long resident() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      String line = lines.filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", ""));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @DisplayName("leaves resident memory as it is over 10,000 runs")
  void runs() throws IOException {
    try (Session session = open(1)) {
      run(session, 1_000);
      long before = resident();
      run(session, 9_000);
      assertThat(resident()).isLessThan(before + before / 20);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @DisplayName("frees what is closed with its session, and what nobody closes")
  void sessions() throws IOException {
    openAndForget(200);
    long before = resident();
    openAndForget(2_000);
    assertThat(resident()).isLessThan(before + before / 10);
  }

  private static void openAndForget(int count) {
    for (int i = 0; i < count; i++) {
      Session session = open(1);
      run(session, 1);
      if (i % 2 == 0) {
        session.close();
      }
    }
  }
}
