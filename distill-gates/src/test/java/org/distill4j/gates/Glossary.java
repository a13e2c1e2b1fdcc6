package org.distill4j.gates;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The words that code, messages and pages use for one thing, and the words that they avoid for it.
 *
 * <p>A word that has other meanings, such as "place" and "part", is looked for only in the phrases
 * that use it in the wrong one.
 */
final class Glossary {
  /** What is avoided, as a pattern in which a space is any white space, and what to write. */
  record Entry(Pattern avoided, String use) {
    static Entry of(String avoided, String use) {
      Pattern pattern = Pattern.compile(avoided.replace(" ", "\\s+"), Pattern.CASE_INSENSITIVE);
      return new Entry(pattern, use);
    }
  }

  static final List<Entry> ENTRIES =
      List.of(
          Entry.of("slope", "gradient"),
          Entry.of("pupil", "student"),
          Entry.of("\\bsaid\\b", "output, named, declared"),
          Entry.of("\\b(teacher|student|model|network)s?( never)? (say|says|saying)\\b", "outputs"),
          Entry.of("\\b(teacher|student|model|network)s? and \\w+ say\\b", "outputs"),
          Entry.of("\\b(un)?sound(ly|ness)?\\b", "valid, invalid, damaged"),
          Entry.of("\\blook(s|ed|ing)? at\\b", "attends to, reads, checks"),
          Entry.of("\\b(go|goes|going|gone|went) on\\b", "resume, continue"),
          Entry.of("\\b(break|breaks|breaking|broke|broken) off\\b", "stop, cancelled"),
          Entry.of("\\b(part size|parts? of (a|the|its) (batch|step)\\b)", "micro-batch"),
          Entry.of(
              "\\b(batch|step)(es)?( \\w+){0,3} (in|into)( several)? parts\\b", "micro-batches"),
          Entry.of("\\bplaces? in (the|a|its|this|that|their) (data set|batch)\\b", "index"),
          Entry.of("\\bplaces? in (the|a|its|this|that) (plan|sequence|list|row)\\b", "position"),
          Entry.of("\\b(no such place|\"?at place|their places)\\b", "index, position"),
          Entry.of("\\bplaces? of (a|an|the|each) (token|example|value|element)\\b", "position"),
          Entry.of("\\bkept (teachers?|outputs?|values?|rows?|tables?)\\b", "cached"),
          Entry.of("\\boutputs?( \\w+)? (is|are|was|were|be|shall be) kept\\b", "cached"),
          Entry.of("\\bteachers? kept\\b", "cached"),
          Entry.of("\\bfirst (weights|parameters)\\b", "initial"),
          Entry.of("\\blast (weights|layers?)\\b", "final"),
          Entry.of("\\b(layers?|widths?|sizes?) (in )?between\\b", "hidden"));

  private static final Pattern JOIN =
      Pattern.compile("\"[ \\t]*\\R[ \\t]*\\+[ \\t]*\"|\\R[ \\t]*(?:\\*(?!/)|//)?");

  private Glossary() {}

  /** A word to avoid that was found, by the line where it begins. */
  record Finding(int line, String word, String use) {}

  /** Returns what is to be avoided in a text, across the ends of lines in comments and strings. */
  static Stream<Finding> findings(String text) {
    String joined =
        JOIN.matcher(text).replaceAll((MatchResult join) -> " ".repeat(join.group().length()));
    return ENTRIES.stream()
        .flatMap(
            entry ->
                entry
                    .avoided()
                    .matcher(joined)
                    .results()
                    .map(found -> finding(text, found, entry.use())));
  }

  private static Finding finding(String text, MatchResult found, String use) {
    int line = 1 + (int) text.substring(0, found.start()).chars().filter(c -> c == '\n').count();
    return new Finding(line, found.group().replaceAll("\\s+", " "), use);
  }
}
