package org.distill4j.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInput;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Holds each module to the design; the build runs it in every module. */
@DisplayName("The architecture of this module")
class ArchitectureTest {
  private static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/jmh_generated/"))
          .importPath(MODULE.resolve("target/classes"));

  private void hold(ArchRule rule) {
    rule.allowEmptyShould(true).check(classes);
  }

  @Test
  @DisplayName("uses only what the module may use")
  void dependencies() {
    String[] allowed = ModuleRules.allowed(MODULE.getFileName().toString());
    hold(classes().should().onlyDependOnClassesThat().resideInAnyPackage(allowed));
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
    assertThat(classes).as("classes in %s", MODULE).isNotEmpty();
    for (JavaClass type : classes) {
      assertThat(type.getPackage().isAnnotatedWith(NullMarked.class))
          .as("@NullMarked on package %s", type.getPackageName())
          .isTrue();
    }
  }
}
