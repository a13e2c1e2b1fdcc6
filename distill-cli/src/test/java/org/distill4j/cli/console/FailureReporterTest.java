package org.distill4j.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@DisplayName("A failure")
class FailureReporterTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Command
  private static final class Program implements Callable<Integer> {
    private final Callable<Integer> work;

    private Program(Callable<Integer> work) {
      this.work = work;
    }

    @Override
    public Integer call() throws Exception {
      return work.call();
    }
  }

  private int run(Callable<Integer> work) {
    FailureReporter failures =
        new FailureReporter(new PrintStream(err, true, StandardCharsets.UTF_8));
    return new CommandLine(new Program(work)).setExecutionExceptionHandler(failures).execute();
  }

  @Test
  @DisplayName("that tells a way out is told without a stack trace")
  void wayOut() {
    int status =
        run(
            () -> {
              throw new IllegalArgumentException("The batch size is 0.\nMaybe leave it out.");
            });

    assertThat(status).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("The batch size is 0.", "Maybe leave it out.");
  }

  @Test
  @DisplayName("is unpacked when wiring or threads wrapped it")
  void unpacked() {
    Exception cause = new IllegalStateException("The engine does not load.\nMaybe install it.");

    int status =
        run(
            () -> {
              throw new IllegalStateException("1) Error in a provider: " + cause, cause);
            });

    assertThat(status).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("The engine does not load.", "Maybe install it.");
  }

  @Test
  @DisplayName("of the virtual machine on another thread is explained, and a run broke off by it")
  void ofMachine() {
    int status =
        run(
            () -> {
              throw new ExecutionException(new OutOfMemoryError("Java heap space"));
            });

    assertThat(status).isEqualTo(3);
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "The memory is used up: Java heap space.",
            "Maybe give more of it by java -Xmx, or make batch-size or micro-batch-size smaller.");
  }

  @Test
  @DisplayName("without a way out is the program's fault and told with its stack trace")
  void fault() {
    int status =
        run(
            () -> {
              throw new IllegalStateException("oops");
            });

    assertThat(status).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("java.lang.IllegalStateException: oops")
        .contains("at " + FailureReporterTest.class.getName());
  }
}
