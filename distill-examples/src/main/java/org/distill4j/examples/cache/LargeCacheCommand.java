package org.distill4j.examples.cache;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Caches a teacher's outputs for millions of examples, as a subcommand. */
@Command(
    name = "cache",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Keeps a teacher's outputs for many examples in a file, in each encoding, reads them back in"
          + " shuffled batches and says what that took. With MAVEN_OPTS=-Xmx1g it shows that a"
          + " heap of 1 GiB is enough. Needs no engine.",
      ""
    })
public final class LargeCacheCommand implements Callable<Integer> {
  private final PrintStream stdout;

  @Option(
      names = "--examples",
      paramLabel = "N",
      defaultValue = "2000000",
      description = "The number of examples. Default: ${DEFAULT-VALUE}.")
  private int examples = 2_000_000;

  @Option(
      names = "--classes",
      paramLabel = "N",
      defaultValue = "10",
      description = "The number of classes, at least 3. Default: ${DEFAULT-VALUE}.")
  private int classes = 10;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Where the files are written; removed afterwards. Default: a temporary folder.")
  private Path folder = Path.of(System.getProperty("java.io.tmpdir"));

  /**
   * Creates the subcommand.
   *
   * @param stdout where the result is printed
   */
  public LargeCacheCommand(PrintStream stdout) {
    this.stdout = stdout;
  }

  @Override
  public Integer call() throws IOException {
    new LargeCache(stdout, examples, classes)
        .run(Files.createTempDirectory(Files.createDirectories(folder), "large-cache"));
    return 0;
  }
}
