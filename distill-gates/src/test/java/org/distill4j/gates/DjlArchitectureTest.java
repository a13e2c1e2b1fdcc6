package org.distill4j.gates;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The PyTorch backend's code")
class DjlArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.distill4j.djl");

  @Test
  @DisplayName("sees nothing but the api, the engine and the JDK")
  void dependencies() {
    ArchRuleDefinition.classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "ai.djl..",
            "org.jspecify..",
            "org.distill4j.backend",
            "org.distill4j.data",
            "org.distill4j.djl",
            "org.distill4j.ir",
            "org.distill4j.loss",
            "org.distill4j.model",
            "org.distill4j.optim",
            "org.distill4j.program",
            "org.distill4j.teacher",
            "org.distill4j.tensor")
        .check(CLASSES);
  }

  @Test
  @DisplayName("shows only the backend, and teachers and students of its engine")
  void visibility() {
    ArchRuleDefinition.classes()
        .that()
        .doNotHaveSimpleName("DjlBackend")
        .and()
        .doNotHaveSimpleName("DjlTeachers")
        .and()
        .doNotHaveSimpleName("DjlStudents")
        .and()
        .areTopLevelClasses()
        .should()
        .notBePublic()
        .check(CLASSES);
  }
}
