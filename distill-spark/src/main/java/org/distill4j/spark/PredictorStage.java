package org.distill4j.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.distill4j.backend.Session;
import org.distill4j.core.rounds.EngineChoice;
import org.distill4j.core.rounds.ModelCode;
import org.distill4j.core.rounds.Recipe;
import org.distill4j.core.rounds.TeacherCode;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.model.Weights;
import org.distill4j.program.OutputSpecs;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.TensorSpec;

/**
 * A model with its weights that adds its outputs to rows, in batches on the executors. It is saved
 * as Spark ML saves stages, with {@code weights.safetensors} beside the metadata.
 *
 * @param <M> the stage itself
 */
public abstract class PredictorStage<M extends PredictorStage<M>> extends Model<M>
    implements DefaultParamsWritable {
  private static final long serialVersionUID = 1;

  private final String uid;
  private final Param<String> recipe;
  private final StringArrayParam inputCols;
  private final Param<String> backend;
  private final IntParam threads;
  private final IntParam batchSize;
  private transient Optional<Weights> weights = Optional.empty();
  private transient Optional<Description> description = Optional.empty();

  /** The facts of the model that need no rows. */
  record Description(
      Map<String, TensorSpec> inputs, Map<String, TensorSpec> outputs, String fingerprint) {}

  /**
   * A stage with the defaults.
   *
   * @param uid its id in a pipeline
   */
  protected PredictorStage(String uid) {
    this.uid = uid;
    this.recipe = new Param<>(this, "recipe", "the model's code, as the text of a recipe");
    this.inputCols =
        new StringArrayParam(this, "inputCols", "the columns of the model's inputs, in its order");
    this.backend = new Param<>(this, "backend", "the backend's name; empty for the only one");
    this.threads = new IntParam(this, "threads", "threads of a predictor", ParamValidators.gtEq(1));
    this.batchSize =
        new IntParam(this, "batchSize", "rows that are predicted at once", ParamValidators.gtEq(1));
    setDefault(inputCols, new String[] {"features"});
    setDefault(backend, "");
    setDefault(threads, 1);
    setDefault(batchSize, 256);
  }

  @Override
  public String uid() {
    return uid;
  }

  /** {@return the parameter "recipe": the model's code} */
  public Param<String> recipe() {
    return recipe;
  }

  /** {@return the parameter "inputCols": the columns of the model's inputs, in its order} */
  public StringArrayParam inputCols() {
    return inputCols;
  }

  /** {@return the parameter "backend": the backend's name, empty for the only one} */
  public Param<String> backend() {
    return backend;
  }

  /** {@return the parameter "threads": the number of threads of a predictor} */
  public IntParam threads() {
    return threads;
  }

  /** {@return the parameter "batchSize": the number of rows that are predicted at once} */
  public IntParam batchSize() {
    return batchSize;
  }

  /** {@return this stage as its own class} */
  abstract M self();

  /** {@return an empty stage of this class} */
  abstract M empty(String id);

  /** {@return the columns for the outputs} */
  abstract List<OutputColumn> columns(Map<String, TensorSpec> outputs, String fingerprint);

  /**
   * Names the columns of the model's inputs.
   *
   * @param columns vectors, arrays of numbers or numbers, in the order of the model's inputs
   * @return this
   */
  public M setInputCols(String... columns) {
    set(inputCols, columns);
    return self();
  }

  /**
   * Chooses the backend.
   *
   * @param name its name; empty for the only one on the executors' class path
   * @return this
   */
  public M setBackend(String name) {
    set(backend, name);
    return self();
  }

  /**
   * Sets the number of threads of a predictor, which should be spark.task.cpus.
   *
   * @param count the number, at least 1
   * @return this
   */
  public M setThreads(int count) {
    set(threads, count);
    return self();
  }

  /**
   * Sets the number of rows that are predicted at once.
   *
   * @param rows the number, at least 1
   * @return this
   */
  public M setBatchSize(int rows) {
    set(batchSize, rows);
    return self();
  }

  final M setRecipe(Recipe code) {
    set(recipe, code.text());
    description = Optional.empty();
    return self();
  }

  final M setWeights(Weights values) {
    weights = Optional.of(values);
    description = Optional.empty();
    return self();
  }

  /** {@return the model's weights} */
  public Weights weights() {
    return weights.orElseThrow(
        () ->
            new IllegalStateException(
                uid + " has no weights, expected those of its model.\nMaybe load it instead."));
  }

  private Recipe code() {
    return Recipe.parse(getOrDefault(recipe));
  }

  private EngineChoice engine() {
    return EngineChoice.of(getOrDefault(backend), (Integer) getOrDefault(threads));
  }

  /** Opens an engine only for teachers that are not models. */
  final Description described() {
    if (description.isEmpty()) {
      description = Optional.of(describe(code().code(TeacherCode.class)));
    }
    return description.get();
  }

  private Description describe(TeacherCode code) {
    if (code instanceof ModelCode model) {
      return new Description(
          model.model().inputs(),
          OutputSpecs.find(model.model()),
          ModelTeacher.fingerprint(model.model(), weights()));
    }
    try (Session session = engine().open()) {
      Teacher teacher = code.teacher(session, weights());
      return new Description(teacher.inputs(), teacher.outputs(), teacher.fingerprint());
    }
  }

  /** {@return the SHA-256 of the model's computation and of its weights} */
  public String fingerprint() {
    return described().fingerprint();
  }

  @Override
  public StructType transformSchema(StructType schema) {
    for (String column : getOrDefault(inputCols)) {
      Schemas.requireNumbers(schema, column);
    }
    return added(schema, described().outputs(), described().fingerprint());
  }

  /** Returns a schema followed by the columns of the outputs. */
  final StructType added(
      StructType schema, Map<String, TensorSpec> outputs, String teacherFingerprint) {
    StructType all = schema;
    for (OutputColumn column : columns(outputs, teacherFingerprint)) {
      Schemas.requireAbsent(all, column.column());
      all = all.add(column.field());
    }
    return all;
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    Dataset<Row> rows = dataset.toDF();
    StructType schema = transformSchema(rows.schema());
    Description described = described();
    List<InputColumn> inputs =
        InputColumns.inputs(rows, described.inputs(), getOrDefault(inputCols));
    Broadcast<byte[]> bytes =
        JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext())
            .broadcast(WeightsFile.encode(weights()).array());
    PredictRows predict =
        new PredictRows(
            code(),
            engine(),
            described.fingerprint(),
            bytes,
            inputs,
            columns(described.outputs(), described.fingerprint()),
            (Integer) getOrDefault(batchSize));
    return Schemas.as(schema, rows.mapPartitions(predict, Encoders.row(schema)));
  }

  @Override
  public M copy(ParamMap extra) {
    M copy = copyValues(empty(uid), extra);
    weights.ifPresent(copy::setWeights);
    copy.setParent(parent());
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
        } catch (IOException error) {
          throw new UncheckedIOException(error);
        }
        StageWeights.write(path, sc().hadoopConfiguration(), weights());
      }
    };
  }
}
