package org.distill4j.cli.config;

import static org.distill4j.cli.kind.Expression.call;
import static org.distill4j.cli.kind.Expression.choice;
import static org.distill4j.cli.kind.Expression.given;
import static org.distill4j.cli.kind.Key.free;
import static org.distill4j.cli.kind.Key.required;
import static org.distill4j.cli.kind.ValueTypes.FLAG;
import static org.distill4j.cli.kind.ValueTypes.INTEGER;
import static org.distill4j.cli.kind.ValueTypes.LONG;
import static org.distill4j.cli.kind.ValueTypes.NUMBER;
import static org.distill4j.cli.kind.ValueTypes.PATH;
import static org.distill4j.cli.kind.ValueTypes.TEXT;
import static org.distill4j.cli.kind.ValueTypes.TEXTS;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Backends;
import org.distill4j.cli.kind.ConfigLocation;
import org.distill4j.cli.kind.Expression;
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
import org.distill4j.core.data.IdxReader;
import org.distill4j.core.data.IgnoredLabels;
import org.distill4j.core.data.ImageDataset;
import org.distill4j.core.data.ImageFolder;
import org.distill4j.core.data.JsonLines;
import org.distill4j.core.data.LabelColumns;
import org.distill4j.core.data.Normalization;
import org.distill4j.core.data.NpyArray;
import org.distill4j.core.data.NpyReader;
import org.distill4j.core.data.Subset;
import org.distill4j.core.data.TableSource;
import org.distill4j.core.data.TokenLines;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.data.Unlabelled;
import org.distill4j.core.teacher.FeatureInputs;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.model.Model;

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
          Kind.built("point", "As in 0.5", values -> Expression.text(".")),
          Kind.built(
              "comma", "As in 0,5; cells are separated by ; then", values -> Expression.text(",")));

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
      Key.of("flat", FLAG, false, "whether examples are vectors rather than images");

  private static final KindGroup<Normalization> NORMALIZATION =
      KindGroup.of(
          "normalization",
          Kind.of("unit", "byte / 255, in [0, 1]", call(Normalization::unit)),
          Kind.of("centered", "In [−1, 1]", call(Normalization::centered)),
          Kind.of(
              "standard",
              "(byte / 255 − mean) / deviation",
              call(
                  Normalization::new,
                  required("mean", NUMBER, "the mean"),
                  required("deviation", NUMBER, "the deviation"))));

  private static final Key<Normalization> SCALE =
      Key.of("normalization", NORMALIZATION, "unit", "how bytes become numbers");
  private static final Key<Path> IMAGES =
      required("images", PATH, "file of images, gzipped or not");
  private static final Key<Path> LABELS =
      required("labels", PATH, "file of labels, gzipped or not");

  private static final Key<Path> NPY_INPUTS =
      required("inputs", PATH, "file of inputs (examples, …)");
  private static final Key<Path> NPY_LABELS =
      required("labels", PATH, "file of class numbers (examples)");
  private static final Key<Boolean> FLOATS =
      Key.of("floats", FLAG, false, "whether whole numbers are inputs as floats, not as ids");
  static final Key<Path> FILE = required("file", PATH, "the file");
  private static final Key<String> NPZ_INPUTS = Key.of("inputs", TEXT, "x", "array of the inputs");
  private static final Key<String> NPZ_LABELS = Key.of("labels", TEXT, "y", "array of the classes");
  private static final Key<String> LABEL =
      Key.of("label", TEXT, "label", "column of the class; an empty cell means unknown");
  static final Key<Character> SEPARATOR =
      Key.of("separator", SEPARATORS, "comma", "what stands between cells");
  static final Key<String[]> CLASSES =
      free(
          "classes",
          TEXTS,
          "names in the label's column, in the order of their numbers; those that it has, sorted,"
              + " if left out");
  private static final Key<String[]> INPUTS =
      free("inputs", TEXTS, "columns that are inputs, in order; all but the label if left out");
  private static final Key<Double> MISSING =
      free("missing", NUMBER, "number for missing inputs, which are refused otherwise");
  private static final Key<KeyValues> COLUMNS =
      free(
          "columns",
          ValueTypes.checked(ColumnKeys.SECTION, section -> ColumnKeys.columns(section).value()),
          "which are categories, and how columns are scaled by what the training data hold");
  private static final Key<String> DECIMAL =
      Key.of("decimal", DECIMALS, "point", "what stands before decimals");
  private static final Key<String> IDS =
      Key.of("ids", TEXT, TokenSequences.IDS, "field of the token ids");
  private static final Key<String> TOKEN_LABEL =
      Key.of("label", TEXT, "label", "field of the class, or of a class for each token");
  private static final Key<Integer> TOKEN_PADDING =
      Key.of("padding", INTEGER, 0, "id that fills up shorter sequences");
  private static final Key<Integer> MOST_TOKENS =
      free("most", INTEGER, "tokens that longer sequences are cut to");
  private static final Key<String[]> FOLDERS =
      free("classes", TEXTS, "folders of the classes, in the order of their numbers");
  private static final Key<Path> FOLDER = required("folder", PATH, "folder of the folders");
  private static final Key<Integer> HEIGHT = required("height", INTEGER, "height of an image");
  private static final Key<Integer> WIDTH = required("width", INTEGER, "width of an image");
  private static final Key<Boolean> RESIZE =
      Key.of("resize", FLAG, false, "whether images of other sizes are scaled, not refused");
  private static final Key<ImageFolder.Colour> COLOUR =
      Key.of("colour", COLOURS, "gray", "one channel or red, green and blue");

  static final Key<String[]> TARGETS =
      free("targets", TEXTS, "columns that are labels as numbers, or several labels, not a class");
  private static final Key<String> WEIGHT =
      free("weight", TEXT, "column of the examples' weights, the labels \"weight\"");
  private static final Key<Integer> IGNORED =
      free("ignored", INTEGER, "number in the labels that means no label, 255 say");

  private static final Key<Dataset> SOURCE =
      required("data", KindGroups.DATA, "the data that have inputs of whole numbers");
  private static final Key<String> NAME = required("name", TEXT, "the new input's name");
  private static final Key<String> FROM =
      Key.of("ids", TEXT, TokenSequences.IDS, "the input of the token ids");
  private static final Key<Integer> OF_PADDING =
      Key.of("padding", INTEGER, 0, "the id where the mask is 0; it is 1 elsewhere");
  private static final Key<String> LIKE =
      Key.of("like", TEXT, TokenSequences.IDS, "the input whose shape it has");
  private static final Key<Integer> VALUE = Key.of("value", INTEGER, 0, "the number everywhere");
  private static final Key<List<Expression<KeyValues>>> MASKS =
      free(
          "masks",
          ValueTypes.list(Section.of("mask", NAME, FROM, OF_PADDING)),
          "masks of what is no padding, which counts nowhere then");
  private static final Key<List<Expression<KeyValues>>> CONSTANTS =
      free(
          "constants",
          ValueTypes.list(Section.of("constant", NAME, LIKE, VALUE)),
          "inputs that are one number everywhere, token_type_ids say");

  private static final Key<Dataset> WHOLE = required("data", KindGroups.DATA, "the whole data");
  private static final Key<Integer> COUNT = required("count", INTEGER, "how many examples");
  private static final Key<Long> CHOICE = Key.of("seed", LONG, 0, "seed of the random choice");

  private static final Key<Model> ENCODER =
      required("model", KindGroups.MODELS, "a network with weights of its own");
  private static final Key<Path> FEATURES =
      required("cache", PATH, "file that keeps its outputs, which are computed once");
  private static final Key<String> ENGINE =
      free("backend", TEXT, "the engine that computes them, where several are on the class path");

  private static final Expression<Backends> BACKENDS = call(Backends::find);
  private static final Expression<Backend> BACKEND =
      given(
          ENGINE,
          BACKENDS.then(Backends::choose, call(Optional::of, ENGINE)),
          BACKENDS.then(Backends::choose));

  /** Adds the data sets and the formats of tables. */
  static void addTo(KindRegistry registry) {
    registry.add(
        KindGroups.DATA,
        Kind.of(
            "idx",
            "Images and labels in MNIST's format",
            call(
                    IdxReader::images,
                    call(IdxReader::read, IMAGES),
                    call(IdxReader::read, LABELS),
                    SCALE)
                .when(FLAT, ImageDataset::flat)),
        Kind.of(
            "npy",
            "Two NumPy files",
            arrays(call(NpyReader::read, NPY_INPUTS), call(NpyReader::read, NPY_LABELS)),
            NPY_INPUTS,
            NPY_LABELS),
        Kind.of(
            "npz",
            "Two arrays of one NumPy archive",
            arrays(
                call(NpyReader::read, FILE, NPZ_INPUTS), call(NpyReader::read, FILE, NPZ_LABELS)),
            FILE,
            NPZ_INPUTS,
            NPZ_LABELS),
        table(
            "csv",
            "A table with a heading; all columns but the label are inputs",
            DataKinds::csv,
            SEPARATOR,
            DECIMAL),
        table(
            "jsonl",
            "A JSON object on each line; all fields but the label are inputs",
            DataKinds::jsonl),
        Kind.of(
            "tokens",
            "Token ids of mixed lengths, a JSON object on each line",
            call(TokenLines::new, IDS, TOKEN_LABEL)
                .with(TokenLines::withIgnored, IGNORED)
                .then(TokenLines::read, FILE)
                .then(TokenSequences::withPadding, TOKEN_PADDING)
                .with(TokenSequences::truncated, MOST_TOKENS),
            FILE,
            IDS,
            TOKEN_LABEL),
        TextKeys.KIND,
        table(
            "parquet",
            "A Parquet file; all columns but the label are inputs. It needs distill-parquet",
            DataKinds::parquet),
        Kind.of(
            "images",
            "Image files, a folder for each class, numbered in the order of their names",
            call(
                    ImageFolder::read,
                    choice(
                            RESIZE,
                            call(ImageFolder::resized, HEIGHT, WIDTH, COLOUR),
                            call(ImageFolder::exact, HEIGHT, WIDTH, COLOUR))
                        .with(ImageFolder::withClasses, FOLDERS),
                    FOLDER,
                    SCALE)
                .when(FLAT, ImageDataset::flat),
            FOLDER,
            HEIGHT,
            WIDTH,
            COLOUR),
        Kind.built(
            "derived",
            "Other data with more inputs: masks of what is no padding, and constants",
            DataKinds::derived,
            SOURCE,
            MASKS,
            CONSTANTS),
        Kind.of(
            "features",
            "Other data with the outputs of a frozen network as inputs too, computed once",
            call(FeatureInputs::compute, WHOLE, FEATURES, ENCODER, BACKEND)),
        Kind.of(
            "few-labels",
            "Other data of which a random choice of examples keeps its labels",
            call(Unlabelled::exceptRandom, WHOLE, COUNT, CHOICE)),
        Kind.of(
            "sample",
            "A random choice of examples, those that few-labels leaves their labels",
            call(Subset::random, WHOLE, COUNT, CHOICE)));
    registry.add(
        KindGroups.TABLES,
        Kind.built("csv", "A table with a heading", values -> Expression.literal(CSV, "CSV")),
        Kind.built(
            "jsonl", "A JSON object on each line", values -> Expression.literal(JSON, "JSON")));
  }

  private static Kind<Character> separator(String name, char value, String java) {
    return Kind.built(name, "A " + name, values -> Expression.literal(value, java));
  }

  private static Expression<DerivedInputs> derived(KeyValues values) {
    Expression<DerivedInputs> data = call(DerivedInputs::of, values.get(SOURCE));
    for (Expression<KeyValues> mask : values.findValue(MASKS).orElse(List.of())) {
      data = call(DerivedInputs::mask, data, NAME, FROM, OF_PADDING).in(mask.value());
    }
    for (Expression<KeyValues> constant : values.findValue(CONSTANTS).orElse(List.of())) {
      data = call(DerivedInputs::constant, data, NAME, LIKE, VALUE).in(constant.value());
    }
    return data;
  }

  private static Expression<Dataset> arrays(
      Expression<NpyArray> inputs, Expression<NpyArray> labels) {
    Expression<NpyArray> numbers = inputs.when(FLOATS, NpyArray::floats).when(FLAT, NpyArray::flat);
    Expression<Dataset> data = call(NpyReader::dataset, numbers, labels, SCALE);
    return given(
        IGNORED, call(IgnoredLabels::of, data, Expression.text(Batch.LABELS), IGNORED), data);
  }

  private static Kind<Dataset> table(
      String name, String doc, Function<KeyValues, Expression<Dataset>> read, Key<?>... more) {
    List<Key<?>> keys = new ArrayList<>(List.of(FILE, LABEL));
    keys.addAll(List.of(more));
    keys.addAll(List.of(CLASSES, INPUTS, MISSING, COLUMNS, TARGETS, WEIGHT));
    return Kind.built(name, doc, read, keys.toArray(Key<?>[]::new));
  }

  private static Expression<Dataset> csv(KeyValues values) {
    Expression<CsvTable> table =
        call(CsvTable::of, label(values)).then(CsvTable::withSeparator, values.get(SEPARATOR));
    boolean comma = values.value(DECIMAL).equals(",");
    return table(values, CSV, comma ? table.then(CsvTable::decimalComma) : table);
  }

  private static Expression<Dataset> jsonl(KeyValues values) {
    return table(values, JSON, call(JsonLines::of, label(values)));
  }

  private static Expression<Dataset> parquet(KeyValues values) {
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

  private static <T extends TableSource> Expression<Dataset> table(
      KeyValues values, TableFormat<T> format) {
    return table(values, format, call(format.of(), label(values)));
  }

  private static <T extends TableSource> Expression<Dataset> table(
      KeyValues values, TableFormat<T> format, Expression<T> plain) {
    Expression<T> table = named(values, format, plain);
    Optional<KeyValues> columns = values.findValue(COLUMNS);
    if (columns.isPresent()) {
      requireAlone(values);
      return Expression.widened(ColumnKeys.read(columns.get(), table, values.get(FILE)));
    }
    Expression<T> chosen =
        table
            .with(format.withInputs(), values.find(INPUTS))
            .with(format.withMissing(), values.find(MISSING));
    Expression<Dataset> data = read(values, chosen);
    Expression<Dataset> labelled =
        values.find(TARGETS).map(names -> labels(data, Batch.LABELS, names)).orElse(data);
    return values
        .find(WEIGHT)
        .map(name -> labels(labelled, "weight", Expression.array(String.class, List.of(name))))
        .orElse(labelled);
  }

  /** A table with the names of its classes, which are those of its file if none are given. */
  static <T extends TableSource> Expression<T> named(
      KeyValues values, TableFormat<T> format, Expression<T> table) {
    Optional<Expression<String[]>> given = values.find(CLASSES);
    return table.then(
        format.withClasses(),
        given.orElseGet(() -> call(TableSource::classesIn, table, values.get(FILE))));
  }

  private static Expression<Dataset> read(
      KeyValues values, Expression<? extends TableSource> table) {
    List<Expression<String>> labels =
        Stream.concat(
                values.findValue(TARGETS).stream().flatMap(Stream::of).map(Expression::text),
                values.find(WEIGHT).stream())
            .toList();
    return labels.isEmpty()
        ? call(TableSource::read, table, values.get(FILE))
        : call(TableSource::read, table, values.get(FILE), Expression.array(String.class, labels));
  }

  private static Expression<Dataset> labels(
      Expression<Dataset> data, String name, Expression<String[]> columns) {
    return call(LabelColumns::of, data, Expression.text(name), columns);
  }

  /** The column of the class; none where other columns are the labels. */
  private static Expression<String> label(KeyValues values) {
    return values.find(TARGETS).isPresent() ? Expression.text("") : values.get(LABEL);
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
}
