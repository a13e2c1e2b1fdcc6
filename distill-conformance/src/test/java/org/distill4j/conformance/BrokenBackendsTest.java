package org.distill4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.distill4j.backend.Device;
import org.distill4j.conformance.broken.Breakage;
import org.distill4j.conformance.broken.Breakages;
import org.distill4j.conformance.broken.PassingBackend;
import org.distill4j.conformance.broken.PassingCompiler;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayName("The suite")
class BrokenBackendsTest {
  private static final List<Rule> RULES = RuleCatalog.all();

  @TestFactory
  @DisplayName("notices a backend in which")
  Stream<DynamicContainer> notices() {
    return noticing(broken -> !isOfMemory(broken));
  }

  @TestFactory
  @Tag("slow")
  @DisplayName("notices, by what is left in memory, a backend in which")
  Stream<DynamicContainer> noticesLeaks() {
    return noticing(BrokenBackendsTest::isOfMemory);
  }

  private static boolean isOfMemory(Breakage broken) {
    return broken.rules().stream().anyMatch(rule -> rule.startsWith("MEM-"));
  }

  private static Stream<DynamicContainer> noticing(Predicate<Breakage> which) {
    return Breakages.all().stream()
        .filter(which)
        .map(
            broken ->
                DynamicContainer.dynamicContainer(
                    broken.name(),
                    broken.rules().stream()
                        .map(
                            id ->
                                DynamicTest.dynamicTest(
                                    "by rule " + id, () -> requireNoticed(broken, id)))));
  }

  private static void requireNoticed(Breakage broken, String id) {
    try (BackendUnderTest subject = new BackendUnderTest(broken.backend().get(), Device.cpu())) {
      assertThat(rule(id).cases())
          .as("examples of rule %s, of which one should fail", id)
          .anyMatch(one -> fails(one, subject));
    }
  }

  private static Rule rule(String id) {
    return RULES.stream().filter(rule -> rule.id().equals(id)).findFirst().orElseThrow();
  }

  private static boolean fails(Rule.Case one, BackendUnderTest subject) {
    try {
      one.check().against(subject);
      return false;
    } catch (Exception | AssertionError failure) {
      return true;
    }
  }

  @Test
  @DisplayName("has no rule that notices nothing")
  void idle() {
    List<String> used = Breakages.all().stream().flatMap(one -> one.rules().stream()).toList();
    assertThat(RULES.stream().map(Rule::id).filter(id -> !used.contains(id)))
        .as("rules that no broken backend is noticed by; add one to Breakages for each")
        .isEmpty();
  }

  @TestFactory
  @DisplayName("lets a backend pass that is wrapped as the broken ones are, and not broken, by")
  Stream<DynamicTest> unbroken() {
    return RULES.stream()
        .filter(rule -> !rule.id().matches("(OP|GRAD|LAYER|MEM|TRAIN|PROG)-\\d+"))
        .map(rule -> unbroken(rule, PassingBackend::new));
  }

  @TestFactory
  @DisplayName("lets a compiler pass that is wrapped as the broken ones are, and not broken, by")
  Stream<DynamicTest> unbrokenCompiler() {
    return RULES.stream()
        .filter(rule -> !rule.id().matches("(OP|GRAD|LAYER|MEM|TRAIN)-\\d+"))
        .map(rule -> unbroken(rule, () -> DrivenBackend.of(new PassingCompiler())));
  }

  private static DynamicTest unbroken(Rule rule, Supplier<DrivenBackend> backend) {
    return DynamicTest.dynamicTest("rule " + rule.id(), () -> requireKept(rule, backend.get()));
  }

  private static void requireKept(Rule rule, DrivenBackend backend) throws Exception {
    try (BackendUnderTest subject = new BackendUnderTest(backend, Device.cpu())) {
      for (Rule.Case one : rule.cases()) {
        one.check().against(subject);
      }
    }
  }
}
