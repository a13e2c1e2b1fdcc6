package org.distill4j.examples.mnist;

import java.nio.file.Path;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.cli.console.Console;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.examples.engine.ResultFolders;

/** The MNIST run on the float64 reference backend, for the table of the engines. */
final class OracleRun {
  private OracleRun() {}

  public static void main(String[] args) {
    long start = System.nanoTime();
    ReferenceBackend backend = new ReferenceBackend();
    Console console = Console.of(System.out);
    Path out = Path.of("target", "mnist-reference");
    ResultFolders.make(out, "results");
    try (Session session = backend.open(SessionOptions.defaults())) {
      MnistExperiment experiment =
          new MnistExperiment(session, new SessionTrainer(session), console);
      new MnistProgram(backend, session, experiment, console)
          .run(
              MnistTask.of(Mnist.embedded()),
              new MnistSettings(5, 5, 64, 5, 0.7, 0.001, 0),
              out,
              start);
    }
  }
}
