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

  static final Type TEXTS = Types.list(Types.TEXT, names -> Expr.array(String.class, names));

  static final Family SEPARATORS =
      Family.of(
          "separator",
          separator("comma", ','),
          separator("tab", '\t'),
          separator("semicolon", ';'),
          separator("bar", '|'),
          separator("space", ' '));

  private static final Family DECIMALS =
      Family.of(
          "decimal sign",
          Kind.made("point", "As in 0.5", values -> Expr.text(".")),
          Kind.made("comma", "As in 0,5; cells are separated by ; then", values -> Expr.text(",")));

  private static final Family COLOURS =
      Family.of(
          "colour",
          Kind.constant("gray", "One channel", ImageFolder.Colour.GRAY),
          Kind.constant("rgb", "Three channels", ImageFolder.Colour.RGB));

  private static final Key FLAT =
      Key.of("flat", Types.FLAG, false, "whether examples are vectors rather than images");

  private static final Family NORMALIZATION =
      Family.of(
          "normalization",
          Kind.of("unit", "byte / 255, in [0, 1]", Normalization.class, "unit"),
          Kind.of("centered", "In [−1, 1]", Normalization.class, "centered"),
          Kind.created(
              "standard",
              "(byte / 255 − mean) / deviation",
              Normalization.class,
              Key.required("mean", Types.NUMBER, "the mean"),
              Key.required("deviation", Types.NUMBER, "the deviation")));

  private static final Key SCALE =
      Key.of("normalization", NORMALIZATION, "unit", "how bytes become numbers");
  private static final Key IMAGES =
      Key.required("images", Types.PATH, "file of images, gzipped or not");
  private static final Key LABELS =
      Key.required("labels", Types.PATH, "file of labels, gzipped or not");

  private static final Key NPY_INPUTS =
      Key.required("inputs", Types.PATH, "file of inputs (examples, …)");
  private static final Key NPY_LABELS =
      Key.required("labels", Types.PATH, "file of class numbers (examples)");
  private static final Key FLOATS =
      Key.of("floats", Types.FLAG, false, "whether whole numbers are inputs as floats, not as ids");
  static final Key FILE = Key.required("file", Types.PATH, "the file");
  private static final Key NPZ_INPUTS = Key.of("inputs", Types.TEXT, "x", "array of the inputs");
  private static final Key NPZ_LABELS = Key.of("labels", Types.TEXT, "y", "array of the classes");
  private static final Key LABEL =
      Key.of("label", Types.TEXT, "label", "column of the class; an empty cell means unknown");
  static final Key SEPARATOR =
      Key.of("separator", SEPARATORS, "comma", "what stands between cells");
  static final Key CLASSES =
      Key.free("classes", TEXTS, "names in the label's column, in the order of their numbers");
  private static final Key INPUTS =
      Key.free("inputs", TEXTS, "columns that are inputs, in order; all but the label if left out");
  private static final Key MISSING =
      Key.free("missing", Types.NUMBER, "number for missing inputs, which are refused otherwise");
  private static final Key COLUMNS =
      Key.free(
          "columns",
          Types.checked(
              ColumnKeys.SECTION, section -> ColumnKeys.columns((Values) section).value()),
          "which are categories, and how columns are scaled by what the training data hold");
  private static final Key DECIMAL =
      Key.of("decimal", DECIMALS, "point", "what stands before decimals");
  private static final Key IDS =
      Key.of("ids", Types.TEXT, TokenSequences.IDS, "field of the token ids");
  private static final Key TOKEN_LABEL =
      Key.of("label", Types.TEXT, "label", "field of the class, or of a class for each token");
  private static final Key TOKEN_PADDING =
      Key.of("padding", Types.INTEGER, 0, "id that fills up shorter sequences");
  private static final Key MOST_TOKENS =
      Key.free("most", Types.INTEGER, "tokens that longer sequences are cut to");
  private static final Key FOLDERS =
      Key.free("classes", TEXTS, "folders of the classes, in the order of their numbers");
  private static final Key FOLDER = Key.required("folder", Types.PATH, "folder of the folders");
  private static final Key HEIGHT = Key.required("height", Types.INTEGER, "height of an image");
  private static final Key WIDTH = Key.required("width", Types.INTEGER, "width of an image");
  private static final Key RESIZE =
      Key.of("resize", Types.FLAG, false, "whether images of other sizes are scaled, not refused");
  private static final Key COLOUR =
      Key.of("colour", COLOURS, "gray", "one channel or red, green and blue");

  static final Key TARGETS =
      Key.free(
          "targets", TEXTS, "columns that are labels as numbers, or several labels, not a class");
  private static final Key WEIGHT =
      Key.free("weight", Types.TEXT, "column of the examples' weights, the labels \"weight\"");
  private static final Key IGNORED =
      Key.free("ignored", Types.INTEGER, "number in the labels that means no label, 255 say");

  private static final Key SOURCE =
      Key.required("data", Types.later(() -> all()), "the data that have inputs of whole numbers");
  private static final Key NAME = Key.required("name", Types.TEXT, "the new input's name");
  private static final Key FROM =
      Key.of("ids", Types.TEXT, TokenSequences.IDS, "the input of the token ids");
  private static final Key OF_PADDING =
      Key.of("padding", Types.INTEGER, 0, "the id where the mask is 0; it is 1 elsewhere");
  private static final Key LIKE =
      Key.of("like", Types.TEXT, TokenSequences.IDS, "the input whose shape it has");
  private static final Key VALUE = Key.of("value", Types.INTEGER, 0, "the number everywhere");
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

  static final Family ALL =
      Family.of(
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

  private static Type all() {
    return ALL;
  }

  private static Type sections(Section section) {
    return Types.list(section, items -> Expr.array(Values.class, items));
  }

  private static Expr derived(Values values) {
    Expr data = Expr.call(DerivedInputs.class, "of", List.of(values.get(SOURCE)));
    for (Values mask : given(values, MASKS)) {
      data = data.then("mask", mask.get(NAME), mask.get(FROM), mask.get(OF_PADDING));
    }
    for (Values constant : given(values, CONSTANTS)) {
      data = data.then("constant", constant.get(NAME), constant.get(LIKE), constant.get(VALUE));
    }
    return data;
  }

  private static List<Values> given(Values values, Key key) {
    return values.find(key).map(items -> List.of(items.as(Values[].class))).orElse(List.of());
  }

  private static Expr idx(Values values) {
    Expr images = Expr.call(IdxReader.class, "read", List.of(values.get(IMAGES)));
    Expr labels = Expr.call(IdxReader.class, "read", List.of(values.get(LABELS)));
    return flat(
        values, Expr.call(IdxReader.class, "images", List.of(images, labels, values.get(SCALE))));
  }

  private static Expr flat(Values values, Expr data) {
    return values.get(FLAT).as(Boolean.class) ? data.then("flat") : data;
  }

  private static Kind separator(String name, char value) {
    String java = value == '\t' ? "'\\t'" : "'" + value + "'";
    return Kind.made(name, "A " + name, values -> Expr.literal(value, java));
  }

  private static Expr npy(Values values) {
    return arrays(
        values,
        Expr.call(NpyReader.class, "read", List.of(values.get(NPY_INPUTS))),
        Expr.call(NpyReader.class, "read", List.of(values.get(NPY_LABELS))));
  }

  private static Expr npz(Values values) {
    Expr file = values.get(FILE);
    return arrays(
        values,
        Expr.call(NpyReader.class, "read", List.of(file, values.get(NPZ_INPUTS))),
        Expr.call(NpyReader.class, "read", List.of(file, values.get(NPZ_LABELS))));
  }

  private static Expr arrays(Values values, Expr inputs, Expr labels) {
    Expr numbers = values.get(FLOATS).as(Boolean.class) ? inputs.then("floats") : inputs;
    Expr data =
        Expr.call(
            NpyReader.class, "dataset", List.of(flat(values, numbers), labels, values.get(SCALE)));
    return values
        .find(IGNORED)
        .map(
            ignored ->
                Expr.call(IgnoredLabels.class, "of", List.of(data, Expr.text("labels"), ignored)))
        .orElse(data);
  }

  private static Expr csv(Values values) {
    Expr table = Expr.call(CsvTable.class, "of", List.of(label(values)));
    table = table.then("withSeparator", values.get(SEPARATOR));
    boolean comma = values.get(DECIMAL).value().equals(",");
    return table(values, comma ? table.then("decimalComma") : table);
  }

  private static Expr jsonl(Values values) {
    return table(values, Expr.call(JsonLines.class, "of", List.of(label(values))));
  }

  private static Expr tokens(Values values) {
    Expr lines = Expr.create(TokenLines.class, List.of(values.get(IDS), values.get(TOKEN_LABEL)));
    lines = with(lines, "withIgnored", values.find(IGNORED));
    Expr data = lines.then("read", values.get(FILE)).then("withPadding", values.get(TOKEN_PADDING));
    return with(data, "truncated", values.find(MOST_TOKENS));
  }

  private static Expr parquet(Values values) {
    return ParquetTables.type()
        .map(type -> table(values, Expr.call(type, "of", List.of(label(values)))))
        .orElseGet(
            () -> {
              values.site().refuse(ParquetTables.ABSENT);
              return Expr.text("");
            });
  }

  private static Expr table(Values values, Expr plain) {
    Expr table = with(plain, "withClasses", values.find(CLASSES));
    Optional<Values> columns = values.findSection(COLUMNS);
    if (columns.isPresent()) {
      requireAlone(values);
      return ColumnKeys.read(columns.get(), table, values.get(FILE));
    }
    table = with(table, "withInputs", values.find(INPUTS));
    table = with(table, "withMissing", values.find(MISSING));
    Expr data = columns(read(values, table), "labels", values.find(TARGETS));
    return columns(data, "weight", values.find(WEIGHT));
  }

  private static Expr read(Values values, Expr table) {
    List<Expr> labels =
        Stream.concat(
                values.find(TARGETS).stream()
                    .flatMap(names -> Stream.of(names.as(String[].class)))
                    .map(Expr::text),
                values.find(WEIGHT).stream())
            .toList();
    return labels.isEmpty()
        ? table.then("read", values.get(FILE))
        : table.then("read", values.get(FILE), Expr.array(String.class, labels));
  }

  private static Expr columns(Expr data, String labels, Optional<Expr> columns) {
    return columns
        .map(names -> Expr.call(LabelColumns.class, "of", List.of(data, Expr.text(labels), names)))
        .orElse(data);
  }

  /** The column of the class; none where other columns are the labels. */
  private static Expr label(Values values) {
    return values.find(TARGETS).isPresent() ? Expr.text("") : values.get(LABEL);
  }

  private static void requireAlone(Values values) {
    if (Stream.of(INPUTS, MISSING, TARGETS, WEIGHT).anyMatch(key -> values.find(key).isPresent())) {
      values
          .site()
          .refuse(
              " has columns beside inputs, missing, targets or weight",
              "columns alone",
              "write columns: {numbers: [a], missing: mean}");
    }
  }

  static Expr with(Expr expr, String method, Optional<Expr> value) {
    return value.map(given -> expr.then(method, given)).orElse(expr);
  }

  private static Expr images(Values values) {
    String method = values.get(RESIZE).as(Boolean.class) ? "resized" : "exact";
    Expr folder =
        Expr.call(
            ImageFolder.class,
            method,
            List.of(values.get(HEIGHT), values.get(WIDTH), values.get(COLOUR)));
    folder = with(folder, "withClasses", values.find(FOLDERS));
    return flat(values, folder.then("read", values.get(FOLDER), values.get(SCALE)));
  }
}
