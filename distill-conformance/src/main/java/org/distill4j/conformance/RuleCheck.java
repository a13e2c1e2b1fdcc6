package org.distill4j.conformance;

/** The action of a test; it returns if the backend keeps the rule. */
@FunctionalInterface
interface RuleCheck {
  void against(BackendUnderTest subject) throws Exception;
}
