package org.distill4j.cli.report;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.distill4j.train.EpochReport;
import org.jspecify.annotations.Nullable;

/**
 * Every loss term and metric epoch by epoch. Losses of two trainings are seldom the same thing, so
 * each has charts of its own; metrics are, and share one.
 *
 * @param trainings the epochs of each training by its name
 */
record CurvesSection(Map<String, List<EpochReport>> trainings) {
  String html() {
    Html section = new Html();
    section.raw("<section><h2>Curves</h2><div class=\"charts\">");
    int number = 0;
    for (LineChart chart : charts().values()) {
      section.raw(chart.svg("curve" + number++));
    }
    section.raw("</div>");
    trainings.forEach((name, epochs) -> section.raw(table(name, epochs)));
    return section.raw("</section>").toString();
  }

  private Map<String, LineChart> charts() {
    Map<String, LineChart> charts = new LinkedHashMap<>();
    metrics().forEach((metric, series) -> charts.put(metric, new LineChart(metric, series)));
    trainings.forEach(
        (name, epochs) ->
            names(epochs, epoch -> epoch.loss().asMap())
                .forEach(
                    term -> {
                      String title = name + ": loss, " + term;
                      List<Double> values = values(epochs, term, epoch -> epoch.loss().asMap());
                      charts.put(title, new LineChart(title, Map.of(name, values)));
                    }));
    return charts;
  }

  private Map<String, Map<String, List<Double>>> metrics() {
    Map<String, Map<String, List<Double>>> metrics = new LinkedHashMap<>();
    trainings.forEach(
        (name, epochs) ->
            names(epochs, EpochReport::metrics)
                .forEach(
                    metric ->
                        metrics
                            .computeIfAbsent(
                                MetricFormat.name(metric), any -> new LinkedHashMap<>())
                            .put(name, values(epochs, metric, EpochReport::metrics))));
    return metrics;
  }

  private static Set<String> names(
      List<EpochReport> epochs, Function<EpochReport, Map<String, Double>> part) {
    Set<String> names = new LinkedHashSet<>();
    epochs.forEach(epoch -> names.addAll(part.apply(epoch).keySet()));
    return names;
  }

  private static List<Double> values(
      List<EpochReport> epochs, String name, Function<EpochReport, Map<String, Double>> part) {
    return epochs.stream().map(epoch -> part.apply(epoch).getOrDefault(name, Double.NaN)).toList();
  }

  private static String table(String training, List<EpochReport> epochs) {
    Html table = new Html();
    table.raw("<details><summary>").text("The " + training + "’s numbers as a table");
    table.raw("</summary><div class=\"scroll\"><table><tr>").element("th scope=\"col\"", "epoch");
    Set<String> losses = names(epochs, epoch -> epoch.loss().asMap());
    Set<String> metrics = names(epochs, EpochReport::metrics);
    losses.forEach(term -> table.element("th scope=\"col\"", "loss, " + term));
    metrics.forEach(metric -> table.element("th scope=\"col\"", MetricFormat.name(metric)));
    table.element("th scope=\"col\"", "seconds").raw("</tr>");
    for (EpochReport epoch : epochs) {
      table.raw("<tr>").element("th scope=\"row\"", String.valueOf(epoch.epoch()));
      losses.forEach(term -> cell(table, epoch.loss().asMap().get(term)));
      metrics.forEach(metric -> cell(table, epoch.metrics().get(metric)));
      cell(table, epoch.trainingTime().toMillis() / 1000.0);
      table.raw("</tr>");
    }
    return table.raw("</table></div></details>").toString();
  }

  private static void cell(Html table, @Nullable Double value) {
    table.element("td", MetricFormat.text(value == null ? Double.NaN : value));
  }
}
