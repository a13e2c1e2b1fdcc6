package org.distill4j.djl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.distill4j.conformance.NativeAccess;

/** Runs a main class of the tests in a process of its own. */
final class FreshJvm {
  private FreshJvm() {}

  /**
   * Runs to the end.
   *
   * @param main the class
   * @param entries which entries of this class path to keep
   * @param options the virtual machine's options
   * @return what it printed
   */
  static String run(Class<?> main, Predicate<String> entries, String... options)
      throws IOException, InterruptedException {
    String classpath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entries)
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(NativeAccess.options());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", classpath, main.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
