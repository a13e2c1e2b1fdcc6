package org.distill4j.cli.report;

import java.util.List;
import java.util.Locale;

/**
 * Texts with their nearest ones, and the pairs about which student and teacher differ most.
 *
 * @param found the comparison
 */
record NeighboursSection(EmbeddingComparison found) {
  String html() {
    return neighbours() + worst();
  }

  private String neighbours() {
    Html section = new Html();
    section.raw(
        "<section><h2>Nearest neighbours</h2><div class=\"scroll\"><table class=\"texts\">");
    section.raw("<tr><th scope=\"col\">text</th><th scope=\"col\">nearest to the teacher</th>");
    section.raw("<th scope=\"col\">nearest to the student</th></tr>");
    for (EmbeddingComparison.Neighbours each : found.neighbours()) {
      section.raw("<tr>").element("td", each.text());
      section.raw(list(each.teacher(), List.of())).raw(list(each.student(), each.teacher()));
      section.raw("</tr>");
    }
    return section.raw("</table></div></section>").toString();
  }

  /** Texts in order; those that the teacher has too are marked. */
  private static String list(List<String> texts, List<String> shared) {
    Html cell = new Html().raw("<td><ol>");
    for (String text : texts) {
      cell.raw("<li>");
      if (shared.contains(text)) {
        cell.element("strong", text);
      } else {
        cell.text(text);
      }
      cell.raw("</li>");
    }
    return cell.raw("</ol></td>").toString();
  }

  private String worst() {
    Html section = new Html();
    section.raw("<section><h2>Pairs about which student and teacher differ most</h2>");
    section.raw("<div class=\"scroll\"><table class=\"texts\"><tr><th scope=\"col\">one</th>");
    section.raw("<th scope=\"col\">other</th><th scope=\"col\">teacher's cosine</th>");
    section.raw("<th scope=\"col\">student's cosine</th><th scope=\"col\">ranks apart</th></tr>");
    for (EmbeddingComparison.Pair each : found.worst()) {
      section.raw("<tr>").element("td", each.one()).element("td", each.other());
      section.element("td", number(each.teacher())).element("td", number(each.student()));
      section.element("td", Html.percent(each.distance())).raw("</tr>");
    }
    return section.raw("</table></div></section>").toString();
  }

  private static String number(double cosine) {
    return String.format(Locale.ROOT, "%.3f", cosine);
  }
}
