package org.distill4j.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.distill4j.core.rounds.EngineChoice;
import org.distill4j.core.rounds.ModelCode;
import org.distill4j.core.rounds.OuterStep;
import org.distill4j.core.rounds.Recipe;
import org.distill4j.core.rounds.RoundPlan;
import org.distill4j.core.rounds.RoundPlan.InnerState;
import org.distill4j.core.rounds.TrainingCode;
import org.distill4j.model.Weights;
import org.distill4j.program.OutputSpecs;
import org.distill4j.train.StopSignal;
import org.distill4j.train.TrainingListener;

/**
 * Trains a student on rows that a teacher has seen, by many workers in rounds (see {@link
 * RoundPlan}). The columns of the teacher's outputs are those with a prefix, as {@link
 * TeacherTransformer} makes them; without any, the student learns from labels alone.
 *
 * <pre>{@code
 * Dataset<Row> taught = new TeacherTransformer(teacher, weights).transform(images);
 * TeacherCache.write(taught, "s3a://bucket/taught");
 * DistilledModel student =
 *     new DistillEstimator(Recipe.of(new DigitsCode(128, 4)))
 *         .setNumWorkers(8)
 *         .setLocalSteps(50)
 *         .setRounds(60)
 *         .fit(TeacherCache.open(spark, "s3a://bucket/taught").rows());
 * }</pre>
 *
 * <p>A row belongs to the worker id mod W, and a worker takes its rows in the order of their ids:
 * so the result depends neither on partitions nor on which executor ran what, and equals that of
 * {@link org.distill4j.core.rounds.InProcessWorkers} bit for bit on the same backend.
 */
public final class DistillEstimator extends Estimator<DistilledModel>
    implements DefaultParamsWritable {
  private static final long serialVersionUID = 1;

  private final String uid;
  private final Param<String> recipe;
  private final StringArrayParam inputCols;
  private final Param<String> labelCol;
  private final Param<String> labelKind;
  private final Param<String> idCol;
  private final Param<String> teacherPrefix;
  private final IntParam numWorkers;
  private final IntParam localSteps;
  private final IntParam rounds;
  private final IntParam batchSize;
  private final LongParam seed;
  private final Param<String> innerState;
  private final DoubleParam outerRate;
  private final DoubleParam outerMomentum;
  private final Param<String> backend;
  private final IntParam threads;
  private final Param<String> checkpointDir;
  private final IntParam checkpointInterval;
  private final LongParam sliceAbove;
  private transient List<TrainingListener> listeners = new ArrayList<>();
  private transient StopSignal stop = new StopSignal();

  /**
   * Creates an estimator without a recipe, for Spark's reader.
   *
   * @param uid its id in a pipeline
   */
  public DistillEstimator(String uid) {
    this.uid = uid;
    this.recipe = text("recipe", "the student and how it is trained, as the text of a recipe");
    this.inputCols =
        new StringArrayParam(this, "inputCols", "the columns of the model's inputs, in its order");
    this.labelCol = text("labelCol", "the column of the labels; empty for none");
    this.labelKind = text("labelKind", "what labels are: class, or numbers");
    this.idCol = text("idCol", "the column of the examples' ids, each there once");
    this.teacherPrefix = text("teacherPrefix", "before the names of the teacher's outputs");
    this.numWorkers = count("numWorkers", "the number of workers, W");
    this.localSteps = count("localSteps", "steps of a worker in a round, H; 1 for synchronous");
    this.rounds = count("rounds", "the number of rounds");
    this.batchSize = count("batchSize", "the number of examples of a worker's step");
    this.seed = new LongParam(this, "seed", "of initial weights, batch orders and dropout");
    this.innerState = text("innerState", "of workers' optimizers between rounds: reset or kept");
    this.outerRate = new DoubleParam(this, "outerRate", "the rate of the outer step");
    this.outerMomentum = new DoubleParam(this, "outerMomentum", "its Nesterov momentum");
    this.backend = text("backend", "the backend's name; empty for the only one");
    this.threads = count("threads", "threads of a worker, as spark.task.cpus");
    this.checkpointDir = text("checkpointDir", "where to keep rounds; empty for nowhere");
    this.checkpointInterval = count("checkpointInterval", "rounds from one to the next");
    this.sliceAbove =
        new LongParam(this, "sliceAbove", "bytes of all workers' values to be sent in slices");
    setDefaults();
  }

  /**
   * An estimator of a student.
   *
   * @param code the student and how it is trained
   * @throws IllegalArgumentException if the code is not of a training
   */
  public DistillEstimator(Recipe code) {
    this(Identifiable$.MODULE$.randomUID("distill"));
    code.code(TrainingCode.class);
    set(recipe, code.text());
  }

  private Param<String> text(String name, String doc) {
    return new Param<>(this, name, doc);
  }

  private IntParam count(String name, String doc) {
    return new IntParam(this, name, doc, ParamValidators.gtEq(1));
  }

  private void setDefaults() {
    setDefault(inputCols, new String[] {"features"});
    setDefault(labelCol, "label");
    setDefault(labelKind, "class");
    setDefault(idCol, "id");
    setDefault(teacherPrefix, TeacherTransformer.PREFIX);
    setDefault(numWorkers, 2);
    setDefault(localSteps, 50);
    setDefault(rounds, 50);
    setDefault(batchSize, 64);
    setDefault(seed, 0L);
    setDefault(innerState, "reset");
    setDefault(outerRate, OuterStep.standard().rate());
    setDefault(outerMomentum, OuterStep.standard().momentum());
    setDefault(backend, "");
    setDefault(threads, 1);
    setDefault(checkpointDir, "");
    setDefault(checkpointInterval, 1);
    setDefault(sliceAbove, 256L << 20);
  }

  /** {@return the parameter "recipe": the student and its training, as the text of a recipe} */
  public Param<String> recipe() {
    return recipe;
  }

  /** {@return the parameter "inputCols": the columns of the model's inputs, in its order} */
  public StringArrayParam inputCols() {
    return inputCols;
  }

  /** {@return the parameter "labelCol": the column of the labels, empty for none} */
  public Param<String> labelCol() {
    return labelCol;
  }

  /** {@return the parameter "labelKind": the kind of labels: class, or numbers} */
  public Param<String> labelKind() {
    return labelKind;
  }

  /** {@return the parameter "idCol": the column of the examples' ids} */
  public Param<String> idCol() {
    return idCol;
  }

  /** {@return the parameter "teacherPrefix": the prefix of the names of the teacher's outputs} */
  public Param<String> teacherPrefix() {
    return teacherPrefix;
  }

  /** {@return the parameter "numWorkers": the number of workers} */
  public IntParam numWorkers() {
    return numWorkers;
  }

  /** {@return the parameter "localSteps": the number of steps of a worker in a round} */
  public IntParam localSteps() {
    return localSteps;
  }

  /** {@return the parameter "rounds": the number of rounds} */
  public IntParam rounds() {
    return rounds;
  }

  /** {@return the parameter "batchSize": the number of examples of a worker's step} */
  public IntParam batchSize() {
    return batchSize;
  }

  /** {@return the parameter "seed": the seed of initial weights, batch orders and dropout} */
  public LongParam seed() {
    return seed;
  }

  /** {@return the parameter "innerState": the treatment of workers' optimizers between rounds} */
  public Param<String> innerState() {
    return innerState;
  }

  /** {@return the parameter "outerRate": the rate of the outer step} */
  public DoubleParam outerRate() {
    return outerRate;
  }

  /** {@return the parameter "outerMomentum": the Nesterov momentum of the outer step} */
  public DoubleParam outerMomentum() {
    return outerMomentum;
  }

  /** {@return the parameter "backend": the backend's name, empty for the only one} */
  public Param<String> backend() {
    return backend;
  }

  /** {@return the parameter "threads": the number of threads of a worker} */
  public IntParam threads() {
    return threads;
  }

  /**
   * {@return the parameter "checkpointDir": the folder for checkpoints of rounds, empty for none}
   */
  public Param<String> checkpointDir() {
    return checkpointDir;
  }

  /**
   * {@return the parameter "checkpointInterval": the number of rounds from one checkpoint to the
   * next}
   */
  public IntParam checkpointInterval() {
    return checkpointInterval;
  }

  /**
   * {@return the parameter "sliceAbove": the bytes of all workers' values above which they are sent
   * in slices}
   */
  public LongParam sliceAbove() {
    return sliceAbove;
  }

  /**
   * Names the columns of the model's inputs.
   *
   * @param columns vectors, arrays of numbers or numbers, in the order of the model's inputs
   * @return this
   */
  public DistillEstimator setInputCols(String... columns) {
    set(inputCols, columns);
    return this;
  }

  /**
   * Names the column of the labels.
   *
   * @param column its name; empty for none
   * @return this
   */
  public DistillEstimator setLabelCol(String column) {
    set(labelCol, column);
    return this;
  }

  /**
   * Sets the kind of labels.
   *
   * @param kind "class" for numbers of classes, −1 or null where unknown, or "numbers"
   * @return this
   */
  public DistillEstimator setLabelKind(String kind) {
    set(labelKind, kind);
    return this;
  }

  /**
   * Names the column of the examples' ids.
   *
   * @param column whole numbers, each there once
   * @return this
   */
  public DistillEstimator setIdCol(String column) {
    set(idCol, column);
    return this;
  }

  /**
   * Sets the prefix of the names of the teacher's outputs.
   *
   * @param prefix the prefix of the columns
   * @return this
   */
  public DistillEstimator setTeacherPrefix(String prefix) {
    set(teacherPrefix, prefix);
    return this;
  }

  /**
   * Sets the number of workers, W.
   *
   * @param count the number, at least 1
   * @return this
   */
  public DistillEstimator setNumWorkers(int count) {
    set(numWorkers, count);
    return this;
  }

  /**
   * Sets the number of steps of a worker in a round, H; 1 averages gradients.
   *
   * @param steps the number, at least 1
   * @return this
   */
  public DistillEstimator setLocalSteps(int steps) {
    set(localSteps, steps);
    return this;
  }

  /**
   * Sets the number of rounds; {@link RoundPlan#roundsFor} computes it from epochs.
   *
   * @param count the number, at least 1, and better 30 or more
   * @return this
   */
  public DistillEstimator setRounds(int count) {
    set(rounds, count);
    return this;
  }

  /**
   * Sets the number of examples of a worker's step.
   *
   * @param examples the number, at least 1
   * @return this
   */
  public DistillEstimator setBatchSize(int examples) {
    set(batchSize, examples);
    return this;
  }

  /**
   * Sets the seed of initial weights, batch orders and dropout.
   *
   * @param value the seed
   * @return this
   */
  public DistillEstimator setSeed(long value) {
    set(seed, value);
    return this;
  }

  /**
   * Sets the treatment of workers' optimizers between rounds.
   *
   * @param state "reset", or "kept", which needs a folder of checkpoints
   * @return this
   */
  public DistillEstimator setInnerState(String state) {
    set(innerState, state);
    return this;
  }

  /**
   * Sets the rate of the outer step.
   *
   * @param rate the rate, above 0
   * @return this
   */
  public DistillEstimator setOuterRate(double rate) {
    set(outerRate, rate);
    return this;
  }

  /**
   * Sets the Nesterov momentum of the outer step.
   *
   * @param momentum the momentum, in [0, 1)
   * @return this
   */
  public DistillEstimator setOuterMomentum(double momentum) {
    set(outerMomentum, momentum);
    return this;
  }

  /**
   * Chooses the backend of the workers.
   *
   * @param name its name; empty for the only one on the executors' class path
   * @return this
   */
  public DistillEstimator setBackend(String name) {
    set(backend, name);
    return this;
  }

  /**
   * Sets the number of threads of a worker, which should be spark.task.cpus.
   *
   * @param count the number, at least 1
   * @return this
   */
  public DistillEstimator setThreads(int count) {
    set(threads, count);
    return this;
  }

  /**
   * Sets a folder for checkpoints of rounds, from which a training that is started again resumes.
   *
   * @param folder a folder on any file system of Hadoop; empty for none
   * @return this
   */
  public DistillEstimator setCheckpointDir(String folder) {
    set(checkpointDir, folder);
    return this;
  }

  /**
   * Sets the number of rounds from one checkpoint to the next.
   *
   * @param count the number, at least 1
   * @return this
   */
  public DistillEstimator setCheckpointInterval(int count) {
    set(checkpointInterval, count);
    return this;
  }

  /**
   * Sets the bytes of all workers' values together above which they are averaged in slices on the
   * executors.
   *
   * @param bytes the bytes
   * @return this
   */
  public DistillEstimator setSliceAbove(long bytes) {
    set(sliceAbove, bytes);
    return this;
  }

  /**
   * Adds a listener of rounds; listeners are not saved.
   *
   * @param listener who hears of it, on the driver
   * @return this
   */
  public DistillEstimator addListener(TrainingListener listener) {
    listeners.add(listener);
    return this;
  }

  /**
   * Sets a signal that ends a training after a round; the signal is not saved.
   *
   * @param signal who wants it to stop is heard here
   * @return this
   */
  public DistillEstimator setStop(StopSignal signal) {
    stop = signal;
    return this;
  }

  @Override
  public String uid() {
    return uid;
  }

  private TrainingCode code() {
    return Recipe.parse(getOrDefault(recipe)).code(TrainingCode.class);
  }

  /** {@return the numbers of the training} */
  RoundPlan plan() {
    double rate = (Double) getOrDefault(outerRate);
    double momentum = (Double) getOrDefault(outerMomentum);
    return RoundPlan.of(
            (Integer) getOrDefault(numWorkers),
            (Integer) getOrDefault(localSteps),
            (Integer) getOrDefault(rounds))
        .withBatchSize((Integer) getOrDefault(batchSize))
        .withSeed((Long) getOrDefault(seed))
        .withInnerState(
            ChoiceParams.indexOf("innerState", getOrDefault(innerState), "reset", "kept") == 0
                ? InnerState.RESET
                : InnerState.KEPT)
        .withOuter(new OuterStep(rate, momentum));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    Schemas.requireIds(schema, getOrDefault(idCol));
    for (String column : getOrDefault(inputCols)) {
      Schemas.requireNumbers(schema, column);
    }
    if (!getOrDefault(labelCol).isEmpty()) {
      Schemas.requireNumbers(schema, getOrDefault(labelCol));
    }
    return model(Weights.of(Map.of())).added(schema, OutputSpecs.find(code().model()), "");
  }

  private DistilledModel model(Weights weights) {
    Recipe code = Recipe.parse(getOrDefault(recipe));
    return new DistilledModel(uid)
        .setRecipe(code)
        .setWeights(weights)
        .setInputCols(getOrDefault(inputCols))
        .setBackend(getOrDefault(backend))
        .setThreads((Integer) getOrDefault(threads));
  }

  /**
   * Trains the student.
   *
   * @throws IllegalArgumentException if a column is missing or of another type, an id is null or
   *     there twice, a worker has no rows, code and rows do not fit, or the folder of checkpoints
   *     is another training's
   * @throws org.distill4j.backend.BackendNotFoundException if an executor lacks the backend
   */
  @Override
  public DistilledModel fit(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    Dataset<Row> rows = dataset.toDF();
    ExampleLayout layout = layout(rows);
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
    EngineChoice engine = EngineChoice.of(getOrDefault(backend), (Integer) getOrDefault(threads));
    SparkTraining training =
        new SparkTraining(
            spark,
            Recipe.parse(getOrDefault(recipe)),
            plan(),
            engine,
            getOrDefault(checkpointDir),
            (Integer) getOrDefault(checkpointInterval),
            (Long) getOrDefault(sliceAbove));
    Weights weights = training.train(rows, layout, listeners, stop);
    DistilledModel model = model(weights);
    model.setParent(this);
    return model;
  }

  /** Reads a row where lengths are not known before. */
  private ExampleLayout layout(Dataset<Row> rows) {
    ModelCode model = code();
    String[] columns = getOrDefault(inputCols);
    return new ExampleLayout(
        getOrDefault(idCol),
        rows.schema().fieldIndex(getOrDefault(idCol)),
        InputColumns.inputs(rows, model.model().inputs(), columns),
        InputColumns.labels(
            rows,
            getOrDefault(labelCol),
            ChoiceParams.indexOf("labelKind", getOrDefault(labelKind), "class", "numbers") == 0),
        InputColumns.teacher(rows, getOrDefault(teacherPrefix)),
        InputColumns.fingerprint(rows.schema(), getOrDefault(teacherPrefix)));
  }

  @Override
  public DistillEstimator copy(ParamMap extra) {
    DistillEstimator copy = copyValues(new DistillEstimator(uid), extra);
    copy.listeners = new ArrayList<>(listeners);
    copy.stop = stop;
    return copy;
  }

  /** {@return a reader of saved estimators} */
  public static MLReader<DistillEstimator> read() {
    return new DefaultParamsReadable<DistillEstimator>() {}.read();
  }

  /**
   * Loads a saved estimator.
   *
   * @param path its folder
   * @return the estimator
   */
  public static DistillEstimator load(String path) {
    return read().load(path);
  }
}
