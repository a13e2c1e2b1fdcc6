package org.distill4j.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.distill4j.core.file.AtomicFiles;
import org.distill4j.train.EpochReport;

/**
 * What came of a run as one page of HTML that asks nothing of any network: it holds its style and
 * its pictures, and has no script.
 *
 * @param title what the page is called
 * @param trainings the epochs of each training by its name
 * @param networks the numbers of each network by its name
 * @param comparison student and teacher example by example; empty for no classifiers
 * @param configuration the text of the run's file
 * @param environment where it ran, by what is told
 */
public record RunReport(
    String title,
    Map<String, List<EpochReport>> trainings,
    Map<String, Map<String, Double>> networks,
    Optional<ExampleComparison> comparison,
    String configuration,
    Map<String, String> environment) {
  /** The file's name. */
  public static final String NAME = "report.html";

  /**
   * Takes copies.
   *
   * @param title what the page is called
   * @param trainings the epochs
   * @param networks the numbers
   * @param comparison student and teacher
   * @param configuration the text of the run's file
   * @param environment where it ran
   */
  public RunReport {
    trainings = Collections.unmodifiableMap(new LinkedHashMap<>(trainings));
    networks = Collections.unmodifiableMap(new LinkedHashMap<>(networks));
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /** {@return the page} */
  public String html() {
    Html page = new Html();
    page.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ");
    page.raw("style-src 'unsafe-inline'; img-src data:\">");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    page.raw("<meta name=\"color-scheme\" content=\"light dark\">");
    page.element("title", title).raw("<style>").raw(style()).raw("</style></head><body><main>");
    page.element("h1", title);
    page.raw(new NumbersSection(networks).html());
    page.raw(new CurvesSection(trainings).html());
    comparison.ifPresent(found -> page.raw(new ExamplesSection(found).html()));
    page.raw("<section><h2>Environment</h2><dl>");
    environment.forEach(
        (what, is) -> page.raw("<div>").element("dt", what).element("dd", is).raw("</div>"));
    page.raw("</dl></section>");
    page.raw("<section><h2>Configuration</h2><pre>").text(configuration).raw("</pre></section>");
    return page.raw("</main></body></html>\n").toString();
  }

  private static String style() {
    try (InputStream in = RunReport.class.getResourceAsStream("report.css")) {
      byte[] bytes = Objects.requireNonNull(in, "report.css").readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException error) {
      throw new UncheckedIOException("The style cannot be read", error);
    }
  }

  /**
   * Writes the page.
   *
   * @param folder where
   * @return the file
   * @throws UncheckedIOException if it cannot be written
   */
  public Path write(Path folder) {
    Path file = folder.resolve(NAME);
    try {
      AtomicFiles.write(file, html());
      return file;
    } catch (IOException error) {
      throw new UncheckedIOException(
          file + " could not be written: " + error + ".\nMaybe the disk is full.", error);
    }
  }
}
