package org.distill4j.cli.config;

import static org.distill4j.cli.kind.Expression.call;
import static org.distill4j.cli.kind.Expression.given;
import static org.distill4j.cli.kind.Key.free;
import static org.distill4j.cli.kind.Key.required;
import static org.distill4j.cli.kind.ValueTypes.INTEGER;
import static org.distill4j.cli.kind.ValueTypes.NUMBER;
import static org.distill4j.cli.kind.ValueTypes.PATH;
import static org.distill4j.cli.kind.ValueTypes.TEXT;

import java.nio.file.Path;
import java.util.List;
import org.distill4j.cli.kind.Expression;
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

  private static final Key<Path> FILE = required("file", PATH, "the ONNX file");

  private static final Key<Integer> THREADS =
      Key.of("threads", INTEGER, 1, "threads of one operation of ONNX Runtime");
  private static final Key<String> NAME = required("name", TEXT, "its name in the file");
  private static final Key<String> FROM =
      free("from", TEXT, "the input of the data; of the same name if left out");
  private static final Key<Double> CONSTANT =
      free("constant", NUMBER, "one number everywhere, in place of an input of the data");
  private static final Key<Shape> SHAPE =
      free("shape", ShapeTypes.FREE, "the axes of one example, names for those of any length");
  private static final Key<Integer> LENGTH = required("length", INTEGER, "its length");
  private static final Key<String> AS = Key.of("as", TEXT, "logits", "what the loss calls it");

  private static final Key<List<Expression<KeyValues>>> INPUTS =
      list(
          "inputs",
          "inputs that the data name otherwise or lack",
          Section.of("input", NAME, FROM, CONSTANT, SHAPE));
  private static final Key<List<Expression<KeyValues>>> AXES =
      list("axes", "lengths of axes that the file leaves free", Section.of("axis", NAME, LENGTH));
  private static final Key<List<Expression<KeyValues>>> OUTPUTS =
      list("outputs", "the outputs that are used; all if left out", Section.of("output", NAME, AS));

  private static Key<List<Expression<KeyValues>>> list(String name, String doc, Section item) {
    return free(name, ValueTypes.list(item), doc);
  }

  /** Adds the teachers. */
  static void addTo(KindRegistry registry) {
    registry.add(
        KindGroups.TEACHERS,
        Kind.built(
            "onnx",
            "A network in an ONNX file",
            values -> call(OnnxTeacher::open, values.get(FILE), options(values)),
            FILE,
            INPUTS,
            AXES,
            OUTPUTS,
            THREADS));
  }

  private static Expression<OnnxOptions> options(KeyValues section) {
    Expression<OnnxOptions> options = call(OnnxOptions::defaults);
    if (section.value(THREADS) != 1) {
      options = options.then(OnnxOptions::withThreads, section.get(THREADS));
    }
    for (KeyValues input : items(section, INPUTS)) {
      options = with(options, OnnxOptions::withInput, FROM).in(input);
      options = with(options, OnnxOptions::withConstant, CONSTANT).in(input);
      options = with(options, OnnxOptions::withExample, SHAPE).in(input);
    }
    for (KeyValues axis : items(section, AXES)) {
      options = with(options, OnnxOptions::withAxis, LENGTH).in(axis);
    }
    for (KeyValues output : items(section, OUTPUTS)) {
      options = with(options, OnnxOptions::withOutput, AS).in(output);
    }
    return options;
  }

  private static <T> Expression<OnnxOptions> with(
      Expression<OnnxOptions> options,
      MethodReference.Three<OnnxOptions, String, T, OnnxOptions> method,
      Key<T> key) {
    return given(key, call(method, options, NAME, key), options);
  }

  private static List<KeyValues> items(KeyValues section, Key<List<Expression<KeyValues>>> key) {
    return section.findValue(key).orElse(List.of()).stream().map(Expression::value).toList();
  }
}
