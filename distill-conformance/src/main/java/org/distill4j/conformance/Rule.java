package org.distill4j.conformance;

import java.util.List;

/**
 * A requirement on every backend.
 *
 * @param id its number, as SPEC.md has it
 * @param sentence what is demanded
 * @param cases the examples in which it is tried; one without a name if the rule needs no more
 */
record Rule(String id, String sentence, List<Case> cases) {
  /**
   * One example.
   *
   * @param name what it is, unique within the rule; empty if it is the only one
   * @param check the test
   */
  record Case(String name, RuleCheck check) {}

  static Rule of(String id, String sentence, RuleCheck check) {
    return new Rule(id, sentence, List.of(new Case("", check)));
  }

  Rule {
    cases = List.copyOf(cases);
  }
}
