package org.distill4j.cli.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.distill4j.tensor.HostTensor;

/**
 * The section that compares student and teacher example by example.
 *
 * @param found the comparison
 */
record ExamplesSection(ExampleComparison found) {
  String html() {
    Html section = new Html();
    if (found.student().reliability().total() > 0) {
      section.raw(confusion()).raw(calibration());
    }
    if (found.teacher().isPresent()) {
      section.raw(disagreements());
    }
    return section.toString();
  }

  private Map<String, ClassifierResults> judged() {
    Map<String, ClassifierResults> judged = new LinkedHashMap<>();
    found.teacher().ifPresent(teacher -> judged.put("teacher", teacher));
    judged.put("student", found.student());
    return judged;
  }

  private String confusion() {
    Html section = new Html();
    section.raw("<section><h2>Confusion matrix</h2>");
    if (found.student().classes() > ConfusionTable.MOST_CLASSES) {
      section.element(
          "p",
          found.student().classes()
              + " classes are too many for a table; it is made for up to "
              + ConfusionTable.MOST_CLASSES
              + ".");
    } else {
      section.raw("<div class=\"pair\">");
      judged().forEach((name, each) -> section.raw(new ConfusionTable(name, each).html()));
      section.raw("</div>");
    }
    return section.raw("</section>").toString();
  }

  private String calibration() {
    Html section = new Html();
    section.raw("<section><h2>Calibration</h2>");
    section.element(
        "p", "How often each is right when it is so sure. Bars below the line are too sure.");
    section.raw("<div class=\"charts small\">");
    Html rows = new Html();
    judged()
        .forEach(
            (name, each) -> {
              ReliabilityDiagram diagram = new ReliabilityDiagram(name, each);
              section.raw(diagram.svg("reliability-" + name));
              rows.raw(diagram.rows());
            });
    section.raw(
        "</div><details><summary>The same as a table</summary><div class=\"scroll\"><table>");
    section.raw("<tr><td></td><th scope=\"col\">confidence</th><th scope=\"col\">examples</th>");
    section.raw("<th scope=\"col\">mean confidence</th><th scope=\"col\">right</th></tr>");
    return section.raw(rows + "</table></div></details></section>").toString();
  }

  private String disagreements() {
    Html section = new Html();
    section.raw("<section><h2>Where student and teacher disagree most</h2>");
    if (found.disagreements().isEmpty()) {
      return section.raw("<p>Nowhere: they agree on all examples.</p></section>").toString();
    }
    if (!found.saliency().isEmpty()) {
      section.element(
          "p",
          "Beside each picture: how much the student's answer depends on each value, the largest"
              + " white (the size of its gradient; Simonyan et al. 2014).");
    }
    section.raw("<ol class=\"examples\">");
    found.disagreements().forEach(each -> section.raw(card(each)));
    return section.raw("</ol></section>").toString();
  }

  private String card(Disagreement each) {
    Html card = new Html();
    card.raw("<li>");
    found
        .data()
        .batch(each.index())
        .inputs()
        .values()
        .forEach(input -> card.raw(picture("example", each.index(), input)));
    Optional.ofNullable(found.saliency().get(each.index()))
        .ifPresent(saliency -> card.raw(picture("saliency of example", each.index(), saliency)));
    String label = each.label() < 0 ? "no label" : "label " + each.label();
    card.raw("<p>").element("strong", "Example " + each.index()).raw("<br>").text(label);
    card.raw("<br>").text(prediction("teacher", each.teacher(), each.teacherShare()));
    card.raw("<br>").text(prediction("student", each.student(), each.studentShare()));
    card.raw("<br>").text("KL " + MetricFormat.text(each.divergence()) + " nats");
    return card.raw("</p></li>").toString();
  }

  private static String picture(String what, int index, HostTensor values) {
    return ExamplePicture.draw(values)
        .map(
            picture ->
                new Html()
                    .raw("<img alt=\"")
                    .text(what + " " + index)
                    .raw("\" src=\"")
                    .raw(picture.dataUri() + "\">")
                    .toString())
        .orElse("");
  }

  private static String prediction(String who, int answer, double share) {
    return who + " " + answer + ", " + Html.percent(share);
  }
}
