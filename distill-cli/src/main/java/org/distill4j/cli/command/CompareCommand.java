package org.distill4j.cli.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.distill4j.cli.run.ResultFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Compares runs. */
@Command(
    name = "compare",
    usageHelpAutoWidth = true,
    description = "Prints the results of several runs in one table.")
public final class CompareCommand implements Callable<Integer> {
  private final PrintStream out;

  @Mixin
  @SuppressWarnings("unused") // Only its presence matters, to picocli.
  private final HelpOption help = new HelpOption();

  @Parameters(
      arity = "1..*",
      paramLabel = "DIR",
      description = "The output folders of the runs, each with a result.json.")
  private List<Path> folders = new ArrayList<>();

  /**
   * A command.
   *
   * @param out where to print
   */
  public CompareCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    Map<String, Map<String, Double>> columns = new LinkedHashMap<>();
    for (Path folder : folders) {
      ResultFile result = ResultFile.read(folder);
      result
          .networks()
          .forEach((name, numbers) -> columns.put(folder.getFileName() + " " + name, numbers));
    }
    out.println(ResultTable.create(columns));
    return 0;
  }
}
