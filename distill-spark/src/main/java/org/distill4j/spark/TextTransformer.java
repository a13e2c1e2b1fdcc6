package org.distill4j.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.text.Tokenizer;
import org.distill4j.text.Tokenizers;

/**
 * A tokenizer as a stage: adds the token ids of a column of texts, or of the pairs of two, and the
 * mask that is 1 at tokens and 0 at padding. All rows get arrays of one length, as {@link
 * DistillEstimator} and {@link TeacherTransformer} want them; a longer text loses its end.
 *
 * <p>The tokenizer's files are sent to the executors, and saved beside the stage's metadata. It
 * needs the artifact {@code distill-text}, on the executors too.
 */
public final class TextTransformer extends Transformer implements DefaultParamsWritable {
  private static final long serialVersionUID = 1;
  private static final String FOLDER = "tokenizer";

  private final String uid;
  private final StringArrayParam inputCols;
  private final Param<String> idsCol;
  private final Param<String> maskCol;
  private final IntParam length;
  private transient Optional<Map<String, byte[]>> files = Optional.empty();

  /**
   * Creates an empty stage, for Spark's reader.
   *
   * @param uid its id in a pipeline
   */
  public TextTransformer(String uid) {
    this.uid = uid;
    this.inputCols =
        new StringArrayParam(this, "inputCols", "the column of texts, or those of both of a pair");
    this.idsCol = new Param<>(this, "idsCol", "the column of the token ids, which is added");
    this.maskCol = new Param<>(this, "maskCol", "the column of the mask, which is added");
    this.length =
        new IntParam(this, "length", "tokens of each row, with padding", ParamValidators.gtEq(1));
    setDefault(inputCols, new String[] {"text"});
    setDefault(idsCol, TokenSequences.IDS);
    setDefault(maskCol, TokenSequences.MASK);
    setDefault(length, 128);
  }

  /**
   * Creates a stage with a tokenizer.
   *
   * @param tokenizer its folder or file on the driver, as {@link Tokenizers#open} takes it
   * @throws IllegalArgumentException if there is no tokenizer, or it is damaged
   * @throws UncheckedIOException if it cannot be read
   */
  public TextTransformer(java.nio.file.Path tokenizer) {
    this(Identifiable$.MODULE$.randomUID("text"));
    files = Optional.of(Tokenizers.files(tokenizer));
    tokenizer();
  }

  @Override
  public String uid() {
    return uid;
  }

  /** {@return the parameter "inputCols": the column of texts, or those of both of a pair} */
  public StringArrayParam inputCols() {
    return inputCols;
  }

  /** {@return the parameter "idsCol": the column of the token ids} */
  public Param<String> idsCol() {
    return idsCol;
  }

  /** {@return the parameter "maskCol": the column of the mask} */
  public Param<String> maskCol() {
    return maskCol;
  }

  /** {@return the parameter "length": the tokens of each row, with padding} */
  public IntParam length() {
    return length;
  }

  /**
   * Names the column of texts, or those of both texts of each pair.
   *
   * @param columns one or two columns of strings
   * @return this
   */
  public TextTransformer setInputCols(String... columns) {
    set(inputCols, columns);
    return this;
  }

  /**
   * Names the column of the token ids.
   *
   * @param column the name, "input_ids" by default
   * @return this
   */
  public TextTransformer setIdsCol(String column) {
    set(idsCol, column);
    return this;
  }

  /**
   * Names the column of the mask.
   *
   * @param column the name, "attention_mask" by default
   * @return this
   */
  public TextTransformer setMaskCol(String column) {
    set(maskCol, column);
    return this;
  }

  /**
   * Sets the number of tokens of each row.
   *
   * @param tokens the number, special tokens and padding counted; 128 by default
   * @return this
   */
  public TextTransformer setLength(int tokens) {
    set(length, tokens);
    return this;
  }

  private Map<String, byte[]> files() {
    return files.orElseThrow(
        () ->
            new IllegalStateException(
                uid + " has no tokenizer, expected its files.\nMaybe load the stage instead."));
  }

  /**
   * Opens the tokenizer that the rows get their ids from, for example to ask for the size of its
   * vocabulary.
   *
   * @return the tokenizer, limited to the stage's length
   */
  public Tokenizer tokenizer() {
    return TokenizeRows.open(files()).withLongest((Integer) getOrDefault(length));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    String[] columns = getOrDefault(inputCols);
    if (columns.length < 1 || columns.length > 2) {
      throw new IllegalArgumentException(
          "The columns of texts are "
              + Arrays.toString(columns)
              + ", expected one, or two for pairs.\nMaybe join the others into one.");
    }
    for (String column : columns) {
      Schemas.requireText(schema, column);
    }
    ArrayType numbers = DataTypes.createArrayType(DataTypes.IntegerType, false);
    StructType all = schema;
    for (String column : new String[] {getOrDefault(idsCol), getOrDefault(maskCol)}) {
      Schemas.requireAbsent(all, column);
      all = all.add(column, numbers, false);
    }
    return all;
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    Dataset<Row> rows = dataset.toDF();
    StructType schema = transformSchema(rows.schema());
    Broadcast<Map<String, byte[]>> sent =
        JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext())
            .broadcast(new TreeMap<>(files()));
    TokenizeRows tokenize =
        new TokenizeRows(sent, getOrDefault(inputCols), (Integer) getOrDefault(length));
    return Schemas.as(schema, rows.mapPartitions(tokenize, Encoders.row(schema)));
  }

  @Override
  public TextTransformer copy(ParamMap extra) {
    TextTransformer copy = copyValues(new TextTransformer(uid), extra);
    copy.files = files;
    return copy;
  }

  @Override
  public MLWriter write() {
    MLWriter metadata = DefaultParamsWritable.super.write();
    return new MLWriter() {
      @Override
      public void saveImpl(String path) {
        try {
          metadata.session(sparkSession()).save(path);
          Path folder = new Path(path, FOLDER);
          FileSystem system = folder.getFileSystem(sc().hadoopConfiguration());
          for (Map.Entry<String, byte[]> file : files().entrySet()) {
            try (OutputStream out = system.create(new Path(folder, file.getKey()))) {
              out.write(file.getValue());
            }
          }
        } catch (IOException error) {
          throw new UncheckedIOException(error);
        }
      }
    };
  }

  private static Map<String, byte[]> read(Path folder, Configuration hadoop) {
    Map<String, byte[]> contents = new TreeMap<>();
    try {
      FileSystem system = folder.getFileSystem(hadoop);
      for (FileStatus file : system.listStatus(folder)) {
        try (InputStream in = system.open(file.getPath())) {
          contents.put(file.getPath().getName(), in.readAllBytes());
        }
      }
    } catch (IOException error) {
      throw new UncheckedIOException(
          "The tokenizer of a stage could not be read: "
              + error
              + ".\nMaybe the path is misspelt, or not yours.",
          error);
    }
    return contents;
  }

  /** {@return a reader of saved stages} */
  public static MLReader<TextTransformer> read() {
    return new MLReader<>() {
      @Override
      public TextTransformer load(String path) {
        MLReader<TextTransformer> metadata = new DefaultParamsReadable<TextTransformer>() {}.read();
        TextTransformer stage = metadata.session(sparkSession()).load(path);
        stage.files =
            Optional.of(TextTransformer.read(new Path(path, FOLDER), sc().hadoopConfiguration()));
        return stage;
      }
    };
  }

  /**
   * Loads a saved stage.
   *
   * @param path its folder
   * @return the stage
   */
  public static TextTransformer load(String path) {
    return read().load(path);
  }
}
