package org.distill4j.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Numbers epoch by epoch as lines.
 *
 * @param title what is shown
 * @param series the numbers of each epoch, by whose they are; what is not finite leaves a gap
 */
record LineChart(String title, Map<String, List<Double>> series) {
  private static final int WIDTH = 360;
  private static final int HEIGHT = 210;
  private static final int LEFT = 52;
  private static final int RIGHT = 12;
  private static final int TOP = 10;
  private static final int BOTTOM = 30;
  private static final int EPOCH_MARKS = 6;

  LineChart {
    series = new LinkedHashMap<>(series);
  }

  String svg(String id) {
    Html svg = new Html();
    svg.raw("<figure><figcaption>").text(title).raw(legend()).raw("</figcaption>");
    svg.raw("<svg role=\"img\" viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\"");
    svg.raw(" aria-labelledby=\"" + id + "-t " + id + "-d\">");
    svg.raw("<title id=\"" + id + "-t\">").text(title + " by epoch").raw("</title>");
    svg.raw("<desc id=\"" + id + "-d\">").text(told()).raw("</desc>");
    AxisScale scale = AxisScale.of(finite());
    scale.marks().forEach(mark -> mark(svg, scale, mark));
    epochs(svg);
    series.forEach((name, values) -> line(svg, scale, values, colour(name)));
    return svg.raw("</svg></figure>").toString();
  }

  /** The student has one colour in all charts, with and without others. */
  private static int colour(String name) {
    return name.equals("student") ? 1 : 0;
  }

  private List<Double> finite() {
    return series.values().stream().flatMap(List::stream).filter(Double::isFinite).toList();
  }

  private String legend() {
    Html legend = new Html();
    if (series.size() > 1) {
      for (String name : series.keySet()) {
        legend.raw(" <span class=\"key k" + colour(name) + "\">").text(name).raw("</span>");
      }
    }
    return legend.toString();
  }

  /** Returns a description for readers who do not see the lines. */
  private String told() {
    List<String> parts = new ArrayList<>();
    series.forEach(
        (name, values) ->
            parts.add(
                String.format(
                    Locale.ROOT,
                    "%s: %.4g in epoch 1, %.4g in epoch %d",
                    name,
                    values.get(0),
                    values.get(values.size() - 1),
                    values.size())));
    return String.join("; ", parts) + ".";
  }

  private static void mark(Html svg, AxisScale scale, double mark) {
    double y = y(scale, mark);
    svg.raw(
        "<path class=\"grid\" d=\"M" + LEFT + " " + Html.at(y) + "H" + (WIDTH - RIGHT) + "\"/>");
    svg.raw("<text class=\"end\" x=\"" + (LEFT - 6) + "\" y=\"" + Html.at(y + 4) + "\">");
    svg.text(scale.text(mark)).raw("</text>");
  }

  private int longest() {
    return series.values().stream().mapToInt(List::size).max().orElse(1);
  }

  private void epochs(Html svg) {
    int step = Math.max(1, (int) Math.ceil((double) longest() / EPOCH_MARKS));
    for (int epoch = 1; epoch <= longest(); epoch += step) {
      svg.raw(
          "<text class=\"mid\" x=\"" + Html.at(x(epoch - 1)) + "\" y=\"" + (HEIGHT - 10) + "\">");
      svg.raw(epoch + "</text>");
    }
  }

  private void line(Html svg, AxisScale scale, List<Double> values, int number) {
    StringBuilder path = new StringBuilder();
    Html dots = new Html();
    boolean down = false;
    for (int i = 0; i < values.size(); i++) {
      if (Double.isFinite(values.get(i))) {
        String x = Html.at(x(i));
        String y = Html.at(y(scale, values.get(i)));
        path.append(down ? 'L' : 'M').append(x).append(' ').append(y);
        dots.raw("<circle cx=\"" + x + "\" cy=\"" + y + "\" r=\"" + radius() + "\"/>");
      }
      down = Double.isFinite(values.get(i));
    }
    svg.raw("<g class=\"line l" + number + "\"><path d=\"" + path + "\"/>" + dots + "</g>");
  }

  private String radius() {
    return longest() > 60 ? "0" : "2.5";
  }

  private double x(int index) {
    double share = longest() == 1 ? 0.5 : index / (longest() - 1.0);
    return LEFT + share * (WIDTH - LEFT - RIGHT);
  }

  private static double y(AxisScale scale, double value) {
    return TOP + (1 - scale.at(value)) * (HEIGHT - TOP - BOTTOM);
  }
}
