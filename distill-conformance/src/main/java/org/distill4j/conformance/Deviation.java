package org.distill4j.conformance;

/**
 * A rule that a backend is known to break. Its tests are run all the same, and must still fail: a
 * deviation that is gone has to be taken off the list.
 *
 * @param rule the number of the rule, as "OP-03"
 * @param example the name of one of its examples; empty if the rule is not kept in any of them
 * @param reason why, for whoever meets it
 */
public record Deviation(String rule, String example, String reason) {
  /**
   * Checks the reason.
   *
   * @throws IllegalArgumentException if there is no reason
   */
  public Deviation {
    if (reason.isBlank()) {
      throw new IllegalArgumentException(
          "The deviation from "
              + rule
              + " has no reason, expected one.\nMaybe say what the engine does instead.");
    }
  }

  /**
   * Returns a rule that is broken in all of its examples.
   *
   * @param rule the number of the rule
   * @param reason why
   * @return the deviation
   */
  public static Deviation of(String rule, String reason) {
    return new Deviation(rule, "", reason);
  }

  /**
   * Returns a rule that is broken in one example.
   *
   * @param rule the number of the rule
   * @param example the name of the example, as the test's name has it after the number
   * @param reason why
   * @return the deviation
   */
  public static Deviation of(String rule, String example, String reason) {
    return new Deviation(rule, example, reason);
  }

  boolean covers(String ruleId, String exampleName) {
    return rule.equals(ruleId) && (example.isEmpty() || example.equals(exampleName));
  }
}
