package org.distill4j.benchmarks.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distill4j.backend.BackendNotFoundException;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.Tolerances;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.network.CountedConnections;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("With all backends on one class path")
class OneProcessTest {
  @Test
  @DisplayName("each is found, and can be had by its name")
  void found() {
    Backends backends = Backends.find();

    assertThat(backends.names()).containsExactly("djl", "dl4j", "java", "tensorflow");
    assertThat(backends.names())
        .allSatisfy(name -> assertThat(backends.choose(Optional.of(name)).name()).isEqualTo(name));
  }

  @Test
  @DisplayName("none is taken unless it is named")
  void unnamed() {
    assertThatThrownBy(() -> Backends.find().choose(Optional.empty()))
        .isInstanceOf(BackendNotFoundException.class)
        .hasMessage(
            "The backends [djl, dl4j, tensorflow] were found and none was named, expected a"
                + " choice.\nMaybe set -Ddistill.backend=djl, or give the distill command --backend"
                + " djl.");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "djl dl4j java tensorflow",
        "djl tensorflow dl4j java",
        "dl4j java djl tensorflow",
        "java dl4j tensorflow djl",
        "tensorflow djl java dl4j",
        "tensorflow java dl4j djl"
      })
  @DisplayName("they hand a student on in one process, whichever is opened first")
  void anyOrder(String order, @TempDir Path folder) throws IOException, InterruptedException {
    List<Double> losses = relay(order, folder.resolve("errors.txt"));
    List<Double> oracle = oracle();

    assertThat(losses).hasSameSizeAs(oracle).hasSize(20);
    for (int step = 0; step < losses.size(); step++) {
      assertThat(Tolerances.TRAINING.allows(losses.get(step), oracle.get(step)))
          .as("step %s of %s is near %s", step, losses, oracle)
          .isTrue();
    }
  }

  @Test
  @DisplayName("they train and predict without opening a connection")
  void quiet(@TempDir Path folder) throws IOException, InterruptedException {
    Path errors = folder.resolve("errors.txt");
    List<String> program = new ArrayList<>(CountedConnections.options());
    program.add(CountedConnections.class.getName());

    List<Double> losses = relay("djl dl4j java tensorflow", errors, program);

    assertThat(losses).hasSize(20);
    assertThat(errors).content().doesNotContain(CountedConnections.ATTEMPT);
  }

  private static List<Double> oracle() {
    try (Session session = new ReferenceBackend().open(SessionOptions.defaults())) {
      return BackendRelay.losses(List.of(session, session, session, session));
    }
  }

  /** Runs the relay in a process of its own, as an engine that is loaded stays so. */
  private static List<Double> relay(String order, Path errors)
      throws IOException, InterruptedException {
    return relay(order, errors, List.of());
  }

  private static List<Double> relay(String order, Path errors, List<String> before)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path")));
    command.addAll(before);
    command.add(BackendRelay.class.getName());
    command.addAll(List.of(order.split(" ")));
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    List<String> lines;
    try (BufferedReader output = process.inputReader()) {
      lines = output.lines().toList();
    }
    assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
    return lines.stream().map(Double::valueOf).toList();
  }
}
