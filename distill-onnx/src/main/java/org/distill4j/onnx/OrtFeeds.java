package org.distill4j.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.distill4j.model.InputNames;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/** What a file is given: the inputs of a batch under its own names, and constants. */
final class OrtFeeds {
  private final String model;
  private final OrtSignature signature;

  OrtFeeds(String model, OrtSignature signature) {
    this.model = model;
    this.signature = signature;
  }

  /**
   * Finds and checks the inputs that the file takes from a batch.
   *
   * @param given the batch's inputs by name
   * @return the inputs by their names in the file
   */
  Map<String, HostTensor> of(Map<String, HostTensor> given) {
    Map<String, HostTensor> found = new LinkedHashMap<>();
    for (OrtInput input : signature.fromBatch()) {
      found.put(input.inFile(), find(input, given));
    }
    Map<String, Integer> lengths = lengths(found);
    signature.fromBatch().forEach(input -> require(input, found.get(input.inFile()), lengths));
    return found;
  }

  private HostTensor find(OrtInput input, Map<String, HostTensor> given) {
    int count = signature.fromBatch().size();
    if (given.containsKey(input.name()) || (count == 1 && given.size() == 1)) {
      return InputNames.find(input.name(), count, given);
    }
    throw new IllegalArgumentException(
        model
            + " takes the input \""
            + input.name()
            + "\", "
            + input.example()
            + ", and the batch has "
            + given.keySet()
            + ", expected it among them.\n"
            + "Maybe it has another name there (OnnxOptions.withInput), is one number everywhere,"
            + " as token types are 0 (OnnxOptions.withConstant), or can be made of another, as a"
            + " mask is of ids (DerivedInputs).");
  }

  /** The lengths of free axes where they first occur, the batch among them. */
  private Map<String, Integer> lengths(Map<String, HostTensor> found) {
    Map<String, Integer> lengths = new LinkedHashMap<>();
    for (OrtInput input : signature.fromBatch()) {
      Shape given = found.get(input.inFile()).shape();
      Shape wanted = input.example().shape();
      for (int axis = 0; axis < given.rank(); axis++) {
        int length = given.dim(axis);
        if (axis == 0) {
          lengths.putIfAbsent(OnnxExport.BATCH, length);
        } else if (axis <= wanted.rank()) {
          wanted.freeAxis(axis - 1).ifPresent(name -> lengths.putIfAbsent(name, length));
        }
      }
    }
    return lengths;
  }

  private void require(OrtInput input, HostTensor given, Map<String, Integer> lengths) {
    TensorSpec wanted = input.example();
    boolean fits = given.shape().rank() > 0 && wanted.accepts(given.spec().withoutBatch());
    String who =
        signature.fromBatch().size() == 1
            ? "The input batch"
            : "The input \"" + input.name() + "\"";
    if (!fits) {
      throw new IllegalArgumentException(
          who
              + " of "
              + model
              + " is "
              + given.spec()
              + ", expected a batch of "
              + wanted
              + ".\nMaybe the data set belongs to another model.");
    }
    Shape all = Shape.free(OnnxExport.BATCH).append(wanted.shape()).fixed(lengths);
    if (!all.equals(given.shape())) {
      throw new IllegalArgumentException(
          who
              + " of "
              + model
              + " has shape "
              + given.shape()
              + ", expected "
              + all
              + " by the inputs before it.\nMaybe they belong to different batches.");
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
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    try {
      Map<String, Integer> lengths = lengths(inputs);
      for (OrtInput input : signature.all()) {
        boolean given = input.constant().isEmpty();
        HostTensor value = given ? inputs.get(input.inFile()) : input.filled(lengths);
        tensors.put(input.inFile(), OrtTensors.of(environment, value, input.type()));
      }
      try (OrtSession.Result result = session.run(tensors, outputs)) {
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
