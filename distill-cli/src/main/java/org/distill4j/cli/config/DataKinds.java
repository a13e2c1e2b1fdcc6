package org.distill4j.cli.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.distill4j.core.data.CsvTable;
import org.distill4j.core.data.DerivedInputs;
import org.distill4j.core.data.IdxReader;
import org.distill4j.core.data.IgnoredLabels;
import org.distill4j.core.data.ImageFolder;
import org.distill4j.core.data.JsonLines;
import org.distill4j.core.data.LabelColumns;
import org.distill4j.core.data.Normalization;
import org.distill4j.core.data.NpyReader;
import org.distill4j.core.data.TokenLines;
import org.distill4j.core.data.TokenSequences;

/** Data sets in files. */
final class DataKinds {
  private DataKinds() {}

  static final ValueType TEXTS =
      ValueTypes.list(ValueTypes.TEXT, names -> JavaExpression.array(String.class, names));

  static final KindGroup SEPARATORS =
      KindGroup.of(
          "separator",
          separator("comma", ','),
          separator("tab", '\t'),
          separator("semicolon", ';'),
          separator("bar", '|'),
          separator("space", ' '));

  private static final KindGroup DECIMALS =
      KindGroup.of(
          "decimal sign",
          Kind.made("point", "As in 0.5", values -> JavaExpression.text(".")),
          Kind.made(
              "comma",
              "As in 0,5; cells are separated by ; then",
              values -> JavaExpression.text(",")));

  private static final KindGroup COLOURS =
      KindGroup.of(
          "colour",
          Kind.constant("gray", "One channel", ImageFolder.Colour.GRAY),
          Kind.constant("rgb", "Three channels", ImageFolder.Colour.RGB));

  private static final Key FLAT =
      Key.of("flat", ValueTypes.FLAG, false, "whether examples are vectors rather than images");

  private static final KindGroup NORMALIZATION =
      KindGroup.of(
          "normalization",
          Kind.of("unit", "byte / 255, in [0, 1]", Normalization.class, "unit"),
          Kind.of("centered", "In [−1, 1]", Normalization.class, "centered"),
          Kind.created(
              "standard",
              "(byte / 255 − mean) / deviation",
              Normalization.class,
              Key.required("mean", ValueTypes.NUMBER, "the mean"),
              Key.required("deviation", ValueTypes.NUMBER, "the deviation")));

  private static final Key SCALE =
      Key.of("normalization", NORMALIZATION, "unit", "how bytes become numbers");
  private static final Key IMAGES =
      Key.required("images", ValueTypes.PATH, "file of images, gzipped or not");
  private static final Key LABELS =
      Key.required("labels", ValueTypes.PATH, "file of labels, gzipped or not");

  private static final Key NPY_INPUTS =
      Key.required("inputs", ValueTypes.PATH, "file of inputs (examples, …)");
  private static final Key NPY_LABELS =
      Key.required("labels", ValueTypes.PATH, "file of class numbers (examples)");
  private static final Key FLOATS =
      Key.of(
          "floats",
          ValueTypes.FLAG,
          false,
          "whether whole numbers are inputs as floats, not as ids");
  static final Key FILE = Key.required("file", ValueTypes.PATH, "the file");
  private static final Key NPZ_INPUTS =
      Key.of("inputs", ValueTypes.TEXT, "x", "array of the inputs");
  private static final Key NPZ_LABELS =
      Key.of("labels", ValueTypes.TEXT, "y", "array of the classes");
  private static final Key LABEL =
      Key.of("label", ValueTypes.TEXT, "label", "column of the class; an empty cell means unknown");
  static final Key SEPARATOR =
      Key.of("separator", SEPARATORS, "comma", "what stands between cells");
  static final Key CLASSES =
      Key.free("classes", TEXTS, "names in the label's column, in the order of their numbers");
  private static final Key INPUTS =
      Key.free("inputs", TEXTS, "columns that are inputs, in order; all but the label if left out");
  private static final Key MISSING =
      Key.free(
          "missing", ValueTypes.NUMBER, "number for missing inputs, which are refused otherwise");
  private static final Key COLUMNS =
      Key.free(
          "columns",
          ValueTypes.checked(
              ColumnKeys.SECTION, section -> ColumnKeys.columns((KeyValues) section).value()),
          "which are categories, and how columns are scaled by what the training data hold");
  private static final Key DECIMAL =
      Key.of("decimal", DECIMALS, "point", "what stands before decimals");
  private static final Key IDS =
      Key.of("ids", ValueTypes.TEXT, TokenSequences.IDS, "field of the token ids");
  private static final Key TOKEN_LABEL =
      Key.of("label", ValueTypes.TEXT, "label", "field of the class, or of a class for each token");
  private static final Key TOKEN_PADDING =
      Key.of("padding", ValueTypes.INTEGER, 0, "id that fills up shorter sequences");
  private static final Key MOST_TOKENS =
      Key.free("most", ValueTypes.INTEGER, "tokens that longer sequences are cut to");
  private static final Key FOLDERS =
      Key.free("classes", TEXTS, "folders of the classes, in the order of their numbers");
  private static final Key FOLDER =
      Key.required("folder", ValueTypes.PATH, "folder of the folders");
  private static final Key HEIGHT =
      Key.required("height", ValueTypes.INTEGER, "height of an image");
  private static final Key WIDTH = Key.required("width", ValueTypes.INTEGER, "width of an image");
  private static final Key RESIZE =
      Key.of(
          "resize",
          ValueTypes.FLAG,
          false,
          "whether images of other sizes are scaled, not refused");
  private static final Key COLOUR =
      Key.of("colour", COLOURS, "gray", "one channel or red, green and blue");

  static final Key TARGETS =
      Key.free(
          "targets", TEXTS, "columns that are labels as numbers, or several labels, not a class");
  private static final Key WEIGHT =
      Key.free("weight", ValueTypes.TEXT, "column of the examples' weights, the labels \"weight\"");
  private static final Key IGNORED =
      Key.free("ignored", ValueTypes.INTEGER, "number in the labels that means no label, 255 say");

  private static final Key SOURCE =
      Key.required(
          "data", ValueTypes.later(() -> all()), "the data that have inputs of whole numbers");
  private static final Key NAME = Key.required("name", ValueTypes.TEXT, "the new input's name");
  private static final Key FROM =
      Key.of("ids", ValueTypes.TEXT, TokenSequences.IDS, "the input of the token ids");
  private static final Key OF_PADDING =
      Key.of("padding", ValueTypes.INTEGER, 0, "the id where the mask is 0; it is 1 elsewhere");
  private static final Key LIKE =
      Key.of("like", ValueTypes.TEXT, TokenSequences.IDS, "the input whose shape it has");
  private static final Key VALUE = Key.of("value", ValueTypes.INTEGER, 0, "the number everywhere");
  private static final Key MASKS =
      Key.free(
          "masks",
          sections(Section.of("mask", NAME, FROM, OF_PADDING)),
          "masks of what is no padding, which counts nowhere then");
  private static final Key CONSTANTS =
      Key.free(
          "constants",
          sections(Section.of("constant", NAME, LIKE, VALUE)),
          "inputs that are one number everywhere, token_type_ids say");

  static final KindGroup ALL =
      KindGroup.of(
              "data set",
              Kind.made(
                  "idx",
                  "Images and labels in MNIST's format",
                  DataKinds::idx,
                  IMAGES,
                  LABELS,
                  SCALE,
                  FLAT),
              Kind.made(
                  "npy",
                  "Two NumPy files",
                  DataKinds::npy,
                  NPY_INPUTS,
                  NPY_LABELS,
                  SCALE,
                  FLAT,
                  FLOATS,
                  IGNORED),
              Kind.made(
                  "npz",
                  "Two arrays of one NumPy archive",
                  DataKinds::npz,
                  FILE,
                  NPZ_INPUTS,
                  NPZ_LABELS,
                  SCALE,
                  FLAT,
                  FLOATS,
                  IGNORED),
              Kind.made(
                  "csv",
                  "A table with a heading; all columns but the label are inputs",
                  DataKinds::csv,
                  FILE,
                  LABEL,
                  SEPARATOR,
                  CLASSES,
                  INPUTS,
                  MISSING,
                  COLUMNS,
                  DECIMAL,
                  TARGETS,
                  WEIGHT),
              Kind.made(
                  "jsonl",
                  "A JSON object on each line; all fields but the label are inputs",
                  DataKinds::jsonl,
                  FILE,
                  LABEL,
                  CLASSES,
                  INPUTS,
                  MISSING,
                  COLUMNS,
                  TARGETS,
                  WEIGHT),
              Kind.made(
                  "tokens",
                  "Token ids of mixed lengths, a JSON object on each line",
                  DataKinds::tokens,
                  FILE,
                  IDS,
                  TOKEN_LABEL,
                  TOKEN_PADDING,
                  MOST_TOKENS,
                  IGNORED),
              TextKeys.KIND,
              Kind.made(
                  "parquet",
                  "A Parquet file; all columns but the label are inputs. It needs distill-parquet",
                  DataKinds::parquet,
                  FILE,
                  LABEL,
                  CLASSES,
                  INPUTS,
                  MISSING,
                  COLUMNS,
                  TARGETS,
                  WEIGHT),
              Kind.made(
                  "images",
                  "Image files, a folder for each class, numbered in the order of their names",
                  DataKinds::images,
                  FOLDER,
                  HEIGHT,
                  WIDTH,
                  COLOUR,
                  RESIZE,
                  SCALE,
                  FLAT,
                  FOLDERS),
              Kind.made(
                  "derived",
                  "Other data with more inputs: masks of what is no padding, and constants",
                  DataKinds::derived,
                  SOURCE,
                  MASKS,
                  CONSTANTS))
          .later();

  private static ValueType all() {
    return ALL;
  }

  private static ValueType sections(Section section) {
    return ValueTypes.list(section, items -> JavaExpression.array(KeyValues.class, items));
  }

  private static JavaExpression derived(KeyValues values) {
    JavaExpression data =
        JavaExpression.call(DerivedInputs.class, "of", List.of(values.get(SOURCE)));
    for (KeyValues mask : given(values, MASKS)) {
      data = data.then("mask", mask.get(NAME), mask.get(FROM), mask.get(OF_PADDING));
    }
    for (KeyValues constant : given(values, CONSTANTS)) {
      data = data.then("constant", constant.get(NAME), constant.get(LIKE), constant.get(VALUE));
    }
    return data;
  }

  private static List<KeyValues> given(KeyValues values, Key key) {
    return values.find(key).map(items -> List.of(items.as(KeyValues[].class))).orElse(List.of());
  }

  private static JavaExpression idx(KeyValues values) {
    JavaExpression images =
        JavaExpression.call(IdxReader.class, "read", List.of(values.get(IMAGES)));
    JavaExpression labels =
        JavaExpression.call(IdxReader.class, "read", List.of(values.get(LABELS)));
    return flat(
        values,
        JavaExpression.call(IdxReader.class, "images", List.of(images, labels, values.get(SCALE))));
  }

  private static JavaExpression flat(KeyValues values, JavaExpression data) {
    return values.get(FLAT).as(Boolean.class) ? data.then("flat") : data;
  }

  private static Kind separator(String name, char value) {
    String java = value == '\t' ? "'\\t'" : "'" + value + "'";
    return Kind.made(name, "A " + name, values -> JavaExpression.literal(value, java));
  }

  private static JavaExpression npy(KeyValues values) {
    return arrays(
        values,
        JavaExpression.call(NpyReader.class, "read", List.of(values.get(NPY_INPUTS))),
        JavaExpression.call(NpyReader.class, "read", List.of(values.get(NPY_LABELS))));
  }

  private static JavaExpression npz(KeyValues values) {
    JavaExpression file = values.get(FILE);
    return arrays(
        values,
        JavaExpression.call(NpyReader.class, "read", List.of(file, values.get(NPZ_INPUTS))),
        JavaExpression.call(NpyReader.class, "read", List.of(file, values.get(NPZ_LABELS))));
  }

  private static JavaExpression arrays(
      KeyValues values, JavaExpression inputs, JavaExpression labels) {
    JavaExpression numbers = values.get(FLOATS).as(Boolean.class) ? inputs.then("floats") : inputs;
    JavaExpression data =
        JavaExpression.call(
            NpyReader.class, "dataset", List.of(flat(values, numbers), labels, values.get(SCALE)));
    return values
        .find(IGNORED)
        .map(
            ignored ->
                JavaExpression.call(
                    IgnoredLabels.class,
                    "of",
                    List.of(data, JavaExpression.text("labels"), ignored)))
        .orElse(data);
  }

  private static JavaExpression csv(KeyValues values) {
    JavaExpression table = JavaExpression.call(CsvTable.class, "of", List.of(label(values)));
    table = table.then("withSeparator", values.get(SEPARATOR));
    boolean comma = values.get(DECIMAL).value().equals(",");
    return table(values, comma ? table.then("decimalComma") : table);
  }

  private static JavaExpression jsonl(KeyValues values) {
    return table(values, JavaExpression.call(JsonLines.class, "of", List.of(label(values))));
  }

  private static JavaExpression tokens(KeyValues values) {
    JavaExpression lines =
        JavaExpression.create(TokenLines.class, List.of(values.get(IDS), values.get(TOKEN_LABEL)));
    lines = with(lines, "withIgnored", values.find(IGNORED));
    JavaExpression data =
        lines.then("read", values.get(FILE)).then("withPadding", values.get(TOKEN_PADDING));
    return with(data, "truncated", values.find(MOST_TOKENS));
  }

  private static JavaExpression parquet(KeyValues values) {
    return ParquetTables.type()
        .map(type -> table(values, JavaExpression.call(type, "of", List.of(label(values)))))
        .orElseGet(
            () -> {
              values.site().refuse(ParquetTables.ABSENT);
              return JavaExpression.text("");
            });
  }

  private static JavaExpression table(KeyValues values, JavaExpression plain) {
    JavaExpression table = with(plain, "withClasses", values.find(CLASSES));
    Optional<KeyValues> columns = values.findSection(COLUMNS);
    if (columns.isPresent()) {
      requireAlone(values);
      return ColumnKeys.read(columns.get(), table, values.get(FILE));
    }
    table = with(table, "withInputs", values.find(INPUTS));
    table = with(table, "withMissing", values.find(MISSING));
    JavaExpression data = columns(read(values, table), "labels", values.find(TARGETS));
    return columns(data, "weight", values.find(WEIGHT));
  }

  private static JavaExpression read(KeyValues values, JavaExpression table) {
    List<JavaExpression> labels =
        Stream.concat(
                values.find(TARGETS).stream()
                    .flatMap(names -> Stream.of(names.as(String[].class)))
                    .map(JavaExpression::text),
                values.find(WEIGHT).stream())
            .toList();
    return labels.isEmpty()
        ? table.then("read", values.get(FILE))
        : table.then("read", values.get(FILE), JavaExpression.array(String.class, labels));
  }

  private static JavaExpression columns(
      JavaExpression data, String labels, Optional<JavaExpression> columns) {
    return columns
        .map(
            names ->
                JavaExpression.call(
                    LabelColumns.class, "of", List.of(data, JavaExpression.text(labels), names)))
        .orElse(data);
  }

  /** The column of the class; none where other columns are the labels. */
  private static JavaExpression label(KeyValues values) {
    return values.find(TARGETS).isPresent() ? JavaExpression.text("") : values.get(LABEL);
  }

  private static void requireAlone(KeyValues values) {
    if (Stream.of(INPUTS, MISSING, TARGETS, WEIGHT).anyMatch(key -> values.find(key).isPresent())) {
      values
          .site()
          .refuse(
              " has columns beside inputs, missing, targets or weight",
              "columns alone",
              "write columns: {numbers: [a], missing: mean}");
    }
  }

  static JavaExpression with(JavaExpression expr, String method, Optional<JavaExpression> value) {
    return value.map(given -> expr.then(method, given)).orElse(expr);
  }

  private static JavaExpression images(KeyValues values) {
    String method = values.get(RESIZE).as(Boolean.class) ? "resized" : "exact";
    JavaExpression folder =
        JavaExpression.call(
            ImageFolder.class,
            method,
            List.of(values.get(HEIGHT), values.get(WIDTH), values.get(COLOUR)));
    folder = with(folder, "withClasses", values.find(FOLDERS));
    return flat(values, folder.then("read", values.get(FOLDER), values.get(SCALE)));
  }
}
