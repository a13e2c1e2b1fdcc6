package org.distill4j.cli.report;

import java.util.List;
import java.util.Locale;
import org.distill4j.core.tune.SizeReport;
import org.distill4j.core.tune.StudentSize;

/**
 * Students as points, size to the right on a logarithmic axis, and the Pareto front as a line.
 *
 * @param report what was measured
 */
record ParetoChart(SizeReport report) {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 300;
  private static final int LEFT = 60;
  private static final int RIGHT = 20;
  private static final int TOP = 14;
  private static final int BOTTOM = 40;

  String svg() {
    List<StudentSize> sizes =
        report.sizes().stream().filter(size -> Double.isFinite(size.value())).toList();
    AxisScale scale = AxisScale.of(sizes.stream().map(StudentSize::value).toList());
    Html svg = new Html();
    svg.raw("<figure><figcaption>").text(MetricFormat.name(report.metric()) + " by operations");
    svg.raw("</figcaption><svg role=\"img\" viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\"");
    svg.raw(" aria-labelledby=\"pareto-t pareto-d\"><title id=\"pareto-t\">");
    svg.text(report.metric() + " by operations of one prediction").raw("</title>");
    svg.raw("<desc id=\"pareto-d\">The numbers are in the table.</desc>");
    scale.marks().forEach(mark -> mark(svg, scale, mark));
    svg.raw("<g class=\"line l1\"><path d=\"" + front(scale) + "\"/>");
    for (StudentSize size : sizes) {
      String x = Html.at(x(size));
      svg.raw("<circle cx=\"" + x + "\" cy=\"" + Html.at(y(scale, size.value())) + "\" r=\"3.5\">");
      svg.raw("<title>").text(size.name()).raw("</title></circle>");
    }
    svg.raw("</g>");
    for (StudentSize size : sizes) {
      svg.raw("<text class=\"mid\" x=\"" + Html.at(x(size)) + "\" y=\"" + (HEIGHT - 22) + "\">");
      svg.text(String.format(Locale.ROOT, "%,d", size.flops())).raw("</text>");
    }
    svg.raw("<text class=\"mid\" x=\"" + WIDTH / 2 + "\" y=\"" + (HEIGHT - 4) + "\">");
    return svg.raw("operations of one prediction</text></svg></figure>").toString();
  }

  private String front(AxisScale scale) {
    StringBuilder path = new StringBuilder();
    for (StudentSize size : report.pareto()) {
      path.append(path.isEmpty() ? 'M' : 'L').append(Html.at(x(size))).append(' ');
      path.append(Html.at(y(scale, size.value())));
    }
    return path.toString();
  }

  private static void mark(Html svg, AxisScale scale, double mark) {
    String y = Html.at(y(scale, mark));
    svg.raw("<path class=\"grid\" d=\"M" + LEFT + " " + y + "H" + (WIDTH - RIGHT) + "\"/>");
    svg.raw("<text class=\"end\" x=\"" + (LEFT - 6) + "\" y=\"" + Html.at(y(scale, mark) + 4));
    svg.raw("\">").text(scale.text(mark)).raw("</text>");
  }

  private double x(StudentSize size) {
    double least = logarithm(report.sizes().get(0));
    double span = logarithm(report.sizes().get(report.sizes().size() - 1)) - least;
    double share = span == 0 ? 0.5 : (logarithm(size) - least) / span;
    return LEFT + 20 + share * (WIDTH - LEFT - RIGHT - 40);
  }

  private static double logarithm(StudentSize size) {
    return Math.log(Math.max(1, (double) size.flops()));
  }

  private static double y(AxisScale scale, double value) {
    return TOP + (1 - scale.at(value)) * (HEIGHT - TOP - BOTTOM);
  }
}
