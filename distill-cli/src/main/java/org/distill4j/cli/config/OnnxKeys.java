package org.distill4j.cli.config;

import java.util.List;
import org.distill4j.onnx.OnnxOptions;
import org.distill4j.onnx.OnnxTeacher;

/** A teacher in an ONNX file, and how its inputs, axes and outputs are used. */
public final class OnnxKeys {
  private OnnxKeys() {}

  private static final Key FILE = Key.required("file", ValueTypes.PATH, "the ONNX file");

  private static final Key THREADS =
      Key.of("threads", ValueTypes.INTEGER, 1, "threads of one operation of ONNX Runtime");
  private static final Key NAME = Key.required("name", ValueTypes.TEXT, "its name in the file");
  private static final Key FROM =
      Key.free("from", ValueTypes.TEXT, "the input of the data; of the same name if left out");
  private static final Key CONSTANT =
      Key.free(
          "constant", ValueTypes.NUMBER, "one number everywhere, in place of an input of the data");
  private static final Key SHAPE =
      Key.free("shape", ShapeTypes.FREE, "the axes of one example, names for those of any length");
  private static final Key LENGTH = Key.required("length", ValueTypes.INTEGER, "its length");
  private static final Key AS = Key.of("as", ValueTypes.TEXT, "logits", "what the loss calls it");

  private static final Key INPUTS =
      list(
          "inputs",
          "inputs that the data name otherwise or lack",
          Section.of("input", NAME, FROM, CONSTANT, SHAPE));
  private static final Key AXES =
      list("axes", "lengths of axes that the file leaves free", Section.of("axis", NAME, LENGTH));
  private static final Key OUTPUTS =
      list("outputs", "the outputs that are used; all if left out", Section.of("output", NAME, AS));

  static final Section SECTION = Section.of("teacher.onnx", FILE, INPUTS, AXES, OUTPUTS, THREADS);

  private static Key list(String name, String doc, Section item) {
    return Key.free(
        name, ValueTypes.list(item, items -> JavaExpression.array(KeyValues.class, items)), doc);
  }

  /** The section, whose value is a {@link Given}. */
  static final ValueType TYPE =
      ValueTypes.mapped(
          SECTION,
          section -> JavaExpression.literal(given(section.as(KeyValues.class)), SECTION.name()));

  /**
   * A teacher in a file, which is opened once.
   *
   * @param path the file
   * @param options how it is used
   * @param teacher the teacher
   */
  public record Given(JavaExpression path, JavaExpression options, JavaExpression teacher) {}

  private static Given given(KeyValues section) {
    JavaExpression path = section.get(FILE);
    JavaExpression options = options(section);
    return new Given(
        path, options, JavaExpression.call(OnnxTeacher.class, "open", List.of(path, options)));
  }

  private static JavaExpression options(KeyValues section) {
    JavaExpression options = JavaExpression.call(OnnxOptions.class, "defaults", List.of());
    if (!section.get(THREADS).value().equals(1)) {
      options = options.then("withThreads", section.get(THREADS));
    }
    for (KeyValues input : items(section, INPUTS)) {
      options = with(options, "withInput", input, FROM);
      options = with(options, "withConstant", input, CONSTANT);
      options = with(options, "withExample", input, SHAPE);
    }
    for (KeyValues axis : items(section, AXES)) {
      options = with(options, "withAxis", axis, LENGTH);
    }
    for (KeyValues output : items(section, OUTPUTS)) {
      options = with(options, "withOutput", output, AS);
    }
    return options;
  }

  private static JavaExpression with(
      JavaExpression options, String method, KeyValues item, Key key) {
    return item.find(key).map(value -> options.then(method, item.get(NAME), value)).orElse(options);
  }

  private static List<KeyValues> items(KeyValues section, Key key) {
    return section.find(key).map(items -> List.of(items.as(KeyValues[].class))).orElse(List.of());
  }
}
