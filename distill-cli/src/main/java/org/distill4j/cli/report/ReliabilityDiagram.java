package org.distill4j.cli.report;

/**
 * The reliability of a classifier by its confidence (Guo et al. 2017, figure 1). Bars below the
 * diagonal are too sure of themselves.
 *
 * @param name whose it is
 * @param judged the classifier against the labels
 */
record ReliabilityDiagram(String name, ClassifierResults judged) {
  private static final int SIDE = 220;
  private static final int LEFT = 40;
  private static final int RIGHT = 16;
  private static final int TOP = 8;
  private static final int BOTTOM = 36;
  private static final double GAP = 1;

  String svg(String id) {
    Html svg = new Html();
    svg.raw("<figure><figcaption>")
        .text(name + ", error " + Html.percent(judged.reliability().error()));
    svg.raw("</figcaption><svg role=\"img\" viewBox=\"0 0 " + (LEFT + SIDE + RIGHT) + " ");
    svg.raw((TOP + SIDE + BOTTOM) + "\" aria-labelledby=\"" + id + "-t " + id + "-d\">");
    svg.raw("<title id=\"" + id + "-t\">").text("Reliability of the " + name).raw("</title>");
    svg.raw("<desc id=\"" + id + "-d\">");
    svg.text("Share of right answers by confidence; the numbers are in the table below.");
    svg.raw("</desc>");
    for (int mark = 0; mark <= 100; mark += 25) {
      mark(svg, mark);
    }
    for (int bin = 0; bin < ClassifierResults.BINS; bin++) {
      bar(svg, bin);
    }
    svg.raw("<path class=\"diagonal\" d=\"M" + LEFT + " " + (TOP + SIDE));
    svg.raw("L" + (LEFT + SIDE) + " " + TOP + "\"/>");
    svg.raw("<text class=\"mid\" x=\"" + (LEFT + SIDE / 2) + "\" y=\"" + (TOP + SIDE + 32) + "\">");
    return svg.raw("confidence, %</text></svg></figure>").toString();
  }

  private static void mark(Html svg, int percent) {
    double y = TOP + SIDE - percent / 100.0 * SIDE;
    double x = LEFT + percent / 100.0 * SIDE;
    svg.raw("<path class=\"grid\" d=\"M" + LEFT + " " + Html.at(y) + "h" + SIDE + "\"/>");
    svg.raw("<text class=\"end\" x=\"" + (LEFT - 6) + "\" y=\"" + Html.at(y + 4) + "\">");
    svg.raw(percent + "</text>");
    svg.raw("<text class=\"mid\" x=\"" + Html.at(x) + "\" y=\"" + (TOP + SIDE + 16) + "\">");
    svg.raw(percent + "</text>");
  }

  private void bar(Html svg, int bin) {
    if (judged.reliability().count(bin) > 0) {
      double width = (double) SIDE / ClassifierResults.BINS;
      double height = judged.reliability().accuracy(bin) * SIDE;
      svg.raw("<rect class=\"bar\" x=\"" + Html.at(LEFT + bin * width + GAP) + "\" y=\"");
      svg.raw(Html.at(TOP + SIDE - height) + "\" width=\"" + Html.at(width - 2 * GAP));
      svg.raw("\" height=\"" + Html.at(height) + "\"><title>");
      svg.text(
          judged.reliability().count(bin)
              + " examples, "
              + Html.percent(judged.reliability().accuracy(bin))
              + " right");
      svg.raw("</title></rect>");
    }
  }

  /** The same as rows of a table. */
  String rows() {
    Html rows = new Html();
    for (int bin = 0; bin < ClassifierResults.BINS; bin++) {
      if (judged.reliability().count(bin) > 0) {
        rows.raw("<tr>").element("th scope=\"row\"", name);
        rows.element("td", bins(bin))
            .element("td", String.valueOf(judged.reliability().count(bin)));
        rows.element("td", Html.percent(judged.reliability().confidence(bin)));
        rows.element("td", Html.percent(judged.reliability().accuracy(bin))).raw("</tr>");
      }
    }
    return rows.toString();
  }

  private static String bins(int bin) {
    return Html.percent((double) bin / ClassifierResults.BINS)
        + " to "
        + Html.percent((bin + 1.0) / ClassifierResults.BINS);
  }
}
