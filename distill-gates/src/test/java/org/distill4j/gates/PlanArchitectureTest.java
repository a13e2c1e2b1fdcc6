package org.distill4j.gates;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Plans and their kernels")
class PlanArchitectureTest {
  /** What knows the engine: its session and products, and networks of its own kind. */
  private static final String ENGINE =
      "org\\.distill4j\\.dl4j\\.(Dl4j|Engine|MatrixProduct|Device|Network|Keras"
          + "|Artifact|Scores|OwnNetwork|Stack|Branches|Hosts).*";

  private static final DescribedPredicate<JavaClass> OF_ENGINE =
      JavaClass.Predicates.resideInAnyPackage(
              "org.nd4j..", "org.deeplearning4j..", "org.bytedeco..")
          .or(
              DescribedPredicate.describe(
                  "know the engine", type -> type.getName().matches(ENGINE)));

  @Test
  @DisplayName("know nothing of ND4J, but how to copy to an engine and to have it multiply")
  void engineFree() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test"))
            .importPackages("org.distill4j.dl4j");
    noClasses()
        .that()
        .haveNameNotMatching(ENGINE)
        .should()
        .dependOnClassesThat(OF_ENGINE)
        .check(classes);
  }
}
