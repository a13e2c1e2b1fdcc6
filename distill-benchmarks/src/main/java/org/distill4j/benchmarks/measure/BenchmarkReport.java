package org.distill4j.benchmarks.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The results of a command.
 *
 * @param name the name of the command, and of its place in a page
 * @param tables the tables
 */
public record BenchmarkReport(String name, List<BenchmarkTable> tables) {
  private static final Path CPUS = Path.of("/proc/cpuinfo");

  /** {@return the machine and the virtual machine} */
  public static Map<String, Object> machine() {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("processor", processor());
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    machine.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return machine;
  }

  private static String processor() {
    try {
      return Files.readAllLines(CPUS).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse("unknown");
    } catch (IOException notLinux) {
      return "unknown";
    }
  }

  /**
   * Prints the tables.
   *
   * @param out where to
   */
  public void print(PrintStream out) {
    out.println(markdown());
  }

  private String markdown() {
    return "Measured on "
        + machine().entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", "))
        + ".\n\n"
        + tables.stream().map(BenchmarkTable::markdown).collect(Collectors.joining("\n"));
  }

  /**
   * Writes the tables as JSON.
   *
   * @param file the file
   * @throws IOException if it cannot be written
   */
  public void writeJson(Path file) throws IOException {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("machine", machine());
    Map<String, Object> named = new LinkedHashMap<>();
    tables.forEach(table -> named.put(table.title(), table.json()));
    content.put("tables", named);
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), content);
  }

  /**
   * Puts the tables into a page, between the lines that name this report.
   *
   * @param page a page in Markdown
   * @throws IOException if it cannot be read or written
   * @throws IllegalArgumentException if the page has no such lines
   */
  public void writeInto(Path page) throws IOException {
    String begin = "<!-- begin " + name + " -->\n";
    String end = "<!-- end " + name + " -->";
    String text = Files.readString(page);
    int from = text.indexOf(begin);
    int to = text.indexOf(end);
    if (from < 0 || to < from) {
      throw new IllegalArgumentException(
          "Page "
              + page
              + " has no place for "
              + name
              + ", expected the lines "
              + begin.trim()
              + " and "
              + end
              + ".\nMaybe another page was meant.");
    }
    String before = text.substring(0, from + begin.length());
    Files.writeString(page, before + "\n" + markdown() + "\n" + text.substring(to));
  }
}
