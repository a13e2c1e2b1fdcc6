package org.distill4j.conformance;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;

/** Turns rules into tests, and checks declared deviations. */
final class RuleTests {
  private final BackendUnderTest subject;
  private final List<Deviation> deviations;

  RuleTests(BackendUnderTest subject, List<Deviation> deviations) {
    this.subject = subject;
    this.deviations = List.copyOf(deviations);
  }

  Stream<DynamicNode> tests(List<Rule> rules) {
    return rules.stream().map(this::node);
  }

  private DynamicNode node(Rule rule) {
    String title = rule.id() + " " + rule.sentence();
    if (rule.cases().size() == 1 && rule.cases().get(0).name().isEmpty()) {
      return test(title, rule, rule.cases().get(0));
    }
    Stream<DynamicTest> tests =
        rule.cases().stream().map(one -> test(rule.id() + " " + one.name(), rule, one));
    return DynamicContainer.dynamicContainer(title, tests);
  }

  private DynamicTest test(String title, Rule rule, Rule.Case one) {
    Optional<Deviation> known =
        deviations.stream().filter(d -> d.covers(rule.id(), one.name())).findFirst();
    return DynamicTest.dynamicTest(
        title,
        () -> {
          if (known.isPresent()) {
            requireFailure(rule, one, known.get());
          } else {
            requireSuccess(rule, one);
          }
        });
  }

  private void requireSuccess(Rule rule, Rule.Case one) {
    Optional<Throwable> failure = failure(one);
    failure.ifPresent(
        cause -> {
          String message = label(rule, one) + rule.sentence() + "\n" + cause;
          throw new AssertionError(message, cause);
        });
  }

  private void requireFailure(Rule rule, Rule.Case one, Deviation known) {
    Throwable failure =
        failure(one)
            .orElseThrow(
                () ->
                    new AssertionError(
                        label(rule, one)
                            + "is declared as a deviation (\""
                            + known.reason()
                            + "\") and was kept, expected a failure.\n"
                            + "Maybe take it off the list of deviations."));
    throw new TestAbortedException("Declared deviation: " + known.reason() + "\n" + failure);
  }

  private static String label(Rule rule, Rule.Case one) {
    return rule.id() + (one.name().isEmpty() ? "" : " " + one.name()) + ": ";
  }

  /** Returns the failure; a check that cannot be made here is passed on as aborted. */
  private Optional<Throwable> failure(Rule.Case one) {
    try {
      one.check().against(subject);
      return Optional.empty();
    } catch (TestAbortedException impossible) {
      throw impossible;
    } catch (Exception | AssertionError failure) {
      return Optional.of(failure);
    }
  }

  /** Returns declared deviations without a rule. */
  List<Deviation> unknown(List<Rule> rules) {
    return deviations.stream()
        .filter(deviation -> rules.stream().noneMatch(rule -> isOf(deviation, rule)))
        .toList();
  }

  private static boolean isOf(Deviation deviation, Rule rule) {
    return rule.cases().stream().anyMatch(one -> deviation.covers(rule.id(), one.name()));
  }
}
