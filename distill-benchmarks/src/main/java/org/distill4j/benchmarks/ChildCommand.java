package org.distill4j.benchmarks;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.distill4j.benchmarks.compare.MeasurementProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One measurement, for the commands that start it as a process. */
@Command(name = "child", hidden = true)
final class ChildCommand implements Callable<Integer> {
  @Parameters(index = "0")
  private String kind = "";

  @Parameters(index = "1")
  private String backend = "";

  @Parameters(index = "2")
  private Path result = Path.of("");

  @Option(names = "--data")
  private Optional<Path> data = Optional.empty();

  @Override
  public Integer call() throws Exception {
    MeasurementProcess.measure(kind, backend, result, data);
    return 0;
  }
}
