package org.distill4j.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.distill4j.model.InputNames;
import org.distill4j.program.BatchShape;
import org.distill4j.program.ShapeReader;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/** The feeds of a file: the inputs of a batch under its own names, and constants. */
final class OrtFeeds {
  private final RunLimit limit;
  private final String model;
  private final OrtSignature signature;
  private final ShapeReader shapes;

  OrtFeeds(String model, OrtSignature signature, Duration limit) {
    this.limit = new RunLimit(model, limit);
    this.model = model;
    this.signature = signature;
    this.shapes = new ShapeReader(signature.inputs());
  }

  /**
   * Finds and checks the inputs that the file takes from a batch.
   *
   * @param given the batch's inputs by name
   * @return those that the file takes, by the same names
   */
  Map<String, HostTensor> of(Map<String, HostTensor> given) {
    Map<String, TensorSpec> wanted = signature.inputs();
    boolean single = wanted.size() == 1 && given.size() == 1;
    wanted.forEach((name, spec) -> requirePresent(name, spec, single, given.keySet()));
    Map<String, HostTensor> found = InputNames.findAll(wanted.keySet(), given);
    wanted.forEach((name, spec) -> requireFits(name, spec, found));
    shapes.require(found);
    return found;
  }

  private void requirePresent(String name, TensorSpec spec, boolean single, Set<String> given) {
    if (!single && !given.contains(name)) {
      throw new IllegalArgumentException(
          model
              + " takes the input \""
              + name
              + "\", "
              + spec
              + ", and the batch has "
              + given
              + ", expected it among them.\n"
              + "Maybe it has another name there (OnnxOptions.withInput), is one number everywhere,"
              + " as token types are 0 (OnnxOptions.withConstant), or can be made of another, as a"
              + " mask is of ids (DerivedInputs).");
    }
  }

  private void requireFits(String name, TensorSpec wanted, Map<String, HostTensor> found) {
    TensorSpec given = Objects.requireNonNull(found.get(name)).spec();
    if (given.shape().rank() == 0 || !wanted.accepts(given.withoutBatch())) {
      throw new IllegalArgumentException(
          (found.size() == 1 ? "The input batch" : "The input \"" + name + "\"")
              + " of "
              + model
              + " is "
              + given
              + ", expected a batch of "
              + wanted
              + ".\nMaybe the data set belongs to another model.");
    }
  }

  /**
   * Runs the file.
   *
   * @param inputs what {@link #of} gave
   * @param outputs names of outputs in the file
   * @return the outputs by those names
   */
  Map<String, HostTensor> run(
      OrtEnvironment environment,
      OrtSession session,
      Map<String, HostTensor> inputs,
      Set<String> outputs)
      throws OrtException {
    BatchShape shape = shapes.read(inputs);
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    try {
      for (OrtInput input : signature.all()) {
        boolean given = input.constant().isEmpty();
        HostTensor value =
            given ? Objects.requireNonNull(inputs.get(input.name())) : input.filled(shape);
        tensors.put(input.inFile(), OrtTensors.of(environment, value, input.type()));
      }
      try (OrtSession.Result result = limit.run(session, tensors, outputs)) {
        return toHost(result, outputs);
      }
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private static Map<String, HostTensor> toHost(
      OrtSession.Result result, Collection<String> names) {
    Map<String, HostTensor> values = new LinkedHashMap<>();
    for (String name : names) {
      values.put(name, OrtTensors.toHost((OnnxTensor) result.get(name).orElseThrow()));
    }
    return values;
  }
}
