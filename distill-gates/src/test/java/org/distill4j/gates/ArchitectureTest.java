package org.distill4j.gates;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.UncheckedIOException;
import java.lang.reflect.Member;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds all modules to the design, once for the whole build. */
@DisplayName("The architecture")
class ArchitectureTest {
  private static final JavaClasses ALL = classesOf(modules());

  /** The modules that have code to hold; the gates have tests alone. */
  private static List<String> modules() {
    try {
      return Modules.names().stream().filter(module -> !module.equals("distill-gates")).toList();
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  private static JavaClasses classesOf(List<String> modules) {
    return new ClassFileImporter()
        .withImportOption(location -> !location.contains("/jmh_generated/"))
        .importPaths(modules.stream().map(Modules::classes).toList());
  }

  private static void hold(ArchRule rule) {
    rule.allowEmptyShould(true).check(ALL);
  }

  @ParameterizedTest
  @MethodSource("modules")
  @DisplayName("lets a module use what it may use, and no more")
  void dependencies(String module) {
    JavaClasses classes = classesOf(List.of(module));
    assertThat(classes).as("classes of %s", module).isNotEmpty();
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(ModuleRules.allowed(module))
        .check(classes);
  }

  @Test
  @DisplayName("wires with Guice in the wiring and the examples alone")
  void guice() {
    hold(
        noClasses()
            .that()
            .resideOutsideOfPackages("org.distill4j.core.wiring", "org.distill4j.examples..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google.inject..", "jakarta.inject.."));
  }

  @Test
  @DisplayName("makes no objects from bytes as Java's serialization does")
  void deserialization() {
    hold(
        noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ObjectInput.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.beans.XMLDecoder"));
  }

  @Test
  @DisplayName("makes what configuration files ask for by calls that the compiler checks")
  void reflection() {
    hold(
        noClasses()
            .that()
            .resideInAnyPackage("org.distill4j.cli.config", "org.distill4j.cli.kind")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Member.class)
            .orShould()
            .callMethod(Class.class, "forName", String.class));
  }

  @Test
  @DisplayName("has no cycles between packages")
  void cycles() {
    hold(slices().matching("org.distill4j.(**)").should().beFreeOfCycles());
  }

  @Test
  @DisplayName("names packages by what they are about")
  void names() {
    hold(
        noClasses()
            .should()
            .resideInAnyPackage("..impl..", "..util..", "..utils..", "..common..", "..helper.."));
  }

  @Test
  @DisplayName("closes what it does not mean to be extended")
  void closed() {
    hold(
        classes()
            .that()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .and()
            .areNotInterfaces()
            .and()
            .doNotHaveModifier(JavaModifier.ABSTRACT)
            .and()
            // JMH extends the states of benchmarks to keep them apart in memory.
            .areNotAnnotatedWith("org.openjdk.jmh.annotations.State")
            .should()
            .haveModifier(JavaModifier.FINAL));
  }

  @Test
  @DisplayName("says of every package that nothing in it is null unless it says so")
  void nullness() {
    for (JavaClass type : ALL) {
      assertThat(type.getPackage().isAnnotatedWith(NullMarked.class))
          .as("@NullMarked on package %s", type.getPackageName())
          .isTrue();
    }
  }
}
