package org.distill4j.cli.report;

import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.distill4j.core.tune.SizeReport;
import org.distill4j.core.tune.StudentSize;
import org.distill4j.core.tune.TrialResult;
import org.distill4j.core.tune.TrialSettings;
import org.distill4j.core.tune.TuningReport;

/** What came of a search as one page of HTML. */
public final class SearchReport {
  private SearchReport() {}

  /**
   * Writes the page of a search for settings.
   *
   * @param file the page
   * @param report what came of it
   * @param configuration the text of the run's file
   * @return the file
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public static Path write(Path file, TuningReport report, String configuration) {
    Html page = new Html();
    page.raw("<section><h2>Settings</h2><p>");
    page.text(MetricFormat.name(report.metric()) + " on held-out examples after so many epochs.");
    page.text(" The best are first; those that were given up have no later numbers.");
    page.raw("</p><div class=\"scroll\"><table><tr>");
    SortedSet<Integer> epochs = new TreeSet<>();
    report.trials().values().forEach(trial -> epochs.addAll(trial.values().keySet()));
    report.best().numbers().keySet().forEach(name -> page.element("th scope=\"col\"", name));
    epochs.forEach(epoch -> page.element("th scope=\"col\"", "after " + epoch));
    page.raw("</tr>");
    for (Map.Entry<TrialSettings, TrialResult> trial : report.trials().entrySet()) {
      page.raw("<tr>");
      trial
          .getKey()
          .numbers()
          .values()
          .forEach(number -> page.element("td", String.valueOf(number)));
      for (int epoch : epochs) {
        double value = trial.getValue().values().getOrDefault(epoch, Double.NaN);
        page.element("td", MetricFormat.text(value));
      }
      page.raw("</tr>");
    }
    page.raw("</table></div></section>");
    return finish(file, "Search for settings", page, configuration);
  }

  /**
   * Writes the page of a size search.
   *
   * @param file the page
   * @param report what came of it
   * @param configuration the text of the run's file
   * @return the file
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public static Path write(Path file, SizeReport report, String configuration) {
    Html page = new Html();
    page.raw("<section><h2>Sizes</h2>").raw(new ParetoChart(report).svg());
    page.raw("<div class=\"scroll\"><table><tr>");
    for (String column : new String[] {"student", "parameters", "operations"}) {
      page.element("th scope=\"col\"", column);
    }
    page.element("th scope=\"col\"", MetricFormat.name(report.metric())).raw("</tr>");
    for (StudentSize size : report.sizes()) {
      page.raw("<tr>").element("th scope=\"row\"", size.name());
      page.element("td", MetricFormat.text((double) size.parameters()));
      page.element("td", MetricFormat.text((double) size.flops()));
      page.element("td", MetricFormat.text(size.value())).raw("</tr>");
    }
    page.raw("</table></div><p>").text(verdict(report)).raw("</p></section>");
    return finish(file, "Size search", page, configuration);
  }

  /**
   * Says which student is the smallest that is good enough.
   *
   * @param report what came of a size search
   * @return a sentence
   */
  public static String verdict(SizeReport report) {
    String wanted = report.metric() + " " + MetricFormat.text(report.wanted());
    return report
        .smallest()
        .map(size -> "The smallest student with " + wanted + " is " + size.name() + ".")
        .orElse("No student reaches " + wanted + ". Maybe try larger ones.");
  }

  private static Path finish(Path file, String title, Html page, String configuration) {
    page.raw("<section><h2>Configuration</h2><pre>").text(configuration).raw("</pre></section>");
    return ReportPage.write(file, ReportPage.of(title, page));
  }
}
