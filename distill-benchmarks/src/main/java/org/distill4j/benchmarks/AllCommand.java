package org.distill4j.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** All commands, one after the other, for a page of documentation. */
@Command(
    name = "all",
    description =
        "Runs compare, networks, tables, settings and parts, and puts their tables into a page.",
    mixinStandardHelpOptions = true)
final class AllCommand implements Callable<Integer> {
  @Option(names = "--markdown", required = true, description = "the page")
  private Path markdown = Path.of("");

  @Option(names = "--data", description = "a folder with MNIST's files, zipped; else the sample")
  private Optional<Path> data = Optional.empty();

  @Override
  public Integer call() {
    for (String command : List.of("compare", "networks", "tables", "settings", "parts")) {
      List<String> args = new ArrayList<>(List.of(command, "--markdown", markdown.toString()));
      data.ifPresent(folder -> args.addAll(List.of("--data", folder.toString())));
      int code = Main.run(args.toArray(new String[0]));
      if (code != 0) {
        return code;
      }
    }
    return 0;
  }
}
