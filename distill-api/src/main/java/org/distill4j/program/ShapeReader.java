package org.distill4j.program;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.distill4j.model.InputNames;
import org.distill4j.model.Model;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * Reads the lengths of the free axes of a model's inputs, and of labels and teacher outputs, from
 * batches. A length is read where its axis first occurs; whether the others agree is checked when
 * they are fed.
 */
public final class ShapeReader {
  private final Map<String, TensorSpec> inputs;
  private final Map<String, TensorSpec> freeInputs;
  private final Map<String, TensorSpec> freeLabels;
  private final List<Map<String, TensorSpec>> freeOutputs;
  private final boolean free;

  /**
   * Reads the shapes for a model in training.
   *
   * @param model the model
   * @param signature what a step is given besides the inputs
   */
  public ShapeReader(Model model, StepSignature signature) {
    this(model.inputs(), signature);
  }

  private ShapeReader(Map<String, TensorSpec> inputs, StepSignature signature) {
    this.inputs = inputs;
    this.freeInputs = free(inputs);
    this.freeLabels = free(signature.labels());
    this.freeOutputs = signature.teachers().stream().map(ShapeReader::free).toList();
    this.free =
        !freeInputs.isEmpty()
            || !freeLabels.isEmpty()
            || freeOutputs.stream().anyMatch(outputs -> !outputs.isEmpty());
  }

  /**
   * Reads the shapes of a model's inputs.
   *
   * @param model the model
   */
  public ShapeReader(Model model) {
    this(model.inputs());
  }

  /**
   * Reads the shapes of inputs.
   *
   * @param inputs type and shape of each input for one example, without the batch axis
   */
  public ShapeReader(Map<String, TensorSpec> inputs) {
    this(inputs, new StepSignature(Map.of(), List.of()));
  }

  private static Map<String, TensorSpec> free(Map<String, TensorSpec> specs) {
    Map<String, TensorSpec> some = new LinkedHashMap<>();
    specs.forEach(
        (name, spec) -> {
          if (!spec.shape().isFixed()) {
            some.put(name, spec);
          }
        });
    return some;
  }

  /**
   * Reads the shape of a batch from its inputs.
   *
   * @param given the inputs by name
   * @return its shape
   * @throws IllegalArgumentException if an input is missing or of another type or rank
   */
  public BatchShape read(Map<String, HostTensor> given) {
    HostTensor first = InputNames.find(inputs.keySet().iterator().next(), inputs.size(), given);
    if (first.shape().rank() == 0) {
      throw new IllegalArgumentException(
          "The input is a single number, expected a batch on axis 0.\nMaybe reshape it.");
    }
    Map<String, Integer> lengths = new LinkedHashMap<>();
    freeInputs.forEach(
        (name, spec) ->
            read(
                "Input \"" + name + "\"",
                spec,
                InputNames.find(name, inputs.size(), given),
                lengths));
    return new BatchShape(first.shape().dim(0), lengths);
  }

  /**
   * Reads the shape of a batch from unchecked inputs.
   *
   * @param given the inputs by name
   * @return its shape
   * @throws IllegalArgumentException if an input is missing or of another type or shape, or two
   *     have different lengths on one axis
   */
  public BatchShape require(Map<String, HostTensor> given) {
    BatchShape shape = read(given);
    inputs.forEach(
        (name, spec) -> {
          TensorSpec found = InputNames.find(name, inputs.size(), given).spec();
          if (!found.equals(shape.of(spec))) {
            throw new IllegalArgumentException(
                "Input \""
                    + name
                    + "\" is "
                    + found
                    + " in a batch of "
                    + shape
                    + ", expected "
                    + shape.of(spec)
                    + ".\nMaybe the inputs belong to different batches, or to another model.");
          }
        });
    return shape;
  }

  /**
   * Reads the shape of a micro-batch.
   *
   * @param microBatch the examples and the teachers' outputs
   * @return its shape
   * @throws IllegalArgumentException if something is missing or of another type or rank
   */
  public BatchShape read(MicroBatch microBatch) {
    if (!free) {
      return BatchShape.of(microBatch.batch().size());
    }
    Map<String, Integer> lengths = new LinkedHashMap<>(read(microBatch.batch().inputs()).lengths());
    readAll("Labels", freeLabels, microBatch.batch()::labels, lengths);
    for (int i = 0; i < Math.min(freeOutputs.size(), microBatch.teachers().size()); i++) {
      String what = "Output of teacher " + i;
      readAll(what, freeOutputs.get(i), microBatch.teachers().get(i)::get, lengths);
    }
    return new BatchShape(microBatch.batch().size(), lengths);
  }

  private static void readAll(
      String what,
      Map<String, TensorSpec> specs,
      Function<String, HostTensor> given,
      Map<String, Integer> lengths) {
    specs.forEach(
        (name, spec) -> read(what + " \"" + name + "\"", spec, given.apply(name), lengths));
  }

  private static void read(
      String what, TensorSpec spec, HostTensor given, Map<String, Integer> lengths) {
    Shape shape = spec.shape();
    if (given.shape().rank() != shape.rank() + 1 || given.type() != spec.type()) {
      throw new IllegalArgumentException(
          what
              + " is "
              + given.spec()
              + ", expected a batch of "
              + spec
              + ".\nMaybe the data set belongs to another model.");
    }
    BatchShape.read(shape, given.shape(), lengths);
  }
}
