package org.distill4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("distill completion")
class CompletionCommandTest {
  private static final Path BASH = Path.of("/bin/bash");

  @TempDir private Path folder = Path.of("");

  private static String script() {
    Invocation call = Invocation.of("completion");
    assertThat(call.status()).as(call.err()).isZero();
    return call.out();
  }

  /** What bash prints when it runs a program that begins with the script. */
  private String bash(String option, String program) throws IOException, InterruptedException {
    assumeThat(BASH).isExecutable();
    Path file = Files.writeString(folder.resolve("script"), script() + "\n" + program + "\n");
    Process process =
        new ProcessBuilder(BASH.toString(), "--norc", option, file.toString())
            .redirectErrorStream(true)
            .start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(told).isZero();
    return told.strip();
  }

  private List<String> completed(String... words) throws IOException, InterruptedException {
    String program =
        String.format(
            // It complains outside of a completion by keys.
            "compopt() { :; }%nCOMP_WORDS=(%s)%nCOMP_CWORD=%d%n_complete_distill%necho"
                + " \"${COMPREPLY[@]}\"",
            String.join(" ", words), words.length - 1);
    return List.of(bash("--", program).split(" ", -1));
  }

  @Test
  @DisplayName("prints a script that bash can read")
  void valid() throws IOException, InterruptedException {
    assertThat(bash("-n", "")).isEmpty();
    assertThat(script()).contains("complete ", " distill", "compinit").doesNotContain("\r");
  }

  @Test
  @DisplayName("completes commands")
  void commands() throws IOException, InterruptedException {
    assertThat(completed("distill", "tr")).containsExactly("train");
    assertThat(completed("distill", "c"))
        .containsExactlyInAnyOrder("cache", "compare", "config", "completion");
  }

  @Test
  @DisplayName("completes options of a command")
  void options() throws IOException, InterruptedException {
    assertThat(completed("distill", "train", "--re")).containsExactly("--resume");
    assertThat(completed("distill", "export", "--in")).containsExactly("--int8");
  }

  @Test
  @DisplayName("tells in its help how a shell is given the script")
  void help() {
    assertThat(Invocation.of("completion", "--help").out())
        .contains("source <(distill completion)", "bash", "zsh");
  }
}
