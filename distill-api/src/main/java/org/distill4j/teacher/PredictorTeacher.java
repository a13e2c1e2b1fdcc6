package org.distill4j.teacher;

import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.data.Batch;
import org.distill4j.model.InputNames;
import org.distill4j.model.Inputs;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.program.BatchShape;
import org.distill4j.program.OutputSpecs;
import org.distill4j.program.ShapeReader;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A teacher from a predictor of any engine, checked against its declared types and shapes. Its
 * memory is freed with the predictor's session.
 */
public final class PredictorTeacher implements Teacher {
  private final String what;
  private final Predictor predictor;
  private final Map<String, TensorSpec> inputs;
  private final Map<String, TensorSpec> outputs;
  private final ShapeReader shapes;
  private final String fingerprint;

  private PredictorTeacher(
      String what,
      Predictor predictor,
      Map<String, TensorSpec> inputs,
      Map<String, TensorSpec> outputs,
      String fingerprint) {
    this.what = what;
    this.predictor = predictor;
    this.inputs = inputs;
    this.outputs = outputs;
    this.shapes = new ShapeReader(inputs);
    this.fingerprint = fingerprint;
  }

  /**
   * Returns a teacher from a predictor of one input. Its outputs are found out by running it on two
   * examples of zeros.
   *
   * @param what what the predictor is, for messages: the file it was read from, say
   * @param predictor the predictor
   * @param input type and shape of one example's input, without the batch axis
   * @param fingerprint a text that changes when the predictor does
   * @return the teacher
   * @throws IllegalArgumentException if an output does not have the batch on axis 0, or the
   *     predictor refuses such inputs
   */
  public static PredictorTeacher of(
      String what, Predictor predictor, TensorSpec input, String fingerprint) {
    return of(what, predictor, Map.of(Inputs.INPUT, input), fingerprint);
  }

  /**
   * Returns a teacher from a predictor. Its outputs are found out by running it on two examples of
   * zeros, for two lengths of each free axis.
   *
   * @param what what the predictor is, for messages: the file it was read from, say
   * @param predictor the predictor
   * @param inputs type and shape of each input for one example, without the batch axis
   * @param fingerprint a text that changes when the predictor does
   * @return the teacher
   * @throws IllegalArgumentException if an output does not have the batch on axis 0, or the
   *     predictor refuses such inputs
   */
  public static PredictorTeacher of(
      String what, Predictor predictor, Map<String, TensorSpec> inputs, String fingerprint) {
    Map<String, TensorSpec> outputs =
        OutputSpecs.find(inputs, shape -> tried(what, predictor, inputs, shape));
    return new PredictorTeacher(what, predictor, inputs, outputs, fingerprint);
  }

  private static Map<String, TensorSpec> tried(
      String what, Predictor predictor, Map<String, TensorSpec> inputs, BatchShape shape) {
    Map<String, TensorSpec> outputs = new LinkedHashMap<>();
    predictor
        .predict(shape.zeros(inputs))
        .asMap()
        .forEach(
            (name, output) ->
                outputs.put(name, perExample(what, name, output.spec(), shape.examples())));
    return outputs;
  }

  private static TensorSpec perExample(String what, String name, TensorSpec found, int examples) {
    if (found.shape().rank() == 0 || found.shape().dim(0) != examples) {
      throw new IllegalArgumentException(
          "Output \""
              + name
              + "\" of "
              + what
              + " is "
              + found
              + " for "
              + examples
              + " examples, expected the batch on axis 0.\n"
              + "Maybe it was exported for a fixed batch, or sums over the batch.");
    }
    return found.withoutBatch();
  }

  @Override
  public Map<String, TensorSpec> outputs() {
    return outputs;
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return inputs;
  }

  /**
   * Returns the predictor's outputs.
   *
   * @throws IllegalArgumentException if an input is missing or of another type or shape
   * @throws IllegalStateException if an output is not what it was when the teacher was made, or the
   *     predictor was closed
   */
  @Override
  public Predictions predict(Batch batch) {
    inputs.forEach(
        (name, spec) ->
            requireInput(name, spec, InputNames.find(name, inputs.size(), batch.inputs()).spec()));
    shapes.require(batch.inputs());
    Predictions predictions = predictor.predict(batch.inputs());
    outputs.forEach((name, spec) -> requireOutput(name, spec, predictions.get(name), batch.size()));
    return predictions;
  }

  private void requireInput(String name, TensorSpec spec, TensorSpec given) {
    if (!spec.accepts(given.withoutBatch())) {
      throw new IllegalArgumentException(
          "The teacher "
              + what
              + " was given examples of "
              + given.withoutBatch()
              + (inputs.size() > 1 ? " as \"" + name + "\"" : "")
              + ", expected "
              + spec
              + ".\nMaybe the data need a reshape, or belong to another teacher.");
    }
  }

  private void requireOutput(String name, TensorSpec spec, HostTensor output, int rows) {
    TensorSpec found = output.spec();
    boolean batched = found.shape().rank() > 0 && found.shape().dim(0) == rows;
    if (!batched || !spec.accepts(found.withoutBatch())) {
      throw new IllegalStateException(
          "Output \""
              + name
              + "\" of "
              + what
              + " is "
              + found
              + " for "
              + rows
              + " examples, expected "
              + spec.batched(rows)
              + ".\nMaybe its shape depends on the values of the input.");
    }
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }
}
