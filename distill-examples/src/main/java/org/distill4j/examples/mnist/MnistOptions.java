package org.distill4j.examples.mnist;

import java.nio.file.Path;
import java.util.Optional;
import org.distill4j.cli.console.Console;
import picocli.CommandLine.Option;

/** The options that choose the digits; a mixin. */
public final class MnistOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "A folder with the four files of the whole MNIST, zipped or not. Without it, the 10,000"
              + " digits that come with this program are used.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--download",
      description =
          "Fetch the whole MNIST (11 MB) once and use it: into the folder of --data, or else into a"
              + " cache folder.")
  private boolean download;

  /** Options that the command line sets. */
  public MnistOptions() {}

  /**
   * Reads the chosen digits, and fetches them if that was chosen.
   *
   * @param console where to print what is done
   * @return the digits
   * @throws IllegalArgumentException if the files are not there or not MNIST's
   */
  public Mnist digits(Console console) {
    if (!download && data.isEmpty()) {
      console.say("Using the digits that come along; --download fetches the whole MNIST.");
      return Mnist.embedded();
    }
    if (!download) {
      return Mnist.from(data.get());
    }
    Path folder = data.orElseGet(MnistDownload::cache);
    MnistDownload.fromMirrors(console::say).into(folder);
    return Mnist.from(folder);
  }
}
