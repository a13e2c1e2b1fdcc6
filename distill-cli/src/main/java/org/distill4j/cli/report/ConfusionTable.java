package org.distill4j.cli.report;

/**
 * The confusion table of a classifier: a row for each label, a column for each prediction.
 *
 * @param name whose it is
 * @param judged the classifier against the labels
 */
record ConfusionTable(String name, ClassifierResults judged) {
  /** The largest table: with more classes, cells are too small to read. */
  static final int MOST_CLASSES = 40;

  private static final int SHADES = 9;

  String html() {
    Html table = new Html();
    table.raw("<div class=\"scroll\"><table class=\"confusion\"><caption>");
    table.text(name + ": label in the row, answer in the column").raw("</caption><tr><td></td>");
    for (int answer = 0; answer < judged.classes(); answer++) {
      table.element("th scope=\"col\"", String.valueOf(answer));
    }
    table.raw("</tr>");
    for (int label = 0; label < judged.classes(); label++) {
      table.raw("<tr>").element("th scope=\"row\"", String.valueOf(label));
      row(table, label);
      table.raw("</tr>");
    }
    return table.raw("</table></div>").toString();
  }

  private void row(Html table, int label) {
    long all = 0;
    for (int answer = 0; answer < judged.classes(); answer++) {
      all += judged.taken(label, answer);
    }
    for (int answer = 0; answer < judged.classes(); answer++) {
      long taken = judged.taken(label, answer);
      String kind = answer == label ? "right" : "wrong";
      long shade = taken == 0 ? 0 : 1 + Math.round((SHADES - 1.0) * taken / all);
      table.raw("<td class=\"" + kind + " shade" + shade + "\">");
      table.text(taken == 0 ? "·" : String.valueOf(taken)).raw("</td>");
    }
  }
}
