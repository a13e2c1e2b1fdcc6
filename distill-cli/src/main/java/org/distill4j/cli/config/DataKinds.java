package org.distill4j.cli.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.distill4j.cli.kind.ConfigLocation;
import org.distill4j.cli.kind.JavaExpression;
import org.distill4j.cli.kind.Key;
import org.distill4j.cli.kind.KeyValues;
import org.distill4j.cli.kind.Kind;
import org.distill4j.cli.kind.KindGroup;
import org.distill4j.cli.kind.KindGroups;
import org.distill4j.cli.kind.KindRegistry;
import org.distill4j.cli.kind.Section;
import org.distill4j.cli.kind.TableFormat;
import org.distill4j.cli.kind.ValueTypes;
import org.distill4j.cli.yaml.Node;
import org.distill4j.core.data.CsvTable;
import org.distill4j.core.data.DerivedInputs;
import org.distill4j.core.data.IdxArray;
import org.distill4j.core.data.IdxReader;
import org.distill4j.core.data.IgnoredLabels;
import org.distill4j.core.data.ImageDataset;
import org.distill4j.core.data.ImageFolder;
import org.distill4j.core.data.JsonLines;
import org.distill4j.core.data.LabelColumns;
import org.distill4j.core.data.Normalization;
import org.distill4j.core.data.NpyArray;
import org.distill4j.core.data.NpyReader;
import org.distill4j.core.data.TableSource;
import org.distill4j.core.data.TokenLines;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;

/** Data sets in files. */
final class DataKinds {
  private DataKinds() {}

  private static final KindGroup<Character> SEPARATORS =
      KindGroup.of(
          "separator",
          separator("comma", ',', "','"),
          separator("tab", '\t', "'\\t'"),
          separator("semicolon", ';', "';'"),
          separator("bar", '|', "'|'"),
          separator("space", ' ', "' '"));

  private static final KindGroup<String> DECIMALS =
      KindGroup.of(
          "decimal sign",
          Kind.built("point", "As in 0.5", values -> JavaExpression.text(".")),
          Kind.built(
              "comma",
              "As in 0,5; cells are separated by ; then",
              values -> JavaExpression.text(",")));

  private static final KindGroup<ImageFolder.Colour> COLOURS =
      KindGroup.of(
          "colour",
          Kind.constant("gray", "One channel", ImageFolder.Colour.GRAY),
          Kind.constant("rgb", "Three channels", ImageFolder.Colour.RGB));

  static final TableFormat<CsvTable> CSV =
      new TableFormat<>(
          CsvTable::of, CsvTable::withClasses, CsvTable::withInputs, CsvTable::withMissing);
  static final TableFormat<JsonLines> JSON =
      new TableFormat<>(
          JsonLines::of, JsonLines::withClasses, JsonLines::withInputs, JsonLines::withMissing);

  private static final Key<Boolean> FLAT =
      Key.of("flat", ValueTypes.FLAG, false, "whether examples are vectors rather than images");

  private static final KindGroup<Normalization> NORMALIZATION =
      KindGroup.of(
          "normalization",
          Kind.of("unit", "byte / 255, in [0, 1]", Normalization::unit),
          Kind.of("centered", "In [−1, 1]", Normalization::centered),
          Kind.of(
              "standard",
              "(byte / 255 − mean) / deviation",
              Normalization::new,
              Key.required("mean", ValueTypes.NUMBER, "the mean"),
              Key.required("deviation", ValueTypes.NUMBER, "the deviation")));

  private static final Key<Normalization> SCALE =
      Key.of("normalization", NORMALIZATION, "unit", "how bytes become numbers");
  private static final Key<Path> IMAGES =
      Key.required("images", ValueTypes.PATH, "file of images, gzipped or not");
  private static final Key<Path> LABELS =
      Key.required("labels", ValueTypes.PATH, "file of labels, gzipped or not");

  private static final Key<Path> NPY_INPUTS =
      Key.required("inputs", ValueTypes.PATH, "file of inputs (examples, …)");
  private static final Key<Path> NPY_LABELS =
      Key.required("labels", ValueTypes.PATH, "file of class numbers (examples)");
  private static final Key<Boolean> FLOATS =
      Key.of(
          "floats",
          ValueTypes.FLAG,
          false,
          "whether whole numbers are inputs as floats, not as ids");
  static final Key<Path> FILE = Key.required("file", ValueTypes.PATH, "the file");
  private static final Key<String> NPZ_INPUTS =
      Key.of("inputs", ValueTypes.TEXT, "x", "array of the inputs");
  private static final Key<String> NPZ_LABELS =
      Key.of("labels", ValueTypes.TEXT, "y", "array of the classes");
  private static final Key<String> LABEL =
      Key.of("label", ValueTypes.TEXT, "label", "column of the class; an empty cell means unknown");
  static final Key<Character> SEPARATOR =
      Key.of("separator", SEPARATORS, "comma", "what stands between cells");
  static final Key<String[]> CLASSES =
      Key.free(
          "classes",
          ValueTypes.TEXTS,
          "names in the label's column, in the order of their numbers");
  private static final Key<String[]> INPUTS =
      Key.free(
          "inputs",
          ValueTypes.TEXTS,
          "columns that are inputs, in order; all but the label if left out");
  private static final Key<Double> MISSING =
      Key.free(
          "missing", ValueTypes.NUMBER, "number for missing inputs, which are refused otherwise");
  private static final Key<KeyValues> COLUMNS =
      Key.free(
          "columns",
          ValueTypes.checked(ColumnKeys.SECTION, section -> ColumnKeys.columns(section).value()),
          "which are categories, and how columns are scaled by what the training data hold");
  private static final Key<String> DECIMAL =
      Key.of("decimal", DECIMALS, "point", "what stands before decimals");
  private static final Key<String> IDS =
      Key.of("ids", ValueTypes.TEXT, TokenSequences.IDS, "field of the token ids");
  private static final Key<String> TOKEN_LABEL =
      Key.of("label", ValueTypes.TEXT, "label", "field of the class, or of a class for each token");
  private static final Key<Integer> TOKEN_PADDING =
      Key.of("padding", ValueTypes.INTEGER, 0, "id that fills up shorter sequences");
  private static final Key<Integer> MOST_TOKENS =
      Key.free("most", ValueTypes.INTEGER, "tokens that longer sequences are cut to");
  private static final Key<String[]> FOLDERS =
      Key.free(
          "classes", ValueTypes.TEXTS, "folders of the classes, in the order of their numbers");
  private static final Key<Path> FOLDER =
      Key.required("folder", ValueTypes.PATH, "folder of the folders");
  private static final Key<Integer> HEIGHT =
      Key.required("height", ValueTypes.INTEGER, "height of an image");
  private static final Key<Integer> WIDTH =
      Key.required("width", ValueTypes.INTEGER, "width of an image");
  private static final Key<Boolean> RESIZE =
      Key.of(
          "resize",
          ValueTypes.FLAG,
          false,
          "whether images of other sizes are scaled, not refused");
  private static final Key<ImageFolder.Colour> COLOUR =
      Key.of("colour", COLOURS, "gray", "one channel or red, green and blue");

  static final Key<String[]> TARGETS =
      Key.free(
          "targets",
          ValueTypes.TEXTS,
          "columns that are labels as numbers, or several labels, not a class");
  private static final Key<String> WEIGHT =
      Key.free("weight", ValueTypes.TEXT, "column of the examples' weights, the labels \"weight\"");
  private static final Key<Integer> IGNORED =
      Key.free("ignored", ValueTypes.INTEGER, "number in the labels that means no label, 255 say");

  private static final Key<Dataset> SOURCE =
      Key.required("data", KindGroups.DATA, "the data that have inputs of whole numbers");
  private static final Key<String> NAME =
      Key.required("name", ValueTypes.TEXT, "the new input's name");
  private static final Key<String> FROM =
      Key.of("ids", ValueTypes.TEXT, TokenSequences.IDS, "the input of the token ids");
  private static final Key<Integer> OF_PADDING =
      Key.of("padding", ValueTypes.INTEGER, 0, "the id where the mask is 0; it is 1 elsewhere");
  private static final Key<String> LIKE =
      Key.of("like", ValueTypes.TEXT, TokenSequences.IDS, "the input whose shape it has");
  private static final Key<Integer> VALUE =
      Key.of("value", ValueTypes.INTEGER, 0, "the number everywhere");
  private static final Key<List<JavaExpression<KeyValues>>> MASKS =
      Key.free(
          "masks",
          ValueTypes.list(Section.of("mask", NAME, FROM, OF_PADDING)),
          "masks of what is no padding, which counts nowhere then");
  private static final Key<List<JavaExpression<KeyValues>>> CONSTANTS =
      Key.free(
          "constants",
          ValueTypes.list(Section.of("constant", NAME, LIKE, VALUE)),
          "inputs that are one number everywhere, token_type_ids say");

  /** Adds the data sets and the formats of tables. */
  static void addTo(KindRegistry registry) {
    registry.add(
        KindGroups.DATA,
        Kind.built(
            "idx",
            "Images and labels in MNIST's format",
            DataKinds::idx,
            IMAGES,
            LABELS,
            SCALE,
            FLAT),
        Kind.built(
            "npy",
            "Two NumPy files",
            DataKinds::npy,
            NPY_INPUTS,
            NPY_LABELS,
            SCALE,
            FLAT,
            FLOATS,
            IGNORED),
        Kind.built(
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
        Kind.built(
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
        Kind.built(
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
        Kind.built(
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
        Kind.built(
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
        Kind.built(
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
        Kind.built(
            "derived",
            "Other data with more inputs: masks of what is no padding, and constants",
            DataKinds::derived,
            SOURCE,
            MASKS,
            CONSTANTS));
    registry.add(
        KindGroups.TABLES,
        Kind.built("csv", "A table with a heading", values -> JavaExpression.literal(CSV, "CSV")),
        Kind.built(
            "jsonl", "A JSON object on each line", values -> JavaExpression.literal(JSON, "JSON")));
  }

  private static Kind<Character> separator(String name, char value, String java) {
    return Kind.built(name, "A " + name, values -> JavaExpression.literal(value, java));
  }

  private static JavaExpression<DerivedInputs> derived(KeyValues values) {
    JavaExpression<DerivedInputs> data = JavaExpression.call(DerivedInputs::of, values.get(SOURCE));
    for (JavaExpression<KeyValues> item : values.findValue(MASKS).orElse(List.of())) {
      KeyValues mask = item.value();
      data = data.then(DerivedInputs::mask, mask.get(NAME), mask.get(FROM), mask.get(OF_PADDING));
    }
    for (JavaExpression<KeyValues> item : values.findValue(CONSTANTS).orElse(List.of())) {
      KeyValues constant = item.value();
      data =
          data.then(
              DerivedInputs::constant, constant.get(NAME), constant.get(LIKE), constant.get(VALUE));
    }
    return data;
  }

  private static JavaExpression<ImageDataset> idx(KeyValues values) {
    JavaExpression<ImageDataset> data =
        JavaExpression.call(
            IdxReader::images, idx(values.get(IMAGES)), idx(values.get(LABELS)), values.get(SCALE));
    return values.value(FLAT) ? data.then(ImageDataset::flat) : data;
  }

  private static JavaExpression<IdxArray> idx(JavaExpression<Path> file) {
    return JavaExpression.call(IdxReader::read, file);
  }

  private static JavaExpression<Dataset> npy(KeyValues values) {
    return arrays(
        values,
        JavaExpression.call(NpyReader::read, values.get(NPY_INPUTS)),
        JavaExpression.call(NpyReader::read, values.get(NPY_LABELS)));
  }

  private static JavaExpression<Dataset> npz(KeyValues values) {
    JavaExpression<Path> file = values.get(FILE);
    return arrays(
        values,
        JavaExpression.call(NpyReader::read, file, values.get(NPZ_INPUTS)),
        JavaExpression.call(NpyReader::read, file, values.get(NPZ_LABELS)));
  }

  private static JavaExpression<Dataset> arrays(
      KeyValues values, JavaExpression<NpyArray> inputs, JavaExpression<NpyArray> labels) {
    JavaExpression<NpyArray> numbers =
        values.value(FLOATS) ? inputs.then(NpyArray::floats) : inputs;
    JavaExpression<NpyArray> shaped = values.value(FLAT) ? numbers.then(NpyArray::flat) : numbers;
    JavaExpression<Dataset> data =
        JavaExpression.call(NpyReader::dataset, shaped, labels, values.get(SCALE));
    return values
        .find(IGNORED)
        .map(
            ignored ->
                JavaExpression.<Dataset, String, Integer, Dataset>call(
                    IgnoredLabels::of, data, JavaExpression.text(Batch.LABELS), ignored))
        .orElse(data);
  }

  private static JavaExpression<Dataset> csv(KeyValues values) {
    JavaExpression<CsvTable> table =
        JavaExpression.call(CsvTable::of, label(values))
            .then(CsvTable::withSeparator, values.get(SEPARATOR));
    boolean comma = values.value(DECIMAL).equals(",");
    return table(values, CSV, comma ? table.then(CsvTable::decimalComma) : table);
  }

  private static JavaExpression<Dataset> jsonl(KeyValues values) {
    return table(values, JSON, JavaExpression.call(JsonLines::of, label(values)));
  }

  private static JavaExpression<TokenSequences> tokens(KeyValues values) {
    return JavaExpression.call(TokenLines::new, values.get(IDS), values.get(TOKEN_LABEL))
        .with(TokenLines::withIgnored, values.find(IGNORED))
        .then(TokenLines::read, values.get(FILE))
        .then(TokenSequences::withPadding, values.get(TOKEN_PADDING))
        .with(TokenSequences::truncated, values.find(MOST_TOKENS));
  }

  private static JavaExpression<Dataset> parquet(KeyValues values) {
    return table(values, parquet(values.location()));
  }

  /**
   * The format of Parquet files, which an artifact of its own adds where it is on the class path.
   */
  static TableFormat<?> parquet(ConfigLocation location) {
    Kind<? extends TableFormat<?>> kind = KindGroups.TABLES.kinds().get("parquet");
    if (kind == null) {
      location.refuse(
          "Parquet files need the artifact org.distill4j:distill-parquet, expected it on the class"
              + " path.\nMaybe add it, or write the table as CSV.");
      return JSON;
    }
    return kind.read(new Node.Text("", location.line()), location).orElseThrow().value();
  }

  private static <T extends TableSource> JavaExpression<Dataset> table(
      KeyValues values, TableFormat<T> format) {
    return table(values, format, JavaExpression.call(format.of(), label(values)));
  }

  private static <T extends TableSource> JavaExpression<Dataset> table(
      KeyValues values, TableFormat<T> format, JavaExpression<T> plain) {
    JavaExpression<T> table = plain.with(format.withClasses(), values.find(CLASSES));
    Optional<KeyValues> columns = values.findValue(COLUMNS);
    if (columns.isPresent()) {
      requireAlone(values);
      return JavaExpression.widened(ColumnKeys.read(columns.get(), table, values.get(FILE)));
    }
    JavaExpression<T> chosen =
        table
            .with(format.withInputs(), values.find(INPUTS))
            .with(format.withMissing(), values.find(MISSING));
    JavaExpression<Dataset> data = read(values, chosen);
    JavaExpression<Dataset> labelled =
        values.find(TARGETS).map(names -> labels(data, Batch.LABELS, names)).orElse(data);
    return values
        .find(WEIGHT)
        .map(name -> labels(labelled, "weight", JavaExpression.array(String.class, List.of(name))))
        .orElse(labelled);
  }

  private static JavaExpression<Dataset> read(
      KeyValues values, JavaExpression<? extends TableSource> table) {
    List<JavaExpression<String>> labels =
        Stream.concat(
                values.findValue(TARGETS).stream().flatMap(Stream::of).map(JavaExpression::text),
                values.find(WEIGHT).stream())
            .toList();
    return labels.isEmpty()
        ? JavaExpression.call(TableSource::read, table, values.get(FILE))
        : JavaExpression.call(
            TableSource::read, table, values.get(FILE), JavaExpression.array(String.class, labels));
  }

  private static JavaExpression<Dataset> labels(
      JavaExpression<Dataset> data, String name, JavaExpression<String[]> columns) {
    return JavaExpression.call(LabelColumns::of, data, JavaExpression.text(name), columns);
  }

  /** The column of the class; none where other columns are the labels. */
  private static JavaExpression<String> label(KeyValues values) {
    return values.find(TARGETS).isPresent() ? JavaExpression.text("") : values.get(LABEL);
  }

  private static void requireAlone(KeyValues values) {
    if (Stream.of(INPUTS, MISSING, TARGETS, WEIGHT).anyMatch(key -> values.find(key).isPresent())) {
      values
          .location()
          .refuse(
              " has columns beside inputs, missing, targets or weight",
              "columns alone",
              "write columns: {numbers: [a], missing: mean}");
    }
  }

  private static JavaExpression<ImageDataset> images(KeyValues values) {
    JavaExpression<Integer> height = values.get(HEIGHT);
    JavaExpression<Integer> width = values.get(WIDTH);
    JavaExpression<ImageFolder.Colour> colour = values.get(COLOUR);
    JavaExpression<ImageFolder> folder =
        values.value(RESIZE)
            ? JavaExpression.call(ImageFolder::resized, height, width, colour)
            : JavaExpression.call(ImageFolder::exact, height, width, colour);
    JavaExpression<ImageDataset> data =
        folder
            .with(ImageFolder::withClasses, values.find(FOLDERS))
            .then(ImageFolder::read, values.get(FOLDER), values.get(SCALE));
    return values.value(FLAT) ? data.then(ImageDataset::flat) : data;
  }
}
