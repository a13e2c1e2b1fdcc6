package org.distill4j.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.distill4j.core.rounds.Recipe;
import org.distill4j.core.rounds.TeacherCode;
import org.distill4j.model.Weights;
import org.distill4j.tensor.TensorSpec;

/**
 * A teacher as a stage: adds each of its outputs to the rows as an array of float, in a column of
 * the output's name with a prefix. The columns' metadata say the output's shape and which teacher
 * it is of, so that what was computed is not taken for another teacher's.
 */
public final class TeacherTransformer extends PredictorStage<TeacherTransformer> {
  /** The default prefix of the names of a teacher's outputs. */
  public static final String PREFIX = "teacher_";

  private static final long serialVersionUID = 1;

  private final Param<String> outputPrefix;

  /**
   * Creates an empty stage, for Spark's reader.
   *
   * @param uid its id in a pipeline
   */
  public TeacherTransformer(String uid) {
    super(uid);
    this.outputPrefix = new Param<>(this, "outputPrefix", "before the names of the outputs");
    setDefault(outputPrefix, PREFIX);
  }

  /**
   * Creates a teacher with its weights.
   *
   * @param code the teacher's code
   * @param weights its weights; none for a teacher that has them in a file
   * @throws IllegalArgumentException if the code is of no teacher
   */
  public TeacherTransformer(Recipe code, Weights weights) {
    this(Identifiable$.MODULE$.randomUID("teacher"));
    code.code(TeacherCode.class);
    setRecipe(code);
    setWeights(weights);
  }

  /**
   * Creates a teacher without weights of its own here, for example from a file that each executor
   * has.
   *
   * @param code the teacher's code
   * @throws IllegalArgumentException if the code is of no teacher
   */
  public TeacherTransformer(Recipe code) {
    this(code, Weights.of(Map.of()));
  }

  /** {@return the parameter "outputPrefix": the prefix of the names of the outputs} */
  public Param<String> outputPrefix() {
    return outputPrefix;
  }

  /**
   * Sets the prefix of the names of the outputs.
   *
   * @param prefix the prefix
   * @return this
   */
  public TeacherTransformer setOutputPrefix(String prefix) {
    set(outputPrefix, prefix);
    return this;
  }

  @Override
  List<OutputColumn> columns(Map<String, TensorSpec> outputs, String fingerprint) {
    List<OutputColumn> columns = new ArrayList<>();
    outputs.forEach(
        (name, spec) ->
            columns.add(
                new OutputColumn(
                    name,
                    getOrDefault(outputPrefix) + name,
                    OutputColumn.Kind.NUMBERS,
                    metadata(spec, fingerprint))));
    return columns;
  }

  private static Metadata metadata(TensorSpec spec, String fingerprint) {
    MetadataBuilder metadata = new MetadataBuilder().putString(Schemas.TEACHER, fingerprint);
    if (spec.shape().isFixed()) {
      long[] dims = Arrays.stream(spec.shape().dims()).asLongStream().toArray();
      metadata.putLongArray(Schemas.SHAPE, dims);
    }
    return metadata.build();
  }

  @Override
  TeacherTransformer self() {
    return this;
  }

  @Override
  TeacherTransformer empty(String id) {
    return new TeacherTransformer(id);
  }

  /** {@return a reader of saved stages} */
  public static MLReader<TeacherTransformer> read() {
    return new StageReader<>();
  }

  /**
   * Loads a saved stage.
   *
   * @param path its folder
   * @return the stage
   */
  public static TeacherTransformer load(String path) {
    return read().load(path);
  }
}
