package org.distill4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayName("SPEC.md")
class SpecTest {
  private static final Path SPEC = Path.of("SPEC.md");

  /** A rule's line, as "- **OP-01** sums, … give the oracle's values". */
  private static final Pattern RULE = Pattern.compile("(?m)^- \\*\\*[A-Z]+-\\d\\d\\*\\* .*$");

  private static final Pattern SECTION = Pattern.compile("(?m)^### (.*)$");

  private static List<String> found(Pattern pattern) throws IOException {
    return pattern.matcher(Files.readString(SPEC)).results().map(MatchResult::group).toList();
  }

  @Test
  @DisplayName("lists every rule once, in the suite's order and words")
  void rules() throws IOException {
    List<String> expected =
        RuleCatalog.all().stream().map(r -> "- **" + r.id() + "** " + r.sentence()).toList();
    assertThat(found(RULE)).containsExactlyElementsOf(expected);
  }

  @Test
  @DisplayName("has one section for each group of the suite")
  void sections() throws IOException {
    List<String> groups =
        Arrays.stream(BackendConformance.class.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(TestFactory.class))
            .map(method -> "### " + method.getAnnotation(DisplayName.class).value())
            .toList();
    assertThat(found(SECTION)).containsExactlyInAnyOrderElementsOf(groups);
  }

  @Test
  @DisplayName("keeps each rule in the section of its number")
  void order() throws IOException {
    List<String> misplaced = new ArrayList<>();
    String section = "";
    for (String line : Files.readAllLines(SPEC)) {
      if (SECTION.matcher(line).matches()) {
        section = line.substring("### ".length(), line.indexOf(':'));
      } else if (RULE.matcher(line).matches() && !line.startsWith("- **" + section + "-")) {
        misplaced.add(line);
      }
    }
    assertThat(misplaced).isEmpty();
  }

  @Test
  @DisplayName("numbers the rules of a group without gap or repetition")
  void numbers() {
    List<String> ids = RuleCatalog.all().stream().map(Rule::id).toList();
    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[A-Z]+-\\d\\d"));
    assertThat(ids.stream().filter(id -> !id.startsWith("GRAD-")))
        .allMatch(id -> id.endsWith("01") || ids.contains(before(id)));
  }

  /** GRAD has the numbers of OP, some of which have no gradient. */
  private static String before(String id) {
    int dash = id.indexOf('-');
    return String.format(
        "%s-%02d", id.substring(0, dash), Integer.parseInt(id.substring(dash + 1)) - 1);
  }

  @Test
  @DisplayName("has the table of tolerances that the suite goes by")
  void tolerances() throws IOException {
    String table = Stream.concat(constants(), functions()).collect(Collectors.joining("\n"));
    assertThat(Files.readString(SPEC)).contains(table + "\n");
  }

  private static Stream<String> constants() {
    return Arrays.stream(Tolerances.class.getDeclaredFields())
        .filter(field -> Modifier.isPublic(field.getModifiers()))
        .map(field -> row(field.getName(), tolerance(field)));
  }

  private static Tolerance tolerance(Field field) {
    try {
      return (Tolerance) field.get(null);
    } catch (IllegalAccessException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static Stream<String> functions() {
    return Stream.of(
        row("objective(T)", "T²", Tolerances::objective, 4),
        row("objectiveGradient(T)", "T", Tolerances::objectiveGradient, 2),
        row("family(T)", "T²", Tolerances::family, 4),
        row("familyGradient(T)", "T", Tolerances::familyGradient, 2));
  }

  private static String row(String name, Tolerance tolerance) {
    return row(name, tolerance.relative(), number(tolerance.absolute()), tolerance.reason());
  }

  /** The absolute part at T = 0, and what is added to it at T = 1, which grows with T or T². */
  private static String row(String name, String by, DoubleFunction<Tolerance> at, double atTwo) {
    double constant = at.apply(0).absolute();
    double growing = at.apply(1).absolute() - constant;
    assertThat(at.apply(2).absolute() - constant)
        .isCloseTo(growing * atTwo, Percentage.withPercentage(1e-6));
    String absolute = number(constant) + " + " + number(growing) + "·" + by;
    return row(name, at.apply(1).relative(), absolute, at.apply(1).reason());
  }

  private static String row(String name, double relative, String absolute, String reason) {
    return "| `" + name + "` | " + number(relative) + " | " + absolute + " | " + reason + " |";
  }

  /** As 3e-7. */
  private static String number(double value) {
    return value == 0 ? "0" : String.format("%.0e", value).replace("e-0", "e-");
  }
}
