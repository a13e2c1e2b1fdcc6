package org.distill4j.conformance;

/** What a test does; it returns if the backend keeps the rule. */
@FunctionalInterface
interface RuleCheck {
  void against(BackendUnderTest subject) throws Exception;
}
