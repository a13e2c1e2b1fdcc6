package org.distill4j.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.Metadata;
import org.distill4j.core.rounds.ModelCode;
import org.distill4j.core.rounds.Recipe;
import org.distill4j.model.Outputs;
import org.distill4j.model.Weights;
import org.distill4j.tensor.TensorSpec;

/**
 * A trained student as a stage that predicts. Of an output named "logits" it makes a prediction
 * (the class, as a double) and a raw prediction (a vector), as Spark's evaluators want them; each
 * other output becomes an array of float in a column of its name with a prefix.
 *
 * <p>Its batches run on the executors, one predictor for each task slot.
 */
public final class DistilledModel extends PredictorStage<DistilledModel> {
  private static final long serialVersionUID = 1;

  private final Param<String> predictionCol;
  private final Param<String> rawPredictionCol;
  private final Param<String> outputPrefix;

  /**
   * Creates an empty stage, for Spark's reader.
   *
   * @param uid its id in a pipeline
   */
  public DistilledModel(String uid) {
    super(uid);
    this.predictionCol = new Param<>(this, "predictionCol", "the column of the class");
    this.rawPredictionCol = new Param<>(this, "rawPredictionCol", "the column of the logits");
    this.outputPrefix = new Param<>(this, "outputPrefix", "before the names of other outputs");
    setDefault(predictionCol, "prediction");
    setDefault(rawPredictionCol, "rawPrediction");
    setDefault(outputPrefix, "output_");
  }

  /**
   * Creates a stage of a model that was trained anywhere.
   *
   * @param code the model's code
   * @param weights all its weights
   * @return the stage
   * @throws IllegalArgumentException if the code is of no model
   */
  public static DistilledModel of(Recipe code, Weights weights) {
    code.code(ModelCode.class);
    DistilledModel model = new DistilledModel(Identifiable$.MODULE$.randomUID("distilled"));
    return model.setRecipe(code).setWeights(weights);
  }

  /** {@return the parameter "predictionCol": the column of the class} */
  public Param<String> predictionCol() {
    return predictionCol;
  }

  /** {@return the parameter "rawPredictionCol": the column of the logits} */
  public Param<String> rawPredictionCol() {
    return rawPredictionCol;
  }

  /** {@return the parameter "outputPrefix": the prefix of the names of other outputs} */
  public Param<String> outputPrefix() {
    return outputPrefix;
  }

  /**
   * Names the column of the class.
   *
   * @param column its name; empty for none
   * @return this
   */
  public DistilledModel setPredictionCol(String column) {
    set(predictionCol, column);
    return this;
  }

  /**
   * Names the column of the logits.
   *
   * @param column its name; empty for none
   * @return this
   */
  public DistilledModel setRawPredictionCol(String column) {
    set(rawPredictionCol, column);
    return this;
  }

  /**
   * Sets the prefix of the names of other outputs.
   *
   * @param prefix the prefix
   * @return this
   */
  public DistilledModel setOutputPrefix(String prefix) {
    set(outputPrefix, prefix);
    return this;
  }

  @Override
  List<OutputColumn> columns(Map<String, TensorSpec> outputs, String fingerprint) {
    List<OutputColumn> columns = new ArrayList<>();
    for (String name : outputs.keySet()) {
      if (name.equals(Outputs.LOGITS)) {
        add(columns, name, getOrDefault(rawPredictionCol), OutputColumn.Kind.VECTOR);
        add(columns, name, getOrDefault(predictionCol), OutputColumn.Kind.LARGEST);
      } else {
        add(columns, name, getOrDefault(outputPrefix) + name, OutputColumn.Kind.NUMBERS);
      }
    }
    return columns;
  }

  private static void add(
      List<OutputColumn> columns, String output, String column, OutputColumn.Kind kind) {
    if (!column.isEmpty()) {
      columns.add(new OutputColumn(output, column, kind, Metadata.empty()));
    }
  }

  @Override
  DistilledModel self() {
    return this;
  }

  @Override
  DistilledModel empty(String id) {
    return new DistilledModel(id);
  }

  /** {@return a reader of saved stages} */
  public static MLReader<DistilledModel> read() {
    return new StageReader<>();
  }

  /**
   * Loads a saved stage.
   *
   * @param path its folder
   * @return the stage
   */
  public static DistilledModel load(String path) {
    return read().load(path);
  }
}
