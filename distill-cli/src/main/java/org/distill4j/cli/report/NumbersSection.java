package org.distill4j.cli.report;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The measurements of the networks, a column for each.
 *
 * @param networks the numbers of each by its name
 */
record NumbersSection(Map<String, Map<String, Double>> networks) {
  String html() {
    Html table = new Html();
    table.raw("<section><h2>Results</h2><div class=\"scroll\"><table><tr><td></td>");
    networks.keySet().forEach(name -> table.element("th scope=\"col\"", name));
    table.raw("</tr>");
    Set<String> figures = new LinkedHashSet<>();
    networks.values().forEach(numbers -> figures.addAll(numbers.keySet()));
    for (String figure : figures) {
      table.raw("<tr>").element("th scope=\"row\"", MetricFormat.name(figure));
      networks.values().forEach(numbers -> table.element("td", MetricFormat.text(figure, numbers)));
      table.raw("</tr>");
    }
    return table.raw("</table></div></section>").toString();
  }
}
