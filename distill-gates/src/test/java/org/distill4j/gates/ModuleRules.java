package org.distill4j.gates;

import static java.util.Map.entry;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which packages a module's classes may use, as patterns with spaces between them. */
final class ModuleRules {
  private static final String JAVA = "java.. javax.. org.jspecify.. ";

  private static final String IR =
      JAVA
          + "org.distill4j.tensor.. org.distill4j.ir.. org.distill4j.backend.."
          + " org.distill4j.student ";

  /** What modules of this build alone may use of distill-ir, besides what it exports to all. */
  private static final String IR_INTERNAL = "org.distill4j.binary org.distill4j.cell ";

  private static final String API =
      IR
          + Stream.of("data", "loss", "model", "optim", "program", "teacher", "train")
              .map(name -> "org.distill4j." + name + ".. ")
              .collect(Collectors.joining());

  private static final String CORE = API + "org.distill4j.core.. ";
  private static final String GUICE = "com.google.inject.. jakarta.inject.. ";
  private static final String JSON = "com.fasterxml.jackson.. ";

  private static final String ENGINES =
      "ai.djl.. org.nd4j.. org.deeplearning4j.. org.bytedeco.. org.tensorflow.. ";

  private static final Map<String, String> ALLOWED =
      Map.ofEntries(
          entry("distill-ir", IR + IR_INTERNAL),
          entry("distill-api", API),
          entry("distill-core", CORE + GUICE + JSON + "org.distill4j.cell de.siegmar.."),
          entry(
              "distill-test-support",
              IR
                  + "com.sun.management org.distill4j.fuzz org.distill4j.natives"
                  + " org.distill4j.network org.distill4j.pages org.distill4j.tutorial net.jqwik.."
                  + " org.assertj.. org.junit.."),
          entry(
              "distill-conformance",
              CORE + "org.distill4j.conformance.. org.junit.. org.assertj.. org.opentest4j.."),
          entry(
              "distill-onnx",
              CORE
                  + "org.distill4j.cell org.distill4j.onnx.. ai.onnx.proto.. com.google.protobuf.."
                  + " ai.onnxruntime.."),
          entry(
              "distill-parquet",
              CORE
                  + "org.distill4j.parquet org.distill4j.cli.kind org.apache.parquet.."
                  + " io.airlift.compress.."),
          entry(
              "distill-text",
              CORE
                  + JSON
                  + "org.distill4j.cell org.distill4j.text org.ejml.."
                  + " ai.djl.huggingface.tokenizers.. ai.djl.util.."),
          entry(
              "distill-spark",
              CORE
                  + JSON
                  + "org.distill4j.spark.. org.distill4j.text org.apache.spark.."
                  + " org.apache.hadoop.. scala.. org.slf4j"),
          entry(
              "distill-examples",
              CORE
                  + GUICE
                  + JSON
                  + "org.distill4j.examples.. org.distill4j.cli.console org.distill4j.onnx.."
                  + " org.distill4j.text"
                  + " ai.onnxruntime.. picocli.. org.tribuo.. org.apache.commons.math3.."),
          entry(
              "distill-cli",
              CORE
                  + JSON
                  + "org.distill4j.cell org.distill4j.cli.. org.distill4j.onnx org.distill4j.text"
                  + " de.siegmar.."
                  + " picocli.. me.tongfei.. org.snakeyaml.."),
          entry(
              "distill-benchmarks",
              // Its yardsticks are programs written against the engines themselves.
              CORE + JSON + ENGINES + "org.distill4j.benchmarks.. org.openjdk.jmh.. picocli.."),
          entry("distill-runtime", IR + "org.distill4j.runtime org.distill4j.jvm"),
          entry(
              "distill-langchain4j",
              IR + "org.distill4j.runtime org.distill4j.langchain4j dev.langchain4j.."),
          entry(
              "distill-spring-ai",
              IR + "org.distill4j.runtime org.distill4j.springai org.springframework.."),
          entry("backend-java", IR + "org.distill4j.jvm com.sun.management jdk.incubator.vector"),
          entry("backend-djl", API + "org.distill4j.djl ai.djl.."),
          entry(
              "backend-dl4j",
              API
                  + "org.distill4j.dl4j org.distill4j.jvm org.nd4j.. org.deeplearning4j.."
                  + " org.bytedeco.."),
          entry(
              "backend-tensorflow",
              API
                  + "org.distill4j.tensorflow org.tensorflow.. org.bytedeco.."
                  + " com.google.protobuf.."));

  private ModuleRules() {}

  /** The patterns of the packages that a module may use, its own included. */
  static String[] allowed(String module) {
    String patterns = ALLOWED.get(module);
    if (patterns == null) {
      throw new IllegalArgumentException(
          "There are no rules for the module "
              + module
              + ", expected one of "
              + ALLOWED.keySet()
              + ".\nMaybe add what it may use to "
              + ModuleRules.class.getName()
              + ".");
    }
    return patterns.trim().split(" ", -1);
  }
}
