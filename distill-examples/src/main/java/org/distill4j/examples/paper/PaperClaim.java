package org.distill4j.examples.paper;

import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A claim of the paper's section 3. */
enum PaperClaim {
  /** Soft targets teach a small network what a large one knows. */
  ALL_DIGITS("all digits", "0123456789"),
  /** They teach it a digit that it never sees. */
  NO_3("no 3", "012456789"),
  /** They teach it eight of them. */
  ONLY_7_8("only 7, 8", "78");

  private final String title;
  private final String seen;

  PaperClaim(String title, String seen) {
    this.title = title;
    this.seen = seen;
  }

  String title() {
    return title;
  }

  boolean isSeen(int digit) {
    return seen.indexOf('0' + digit) >= 0;
  }

  /** The digits that the transfer set holds none of. */
  Set<Integer> unseen() {
    return digits(digit -> !isSeen(digit));
  }

  /** The digits whose bias is corrected: the unseen or the seen ones, whichever are fewer. */
  Set<Integer> corrected() {
    Set<Integer> unseen = unseen();
    return unseen.size() <= seen.length() ? unseen : digits(this::isSeen);
  }

  private static Set<Integer> digits(IntPredicate wanted) {
    return IntStream.range(0, 10).filter(wanted).boxed().collect(Collectors.toSet());
  }

  /** Returns the option's value for it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
