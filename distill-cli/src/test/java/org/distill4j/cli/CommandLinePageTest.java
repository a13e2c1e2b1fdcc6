package org.distill4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.distill4j.cli.console.Interrupts;
import org.distill4j.cli.run.RunCheck;
import org.distill4j.cli.run.RunFile;
import org.distill4j.cli.run.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("docs/command-line.md")
class CommandLinePageTest {
  private static String page() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "command-line.md"));
    // OwnKindsTest compiles and runs the section on kinds of one's own.
    return page.substring(0, page.indexOf("## Kinds of your own"));
  }

  private static List<String> blocks(String language) throws IOException {
    Pattern block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL);
    return block.matcher(page()).results().map(found -> found.group(1)).toList();
  }

  /** The parts of a file by their keys. */
  private static Map<String, String> parts(String yaml) {
    Map<String, String> parts = new LinkedHashMap<>();
    for (String part : yaml.split("\n(?=[a-z])", -1)) {
      parts.put(part.split(":", 2)[0], part.stripTrailing());
    }
    return parts;
  }

  @Test
  @DisplayName("shows excerpts of files that are valid")
  void files() throws IOException {
    List<String> blocks = blocks("yaml");
    assertThat(blocks).hasSizeGreaterThanOrEqualTo(3);
    for (String block : blocks) {
      Map<String, String> whole = parts(Samples.PLAIN);
      whole.putAll(parts(block));
      RunFile.parse("docs/command-line.md", String.join("\n", whole.values()) + "\n");
    }
  }

  @Test
  @DisplayName("stands beside a file whose report the first page shows, which can be run")
  void report() {
    RunCheck.require(RunFile.read(Path.of("..", "docs", "data", "report.yaml")));
  }

  @Test
  @DisplayName("names commands and options that there are")
  void commands() throws IOException {
    Pattern command = Pattern.compile("^distill (\\S+)(.*)$", Pattern.MULTILINE);
    List<MatchResult> commands =
        blocks("sh").stream().flatMap(block -> command.matcher(block).results()).toList();
    assertThat(commands).hasSizeGreaterThanOrEqualTo(6);
    for (MatchResult each : commands) {
      String help = help(each.group(1));
      Pattern.compile("--[a-z-]+")
          .matcher(each.group(2))
          .results()
          .forEach(option -> assertThat(help).as(each.group()).contains(option.group()));
    }
  }

  private static String help(String command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    assertThat(Distill.run(stream, stream, Interrupts.none(), command, "--help")).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }
}
