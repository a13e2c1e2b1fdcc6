package org.distill4j.teacher;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A predictor of any engine as a teacher, which holds it to the types and shapes that it is known
 * by. Its memory is freed with the predictor's session.
 */
public final class PredictorTeacher implements Teacher {
  private static final int TRIED = 2;

  private final String what;
  private final Predictor predictor;
  private final TensorSpec input;
  private final Map<String, TensorSpec> outputs;
  private final String fingerprint;

  private PredictorTeacher(
      String what,
      Predictor predictor,
      TensorSpec input,
      Map<String, TensorSpec> outputs,
      String fingerprint) {
    this.what = what;
    this.predictor = predictor;
    this.input = input;
    this.outputs = Collections.unmodifiableMap(outputs);
    this.fingerprint = fingerprint;
  }

  /**
   * A predictor as a teacher. Its outputs are found out by running it on two examples of zeros.
   *
   * @param what what the predictor is, for messages: the file it was read from, say
   * @param predictor the predictor
   * @param input type and shape of one example's input, without the batch axis
   * @param fingerprint a text that changes when the predictor does
   * @return the teacher
   * @throws IllegalArgumentException if an output does not have the batch on axis 0, or as the
   *     predictor says of inputs that do not fit
   */
  public static PredictorTeacher of(
      String what, Predictor predictor, TensorSpec input, String fingerprint) {
    HostTensor zeros = HostTensor.allocate(input.type(), input.shape().prepend(TRIED));
    Map<String, TensorSpec> outputs = new LinkedHashMap<>();
    predictor
        .predict(zeros)
        .asMap()
        .forEach((name, output) -> outputs.put(name, perExample(what, name, output.spec())));
    return new PredictorTeacher(what, predictor, input, outputs, fingerprint);
  }

  private static TensorSpec perExample(String what, String name, TensorSpec found) {
    if (found.shape().rank() == 0 || found.shape().dim(0) != TRIED) {
      throw new IllegalArgumentException(
          "Output \""
              + name
              + "\" of "
              + what
              + " is "
              + found
              + " for "
              + TRIED
              + " examples, expected the batch on axis 0.\n"
              + "Maybe it was exported for a fixed batch, or sums over the batch.");
    }
    return new TensorSpec(found.type(), found.shape().withoutBatch());
  }

  @Override
  public Map<String, TensorSpec> outputs() {
    return outputs;
  }

  @Override
  public Optional<TensorSpec> input() {
    return Optional.of(input);
  }

  /**
   * What the predictor says.
   *
   * @throws IllegalArgumentException if the inputs are of another type or shape
   * @throws IllegalStateException if an output is not what it was when the teacher was made, or the
   *     predictor was closed
   */
  @Override
  public Predictions predict(Batch batch) {
    requireInput(batch.inputs().spec());
    Predictions said = predictor.predict(batch.inputs());
    outputs.forEach((name, spec) -> requireOutput(name, spec, said.get(name), batch.size()));
    return said;
  }

  private void requireInput(TensorSpec given) {
    TensorSpec one = new TensorSpec(given.type(), given.shape().withoutBatch());
    if (!one.equals(input)) {
      throw new IllegalArgumentException(
          "The teacher "
              + what
              + " was given examples of "
              + one
              + ", expected "
              + input
              + ".\nMaybe the data need a reshape, or belong to another teacher.");
    }
  }

  private void requireOutput(String name, TensorSpec spec, HostTensor said, int rows) {
    TensorSpec wanted = new TensorSpec(spec.type(), spec.shape().prepend(rows));
    if (!said.spec().equals(wanted)) {
      throw new IllegalStateException(
          "Output \""
              + name
              + "\" of "
              + what
              + " is "
              + said.spec()
              + " for "
              + rows
              + " examples, expected "
              + wanted
              + ".\nMaybe its shape depends on the values of the input.");
    }
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }
}
