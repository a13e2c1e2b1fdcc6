package org.distill4j.cli.report;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.train.EpochReport;

/**
 * What came of a run as one page of HTML that asks nothing of any network: it holds its style and
 * its pictures, and has no script.
 *
 * @param title what the page is called
 * @param trainings the epochs of each training by its name
 * @param networks the numbers of each network by its name
 * @param warnings what is wrong with them, each with a way out on a second line
 * @param comparison student and teacher example by example; empty for no classifiers
 * @param embeddings which texts lie near each other; empty for other students than of embeddings
 * @param configuration the text of the run's file
 * @param environment where it ran, by what is told
 */
public record RunReport(
    String title,
    Map<String, List<EpochReport>> trainings,
    Map<String, Map<String, Double>> networks,
    List<String> warnings,
    Optional<ExampleComparison> comparison,
    Optional<EmbeddingComparison> embeddings,
    String configuration,
    Map<String, String> environment) {
  /** The file's name. */
  public static final String NAME = "report.html";

  /** Takes copies. */
  public RunReport {
    trainings = Collections.unmodifiableMap(new LinkedHashMap<>(trainings));
    networks = Collections.unmodifiableMap(new LinkedHashMap<>(networks));
    warnings = List.copyOf(warnings);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /**
   * The report of a run that is not of embeddings.
   *
   * @param title what the page is called
   * @param trainings the epochs
   * @param networks the numbers
   * @param warnings what is wrong with them
   * @param comparison student and teacher
   * @param configuration the text of the run's file
   * @param environment where it ran
   */
  public RunReport(
      String title,
      Map<String, List<EpochReport>> trainings,
      Map<String, Map<String, Double>> networks,
      List<String> warnings,
      Optional<ExampleComparison> comparison,
      String configuration,
      Map<String, String> environment) {
    this(
        title,
        trainings,
        networks,
        warnings,
        comparison,
        Optional.empty(),
        configuration,
        environment);
  }

  /** {@return the page} */
  public String html() {
    Html page = new Html();
    page.raw(new NumbersSection(networks).html());
    warnings.forEach(warning -> page.raw("<p class=\"warning\">").text(warning).raw("</p>"));
    page.raw(new CurvesSection(trainings).html());
    comparison.ifPresent(found -> page.raw(new ExamplesSection(found).html()));
    embeddings.ifPresent(found -> page.raw(new NeighboursSection(found).html()));
    page.raw("<section><h2>Environment</h2><dl>");
    environment.forEach(
        (what, is) -> page.raw("<div>").element("dt", what).element("dd", is).raw("</div>"));
    page.raw("</dl></section>");
    page.raw("<section><h2>Configuration</h2><pre>").text(configuration).raw("</pre></section>");
    return ReportPage.of(title, page);
  }

  /**
   * Writes the page.
   *
   * @param folder where
   * @return the file
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public Path write(Path folder) {
    return ReportPage.write(folder.resolve(NAME), html());
  }
}
