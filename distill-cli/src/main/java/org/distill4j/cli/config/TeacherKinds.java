package org.distill4j.cli.config;

import java.nio.file.Path;
import java.util.List;
import org.distill4j.cli.kind.JavaExpression;
import org.distill4j.cli.kind.Key;
import org.distill4j.cli.kind.KeyValues;
import org.distill4j.cli.kind.Kind;
import org.distill4j.cli.kind.KindGroups;
import org.distill4j.cli.kind.KindRegistry;
import org.distill4j.cli.kind.MethodReference;
import org.distill4j.cli.kind.Section;
import org.distill4j.cli.kind.ShapeTypes;
import org.distill4j.cli.kind.ValueTypes;
import org.distill4j.onnx.OnnxOptions;
import org.distill4j.onnx.OnnxTeacher;
import org.distill4j.tensor.Shape;

/**
 * Teachers that are no models: networks in ONNX files, and how their inputs and outputs are used.
 */
final class TeacherKinds {
  private TeacherKinds() {}

  private static final Key<Path> FILE = Key.required("file", ValueTypes.PATH, "the ONNX file");

  private static final Key<Integer> THREADS =
      Key.of("threads", ValueTypes.INTEGER, 1, "threads of one operation of ONNX Runtime");
  private static final Key<String> NAME =
      Key.required("name", ValueTypes.TEXT, "its name in the file");
  private static final Key<String> FROM =
      Key.free("from", ValueTypes.TEXT, "the input of the data; of the same name if left out");
  private static final Key<Double> CONSTANT =
      Key.free(
          "constant", ValueTypes.NUMBER, "one number everywhere, in place of an input of the data");
  private static final Key<Shape> SHAPE =
      Key.free("shape", ShapeTypes.FREE, "the axes of one example, names for those of any length");
  private static final Key<Integer> LENGTH =
      Key.required("length", ValueTypes.INTEGER, "its length");
  private static final Key<String> AS =
      Key.of("as", ValueTypes.TEXT, "logits", "what the loss calls it");

  private static final Key<List<JavaExpression<KeyValues>>> INPUTS =
      list(
          "inputs",
          "inputs that the data name otherwise or lack",
          Section.of("input", NAME, FROM, CONSTANT, SHAPE));
  private static final Key<List<JavaExpression<KeyValues>>> AXES =
      list("axes", "lengths of axes that the file leaves free", Section.of("axis", NAME, LENGTH));
  private static final Key<List<JavaExpression<KeyValues>>> OUTPUTS =
      list("outputs", "the outputs that are used; all if left out", Section.of("output", NAME, AS));

  private static Key<List<JavaExpression<KeyValues>>> list(String name, String doc, Section item) {
    return Key.free(name, ValueTypes.list(item), doc);
  }

  /** Adds the teacher. */
  static void addTo(KindRegistry registry) {
    registry.add(
        KindGroups.TEACHERS,
        Kind.built(
            "onnx",
            "A network in an ONNX file",
            values -> JavaExpression.call(OnnxTeacher::open, values.get(FILE), options(values)),
            FILE,
            INPUTS,
            AXES,
            OUTPUTS,
            THREADS));
  }

  private static JavaExpression<OnnxOptions> options(KeyValues section) {
    JavaExpression<OnnxOptions> options = JavaExpression.call(OnnxOptions::defaults);
    if (section.value(THREADS) != 1) {
      options = options.then(OnnxOptions::withThreads, section.get(THREADS));
    }
    for (KeyValues input : items(section, INPUTS)) {
      options = with(options, OnnxOptions::withInput, input, FROM);
      options = with(options, OnnxOptions::withConstant, input, CONSTANT);
      options = with(options, OnnxOptions::withExample, input, SHAPE);
    }
    for (KeyValues axis : items(section, AXES)) {
      options = with(options, OnnxOptions::withAxis, axis, LENGTH);
    }
    for (KeyValues output : items(section, OUTPUTS)) {
      options = with(options, OnnxOptions::withOutput, output, AS);
    }
    return options;
  }

  private static <T> JavaExpression<OnnxOptions> with(
      JavaExpression<OnnxOptions> options,
      MethodReference.Three<OnnxOptions, String, T, OnnxOptions> method,
      KeyValues item,
      Key<T> key) {
    return item.find(key).map(value -> options.then(method, item.get(NAME), value)).orElse(options);
  }

  private static List<KeyValues> items(
      KeyValues section, Key<List<JavaExpression<KeyValues>>> key) {
    return section.findValue(key).orElse(List.of()).stream().map(JavaExpression::value).toList();
  }
}
