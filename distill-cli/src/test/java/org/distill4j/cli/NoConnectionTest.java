package org.distill4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.distill4j.cli.run.Samples;
import org.distill4j.network.CountedConnections;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
@DisplayName("The command opens no connection")
class NoConnectionTest {
  @TempDir private Path folder = Path.of("");

  private static DistillProcess run(String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(DistillProcess.command());
    command.remove(Distill.class.getName());
    command.addAll(1, CountedConnections.options());
    command.addAll(List.of(CountedConnections.class.getName(), program));
    command.addAll(List.of(arguments));
    return DistillProcess.run(command);
  }

  @Test
  @DisplayName("in a whole run: data, teacher, cache, student, checkpoints, report, ONNX, int8")
  void whole() throws IOException, InterruptedException {
    String yaml = Samples.PLAIN.replace("  training: {epochs", "  cache: {}\n  training: {epochs");
    String config = Invocation.config(folder, yaml);
    for (List<String> command :
        List.of(
            List.of("backends"),
            List.of("train", "--plain", "-c", config),
            List.of("evaluate", "-c", config),
            List.of("export", "-c", config),
            List.of("export", "--int8", "-c", config))) {
      DistillProcess done = run(Distill.class.getName(), command.toArray(String[]::new));

      assertThat(done.status()).as(done.told()).isZero();
      assertThat(done.told()).doesNotContain(CountedConnections.ATTEMPT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"socket", "channel", "url"})
  @DisplayName("and one that was opened would be seen")
  void seen(String kind) throws IOException, InterruptedException {
    DistillProcess talking = run(TalkingProgram.class.getName(), kind);

    assertThat(talking.told()).contains(CountedConnections.ATTEMPT);
  }
}
