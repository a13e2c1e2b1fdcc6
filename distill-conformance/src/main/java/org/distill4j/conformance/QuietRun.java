package org.distill4j.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Device;
import org.distill4j.backend.SessionOptions;
import org.distill4j.optim.Adam;
import org.distill4j.train.Learner;

/** A process that opens a session, trains and predicts and prints nothing. */
final class QuietRun {
  private QuietRun() {}

  /** Takes the class of the backend and the device. */
  public static void main(String[] args) throws ReflectiveOperationException {
    Class<?> type = Class.forName(args[0]);
    DrivenBackend backend = DrivenBackend.of((Backend) type.getConstructor().newInstance());
    Device device = Device.parse(args[1]);
    try (DrivenSession session = backend.open(SessionOptions.defaults().withDevice(device))) {
      TrainingProblem problem = TrainingProblems.small(Adam.of(0.01));
      try (Learner learner = session.learner(problem.spec())) {
        problem.run(learner, 0, 3);
        learner.predict(problem.steps().apply(0).microBatches().get(0).batch().input());
      }
    }
  }

  /** {@return what the process wrote on standard output and standard error} */
  static String output(BackendUnderTest subject) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(NativeAccess.options());
    // SLF4J's own notice that no provider is there; the backend is not to blame.
    command.add("-Dslf4j.internal.verbosity=ERROR");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(QuietRun.class.getName());
    command.add(subject.backend().type().getName());
    command.add(subject.device().toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    // The virtual machine would report them.
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    Process process = builder.redirectErrorStream(true).start();
    try (InputStream output = process.getInputStream()) {
      String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      return code == 0 ? text : text + "(exit code " + code + ")";
    }
  }
}
