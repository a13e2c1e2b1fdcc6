package org.distill4j.conformance;

/** What a test does; it returns if the backend keeps the rule. */
@FunctionalInterface
interface Check {
  void against(Subject subject) throws Exception;
}
