package org.distill4j.core.teacher;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.TensorSpec;

/** Any Java function as a teacher: a rule, a remote service, a model of another library. */
public final class FunctionTeacher implements Teacher {
  private final Map<String, TensorSpec> outputs;
  private final String fingerprint;
  private final Function<Batch, Predictions> function;

  private FunctionTeacher(
      Map<String, TensorSpec> outputs, String fingerprint, Function<Batch, Predictions> function) {
    this.outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    this.fingerprint = fingerprint;
    this.function = function;
  }

  /**
   * Returns a function as a teacher.
   *
   * @param outputs type and shape of each output for one example, without the batch axis
   * @param fingerprint a text that changes when the function does
   * @param function gives the outputs of a batch
   * @return the teacher
   */
  public static FunctionTeacher of(
      Map<String, TensorSpec> outputs, String fingerprint, Function<Batch, Predictions> function) {
    return new FunctionTeacher(outputs, fingerprint, function);
  }

  @Override
  public Map<String, TensorSpec> outputs() {
    return outputs;
  }

  @Override
  public Predictions predict(Batch batch) {
    return function.apply(batch);
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }
}
